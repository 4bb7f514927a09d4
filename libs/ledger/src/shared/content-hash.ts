import { createHash } from 'node:crypto';

/** SHA-256 (hex) of a plain value as JSON without spaces, its fields in the order in which they stand. */
export const contentHash = (value: unknown): string =>
  createHash('sha256').update(JSON.stringify(value), 'utf8').digest('hex');
