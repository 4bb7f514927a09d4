import { hash, randomBytes } from 'node:crypto';

/** A new key: 256 random bits, so that a plain hash cannot be reversed. Shown once, never stored. */
export function newApiKey(): string {
  return `fcl_${randomBytes(32).toString('base64url')}`;
}

/** By what a key is known to people and stands in events: the first eight bytes of its hash, in hexadecimal. */
export const fingerprintOf = (keyHash: string): string => keyHash.slice(0, 16);

/** What is stored of a key: SHA-256, hex. */
export function hashApiKey(key: string): string {
  return hash('sha256', key, 'hex');
}
