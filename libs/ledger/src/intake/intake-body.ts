import type { Readable } from 'node:stream';
import { FILE_MEDIA_TYPES } from '../sheet-file';
import { gathered } from './gathered';

export const INTAKE_PATH = 'intake';

interface ParsedRequest {
  readonly url: string;
}
type Done = (error: Error | null, body?: unknown) => void;

/** What this library needs to know of a Fastify instance. */
export interface ContentTypeParsers {
  addContentTypeParser(
    contentTypes: string[],
    parser: (request: ParsedRequest, payload: Readable, done: Done) => void,
  ): unknown;
}

/** A file for any other route is held in memory whole. */
const bytesMax = 8 * 1024 * 1024;

/**
 * Lets `POST /intake` read its file from the wire, however large. Any other route gets the bytes of the same media types as a
 * Buffer of at most 8 MiB (413 above that).
 */
export function registerIntakeBody(fastify: ContentTypeParsers): void {
  fastify.addContentTypeParser(FILE_MEDIA_TYPES, (request, payload, done) => {
    if (new URL(request.url, 'http://ledger').pathname === `/${INTAKE_PATH}`) done(null, payload);
    else
      collected(payload).then(
        (body) => {
          done(null, body);
        },
        (error: unknown) => {
          done(error as Error);
        },
      );
  });
}

/** A body in very small pieces leaves turns to others. One that is too large is read to its end. */
async function collected(payload: Readable): Promise<Buffer> {
  const pieces: Buffer[] = [];
  let bytes = 0;
  for await (const piece of gathered(payload)) {
    bytes += piece.length;
    if (bytes <= bytesMax) pieces.push(piece);
  }
  if (bytes > bytesMax) throw Object.assign(new Error('the file is too large'), { statusCode: 413 });
  return Buffer.concat(pieces);
}
