import { gunzipSync, gzipSync } from 'node:zlib';

/** How the bytes of an event are kept: as they are, or packed. */
export type Packing = 'gzip' | undefined;

/** Half of what the server takes in one append as it comes (1 MiB). Our choice: almost no event is ever packed. */
const packAboveBytes = 512 * 1024;
/** No event of this log unpacks to more: what is larger is not packed, so the server refuses it; what unpacks to more was not written here. */
const unpackedMaxBytes = 64 * 1024 * 1024;

/**
 * The server refuses an append of more than 1 MiB, which a check of two thousand bidders may reach, and PostgreSQL does
 * not. The data of a large append is therefore kept packed, where that makes it smaller. What comes back are the bytes that
 * were given.
 *
 * @param appendBytes of all data that is appended together
 */
export function pack(
  data: Uint8Array,
  appendBytes = data.length,
): { readonly bytes: Uint8Array; readonly packing: Packing } {
  if (appendBytes > packAboveBytes && data.length <= unpackedMaxBytes) {
    const bytes = gzipSync(data);
    if (bytes.length < data.length) return { bytes, packing: 'gzip' };
  }
  return { bytes: data, packing: undefined };
}

/** The inverse. Throws when the bytes are not packed so, or are damaged (gzip carries a checksum). */
export function unpack(bytes: Uint8Array, packing: Packing): Uint8Array {
  return packing === 'gzip' ? gunzipSync(bytes, { maxOutputLength: unpackedMaxBytes }) : bytes;
}
