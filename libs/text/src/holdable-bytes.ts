import { isUtf8 } from 'node:buffer';
import { holdableAsJsonb, isHoldable } from './holdable';

/** What may be wrong with the bytes of a JSON text, each taken for a character: a control character as it is, or something escaped. */
const suspicious = /[^\t\n\r -[\]-~\x80-\xFF]/;
/** An escape of JSON. What stands behind a backslash belongs to it: an escaped backslash escapes nothing more. */
const escape = /\\(?:u([\da-f]{4})|([^]))/gi;
const meaning: Readonly<Record<string, string>> = { b: '\b', f: '\f' };

/**
 * Why the bytes of an event cannot be held; undefined when they can. They are no UTF-8, or a character in them cannot be held
 * (`isHoldable`), as it is or escaped as JSON escapes. Well below a microsecond for most events.
 */
export function whyNotHoldable(bytes: Uint8Array): string | undefined {
  if (!isUtf8(bytes)) return 'is no UTF-8';
  const octets = asBuffer(bytes).toString('latin1'); // one character for each byte, and no control in any that is not plain ASCII
  if (!suspicious.test(octets)) return undefined;
  const read = octets.replace(escape, (_whole: string, hex?: string, letter?: string) =>
    hex === undefined ? (meaning[letter ?? ''] ?? ' ') : String.fromCharCode(parseInt(hex, 16)),
  );
  return isHoldable(read) ? undefined : 'holds a character that cannot be stored';
}

/** `JSON.stringify` and every other writer escape what `jsonb` refuses. */
const refusedByJsonb = /\\u(?:0000|d[89a-f][\da-f]{2})/i;

/**
 * The bytes of a JSON text, with U+FFFD in place of each character that `jsonb` refuses; the very same bytes when there is none, or
 * when they are no JSON: then there is nothing to read in them.
 */
export function withHoldableCharacters(bytes: Uint8Array): Uint8Array {
  const buffer = asBuffer(bytes);
  if (!buffer.includes('\\u') || !refusedByJsonb.test(buffer.toString('latin1'))) return bytes;
  const before = parsed(buffer);
  const after = JSON.stringify(holdableAsJsonb(before));
  return after === JSON.stringify(before) ? bytes : Buffer.from(after, 'utf8');
}

function parsed(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch {
    return null; // who reads it finds out, and says where it stands
  }
}

const asBuffer = ({ buffer, byteOffset, byteLength }: Uint8Array): Buffer =>
  Buffer.from(buffer, byteOffset, byteLength);
