import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto';

/**
 * What wraps the data keys of people and makes their names comparable without telling them. A file holds it here; a KMS or
 * an HSM may stand behind the same port, which is why wrapping takes many at once and may take its time.
 */
export interface MasterKey {
  /** Tells master keys apart, and nothing else about them. Stored beside what it wrapped. */
  readonly id: string;
  /** Wraps data keys, each bound to its key id. */
  wrap(keys: readonly { readonly keyId: string; readonly dataKey: Uint8Array }[]): Promise<readonly Uint8Array[]>;
  /** The data keys again, in the same order. Throws when one was wrapped by another master key, or for another id. */
  unwrap(keys: readonly { readonly keyId: string; readonly wrapped: Uint8Array }[]): Promise<readonly Uint8Array[]>;
  /** The keyed hash (32 bytes) over who somebody is. Without the master key nobody can try numbers against it. */
  match(identity: readonly string[]): Uint8Array;
}

const nonceBytes = 12;
const tagBytes = 16;

/** A master key held in memory: 32 random bytes. Everything is derived from it by HKDF-SHA-256, each under a label of its own. */
export class LocalMasterKey implements MasterKey {
  readonly id: string;
  private readonly wrapping: Buffer;
  private readonly matching: Buffer;

  constructor(bytes: Uint8Array) {
    if (bytes.length !== 32) throw new RangeError('a master key has 32 bytes');
    const derived = (label: string, length: number) =>
      Buffer.from(hkdfSync('sha256', bytes, '', `fire-credit-ledger/master-key/${label}`, length));
    this.id = derived('id', 8).toString('hex');
    this.wrapping = derived('wrap', 32);
    this.matching = derived('match', 32);
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
    const cipher = createCipheriv('aes-256-gcm', this.wrapping, nonce, { authTagLength: tagBytes });
    cipher.setAAD(Buffer.from(keyId, 'utf8'));
    return Buffer.concat([nonce, cipher.update(dataKey), cipher.final(), cipher.getAuthTag()]);
  }

  private unwrapOne(keyId: string, wrapped: Uint8Array): Uint8Array {
    const nonce = wrapped.subarray(0, nonceBytes);
    const decipher = createDecipheriv('aes-256-gcm', this.wrapping, nonce, { authTagLength: tagBytes });
    decipher.setAAD(Buffer.from(keyId, 'utf8'));
    decipher.setAuthTag(wrapped.subarray(-tagBytes));
    return Buffer.concat([decipher.update(wrapped.subarray(nonceBytes, -tagBytes)), decipher.final()]);
  }
}
