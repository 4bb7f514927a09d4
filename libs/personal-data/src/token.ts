import { createCipheriv, createDecipheriv, createHmac, hkdfSync } from 'node:crypto';

/**
 * Personal text as it is stored: `pd1.{keyId}.{field}.{sealed}`. To everything but this library it is an opaque string.
 *
 * The suite `pd1`: AES-256-GCM under a key derived from the person's data key; the nonce is the first 96 bits of
 * HMAC-SHA-256 over field and text under another derived key; `sealed` is base64url of nonce, ciphertext and tag. The same
 * text of the same person in the same field gives the same token, so equality needs no key and a command said twice gives
 * the very same bytes. The field and the key id are authenticated: a token moved to another key or field does not open.
 * Text is padded to whole blocks of 32 bytes before, so that a length tells little once the key is gone. Another suite
 * (SM4-GCM with HMAC-SM3) gets another name and comes beside this one.
 */
export interface Token {
  readonly keyId: string;
  readonly field: string;
  readonly sealed: Uint8Array;
}

const SUITE = 'pd1';
const WRITTEN = /^pd1\.([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\.([a-z][a-z-]{0,30})\.([A-Za-z0-9_-]{38,})$/;
/** Finds the key of each token in a longer text, as the first group; for PostgreSQL as well. */
export const KEYS_IN_TEXT = `${SUITE}\\.([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\\.`;

const nonceBytes = 12;
const tagBytes = 16;
const blockBytes = 32;

/** Whether a token may stand somewhere in this text. Quick; a yes may be wrong, a no is not. */
export const mayHoldToken = (text: string): boolean => text.includes(`${SUITE}.`);

/** The parts of a token; undefined for any other text, which is plain and stands for itself. */
export function parseToken(text: string): Token | undefined {
  if (!text.startsWith(`${SUITE}.`)) return undefined;
  const [, keyId, field, sealed] = WRITTEN.exec(text) ?? [];
  if (keyId === undefined || field === undefined || sealed === undefined) return undefined;
  return { keyId, field, sealed: Buffer.from(sealed, 'base64url') };
}

/** Seals `text` of one field under a person's data key (32 bytes). `field`: lower-case words with hyphens; stored for good. */
export function seal(dataKey: Uint8Array, keyId: string, field: string, text: string): string {
  const nonce = createHmac('sha256', derived(dataKey, 'nonce'))
    .update(`${field}\0${text}`, 'utf8')
    .digest()
    .subarray(0, nonceBytes);
  const cipher = createCipheriv('aes-256-gcm', derived(dataKey, 'encrypt'), nonce, { authTagLength: tagBytes });
  cipher.setAAD(Buffer.from(authenticated(keyId, field), 'utf8'));
  const sealed = Buffer.concat([nonce, cipher.update(padded(text)), cipher.final(), cipher.getAuthTag()]);
  return `${authenticated(keyId, field)}.${sealed.toString('base64url')}`;
}

/** The text in a token. Throws when the key is not the one it was sealed under, or a bit of it was changed. */
export function open(dataKey: Uint8Array, { keyId, field, sealed }: Token): string {
  const decipher = createDecipheriv('aes-256-gcm', derived(dataKey, 'encrypt'), sealed.subarray(0, nonceBytes), {
    authTagLength: tagBytes,
  });
  decipher.setAAD(Buffer.from(authenticated(keyId, field), 'utf8'));
  decipher.setAuthTag(sealed.subarray(-tagBytes));
  return unpadded(Buffer.concat([decipher.update(sealed.subarray(nonceBytes, -tagBytes)), decipher.final()]));
}

const authenticated = (keyId: string, field: string): string => `${SUITE}.${keyId}.${field}`;

function derived(dataKey: Uint8Array, purpose: 'encrypt' | 'nonce'): Buffer {
  return Buffer.from(hkdfSync('sha256', dataKey, '', `fire-credit-ledger/${SUITE}/${purpose}`, 32));
}

/** ISO/IEC 7816-4: one 0x80, then zeros up to the end of the block. */
function padded(text: string): Buffer {
  const bytes = Buffer.from(text, 'utf8');
  const whole = Buffer.alloc((Math.floor(bytes.length / blockBytes) + 1) * blockBytes);
  bytes.copy(whole);
  whole.writeUInt8(0x80, bytes.length);
  return whole;
}

function unpadded(whole: Buffer): string {
  return whole.toString('utf8', 0, whole.lastIndexOf(0x80));
}
