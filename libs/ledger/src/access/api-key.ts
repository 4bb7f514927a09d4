import { createHash, randomBytes } from 'node:crypto';

/** A new key: 256 random bits, so that a plain hash cannot be reversed. Shown once, never stored. */
export function newApiKey(): string {
  return `fcl_${randomBytes(32).toString('base64url')}`;
}

/** What is stored of a key: SHA-256, hex. */
export function hashApiKey(key: string): string {
  return createHash('sha256').update(key, 'utf8').digest('hex');
}
