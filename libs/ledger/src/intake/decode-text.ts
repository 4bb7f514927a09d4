import { TextDecoder } from 'node:util';
import { Refusal } from '../shared';

const asciiOnly = (bytes: Uint8Array): boolean => bytes.every((byte) => byte < 0x80);

/**
 * Bytes -> text, in bounded memory. UTF-8 (with or without BOM) or GB18030, decided on the first chunk that holds anything
 * but ASCII: Chinese in GB18030 is practically never valid UTF-8, and both agree on ASCII.
 *
 * Refusal: `encoding-unknown` (that chunk is neither), `encoding-invalid` (a later byte breaks the encoding decided on).
 */
export async function* decodeText(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  let decoder: TextDecoder | undefined;
  for await (const chunk of chunks) {
    if (!decoder && asciiOnly(chunk)) {
      yield Buffer.from(chunk).toString('latin1');
    } else if (!decoder) {
      const decided = decide(chunk);
      decoder = decided.decoder;
      yield decided.text;
    } else {
      yield decode(decoder, chunk, { stream: true });
    }
  }
  if (decoder) yield decode(decoder, new Uint8Array(), {});
}

function decide(chunk: Uint8Array): { readonly decoder: TextDecoder; readonly text: string } {
  for (const encoding of ['utf-8', 'gb18030']) {
    const decoder = new TextDecoder(encoding, { fatal: true });
    try {
      return { decoder, text: decoder.decode(chunk, { stream: true }) };
    } catch {
      // not this one
    }
  }
  throw new Refusal('encoding-unknown');
}

function decode(decoder: TextDecoder, chunk: Uint8Array, options: { readonly stream?: boolean }): string {
  try {
    return decoder.decode(chunk, options);
  } catch {
    throw new Refusal('encoding-invalid', { row: '当前' });
  }
}
