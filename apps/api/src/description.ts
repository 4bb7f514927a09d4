import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { OpenAPIObject } from '@nestjs/swagger';

/**
 * What the api says of itself, as it was written down in docs/openapi.json: by it routes are let in, and answers written. To work it out anew
 * (`openApiOf`) would hold up each start for a third of a second; a test compares the two. A route that is not in it is `not-found`.
 */
export function readDescription(): OpenAPIObject {
  return JSON.parse(readFileSync(join(__dirname, '../../../docs/openapi.json'), 'utf8')) as OpenAPIObject;
}
