import { createHash } from 'node:crypto';

/** How files are proven: SHA-256, or SM3 (GB/T 32905). */
export const DIGESTS = ['sha256', 'sm3'] as const;
export type Digest = (typeof DIGESTS)[number];

export const digestOf = (digest: Digest, bytes: Uint8Array | string): string =>
  createHash(digest).update(bytes).digest('hex');

/** A file as a manifest names it: so many records, and what the hash of its bytes is. */
export interface FileOfManifest extends Readonly<Partial<Record<Digest, string>>> {
  readonly name: string;
  readonly records: number;
}

/** What is wrong with a file that a manifest names, in our words; undefined when nothing is. */
export function whyNotAsSaid(said: FileOfManifest, bytes: Buffer | undefined): string | undefined {
  if (!bytes) return `${said.name} is missing`;
  const digests = DIGESTS.filter((digest) => said[digest] !== undefined);
  if (digests.length === 0) return `${said.name} has no hash`;
  const wrong = digests.find((digest) => said[digest] !== digestOf(digest, bytes));
  return wrong && `${said.name} has another ${wrong}`;
}
