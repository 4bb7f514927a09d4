import { createHash } from 'node:crypto';

/** The root of all our name spaces. Ids hang on it: it never changes. */
const ROOT = 'c3f7e3c4-2f0b-5d0e-9f5c-6a1d3f9b7e21';
const namespaces = new Map<string, string>();

/**
 * An id that anybody can compute from the paper, so that the same paper sent twice meets itself: UUID version 5 (RFC 9562)
 * of the JSON array of `parts` (UTF-8, no spaces) in the name space `uuidv5(ROOT, namespace)`.
 * Parts are normalised values (`parseUscc`, `documentNumberKey`); personal numbers stay out.
 */
export function derivedId(namespace: string, ...parts: readonly string[]): string {
  let space = namespaces.get(namespace);
  if (space === undefined) {
    space = uuidv5(ROOT, namespace);
    namespaces.set(namespace, space);
  }
  return uuidv5(space, JSON.stringify(parts));
}

function uuidv5(space: string, name: string): string {
  const digest = createHash('sha1')
    .update(Buffer.from(space.replaceAll('-', ''), 'hex'))
    .update(name, 'utf8')
    .digest();
  digest.writeUInt8((digest.readUInt8(6) & 0x0f) | 0x50, 6);
  digest.writeUInt8((digest.readUInt8(8) & 0x3f) | 0x80, 8);
  const hex = digest.toString('hex', 0, 16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
