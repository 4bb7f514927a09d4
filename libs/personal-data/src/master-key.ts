import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto';

/** Wraps the data keys of people. It can be changed: `rewrapAll` (in `rewrap.ts`). */
export interface WrappingKey {
  /** Tells keys apart, and nothing else about them. Stored beside what it wrapped. */
  readonly id: string;
  /** Wraps data keys, each bound to its key id. */
  wrap(keys: readonly { readonly keyId: string; readonly dataKey: Uint8Array }[]): Promise<readonly Uint8Array[]>;
  /** The data keys again, in the same order. Throws when one was wrapped by another key, or for another id. */
  unwrap(keys: readonly { readonly keyId: string; readonly wrapped: Uint8Array }[]): Promise<readonly Uint8Array[]>;
}

/** Makes people comparable without telling who they are. It never changes: with another one nobody would meet himself. */
export interface MatchingKey {
  readonly id: string;
  /** The keyed hash (32 bytes) over who somebody is. Without this key nobody can try numbers against it. */
  match(identity: readonly string[]): Uint8Array;
}

/**
 * The keys above the keys of people. Files hold them here; a KMS or an HSM may stand behind the same ports, which is why wrapping takes many at
 * once and may take its time.
 */
export interface MasterKey extends MatchingKey {
  /** Wraps the data keys that are made from now on. */
  readonly wrapping: WrappingKey;
  /** The wrapping key of this id, where it is one that is known here. */
  wrappingOf(id: string): WrappingKey | undefined;
}

const nonceBytes = 12;
const tagBytes = 16;

/**
 * A key held in memory: 32 random bytes. Everything is derived from it by HKDF-SHA-256, each under a label of its own. By itself it matches and
 * wraps; `partedKey` has another one wrap.
 */
export class LocalMasterKey implements MasterKey, WrappingKey {
  readonly id: string;
  readonly wrapping: WrappingKey = this;
  private readonly sealing: Buffer;
  private readonly matching: Buffer;

  constructor(bytes: Uint8Array) {
    if (bytes.length !== 32) throw new RangeError('a master key has 32 bytes');
    const derived = (label: string, length: number) =>
      Buffer.from(hkdfSync('sha256', bytes, '', `fire-credit-ledger/master-key/${label}`, length));
    this.id = derived('id', 8).toString('hex');
    this.sealing = derived('wrap', 32);
    this.matching = derived('match', 32);
  }

  wrappingOf(id: string): WrappingKey | undefined {
    return id === this.id ? this : undefined;
  }

  wrap(keys: readonly { readonly keyId: string; readonly dataKey: Uint8Array }[]): Promise<readonly Uint8Array[]> {
    return Promise.resolve(keys.map(({ keyId, dataKey }) => this.wrapOne(keyId, dataKey)));
  }

  async unwrap(
    keys: readonly { readonly keyId: string; readonly wrapped: Uint8Array }[],
  ): Promise<readonly Uint8Array[]> {
    return Promise.resolve(keys).then((all) => all.map(({ keyId, wrapped }) => this.unwrapOne(keyId, wrapped)));
  }

  match(identity: readonly string[]): Uint8Array {
    return createHmac('sha256', this.matching).update(JSON.stringify(identity), 'utf8').digest();
  }

  private wrapOne(keyId: string, dataKey: Uint8Array): Uint8Array {
    const nonce = randomBytes(nonceBytes);
    const cipher = createCipheriv('aes-256-gcm', this.sealing, nonce, { authTagLength: tagBytes });
    cipher.setAAD(Buffer.from(keyId, 'utf8'));
    return Buffer.concat([nonce, cipher.update(dataKey), cipher.final(), cipher.getAuthTag()]);
  }

  private unwrapOne(keyId: string, wrapped: Uint8Array): Uint8Array {
    const nonce = wrapped.subarray(0, nonceBytes);
    const decipher = createDecipheriv('aes-256-gcm', this.sealing, nonce, { authTagLength: tagBytes });
    decipher.setAAD(Buffer.from(keyId, 'utf8'));
    decipher.setAuthTag(wrapped.subarray(-tagBytes));
    return Buffer.concat([decipher.update(wrapped.subarray(nonceBytes, -tagBytes)), decipher.final()]);
  }
}

/**
 * One key matches, another one wraps, and others still open what they wrapped before: while the wrapping key is being changed, and the matching key's own,
 * which wrapped everything as long as it was the only one.
 *
 * @param further keys that open and wrap nothing
 */
export function partedKey(
  matching: LocalMasterKey,
  wrapping: WrappingKey,
  further: readonly WrappingKey[] = [],
): MasterKey {
  const known = new Map([matching, ...further, wrapping].map((key) => [key.id, key]));
  return {
    id: matching.id,
    match: (identity) => matching.match(identity),
    wrapping,
    wrappingOf: (id) => known.get(id),
  };
}
