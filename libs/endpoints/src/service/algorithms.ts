import { createHash, createPrivateKey, createPublicKey, type KeyObject, sign, verify } from 'node:crypto';
import { sm2 } from 'sm-crypto-v2';

/** How messages are signed: Ed25519 (RFC 8032, digest SHA-256) or SM2 with SM3 (GB/T 32918.2, GB/T 32905, the default user ID). */
export const ALGORITHMS = ['ed25519', 'sm2-sm3'] as const;
export type Algorithm = (typeof ALGORITHMS)[number];

/** What is done with the private half of a key. */
export type Signing = (data: Uint8Array) => Promise<Buffer>;
/** What is done with the public half of a key. Never throws: what is no signature at all is no good one. */
export type Verifying = (data: Uint8Array, signature: Uint8Array) => Promise<boolean>;

interface Scheme {
  /** The digest of a body, by its name in `Content-Digest`. */
  readonly digest: 'sha-256' | 'sm3';
  /** @throws when the text holds no such key */
  readonly signing: (privateKey: string) => Signing;
  /** @throws when the text holds no such key */
  readonly verifying: (publicKey: string) => Verifying;
  /** What is hashed for its fingerprint: the same however its text is written. @throws as above */
  readonly publicBytes: (publicKey: string) => Buffer;
}

/**
 * Keys of Ed25519 are PEM (PKCS #8, SPKI); those of SM2 hexadecimal: 64 digits, and 130 that begin with 04. Ed25519 is computed on the threads
 * that Node keeps for such work, beside the one on which everything else of a worker happens.
 */
export const schemes: Readonly<Record<Algorithm, Scheme>> = {
  ed25519: {
    digest: 'sha-256',
    signing: (pem) => {
      const key = ed25519(createPrivateKey(pem));
      return (data) =>
        new Promise((resolve, reject) => {
          sign(null, data, key, (error, signature) => {
            if (error) reject(error);
            else resolve(signature);
          });
        });
    },
    verifying: (pem) => {
      const key = ed25519(createPublicKey(pem));
      return (data, signature) =>
        new Promise((resolve) => {
          verify(null, data, key, signature, (error, isGood) => {
            resolve(error === null && isGood);
          });
        });
    },
    publicBytes: (pem) => createPublicKey(pem).export({ type: 'spki', format: 'der' }),
  },
  'sm2-sm3': {
    digest: 'sm3',
    signing: (hex) => {
      if (!/^[0-9a-f]{64}$/i.test(hex)) throw new Error('not the private half of an SM2 key');
      const publicKey = sm2.getPublicKeyFromPrivateKey(hex);
      return (data) => Promise.resolve(Buffer.from(sm2.doSignature(data, hex, { hash: true, publicKey }), 'hex'));
    },
    verifying: (hex) => {
      if (!/^04[0-9a-f]{128}$/i.test(hex) || !sm2.verifyPublicKey(hex))
        throw new Error('not the public half of an SM2 key');
      const hash = { hash: true, publicKey: hex };
      const point = sm2.precomputePublicKey(hex);
      return (data, signature) =>
        Promise.resolve(
          signature.byteLength === 64 &&
            sm2.doVerifySignature(data, Buffer.from(signature).toString('hex'), point, hash),
        );
    },
    publicBytes: (hex) => Buffer.from(hex, 'hex'),
  },
};

/** By which a person compares the public half of a key: `SHA256:` and base64, as ssh-keygen shows them. */
export const fingerprint = (algorithm: Algorithm, publicKey: string): string =>
  `SHA256:${createHash('sha256').update(schemes[algorithm].publicBytes(publicKey)).digest('base64').replace('=', '')}`;

function ed25519(key: KeyObject): KeyObject {
  if (key.asymmetricKeyType !== 'ed25519') throw new Error('not an Ed25519 key');
  return key;
}

/** The value of `Content-Digest` (RFC 9530): over the bytes of the body as they travel. */
export function contentDigest(algorithm: Algorithm, body: string | Uint8Array): string {
  const { digest } = schemes[algorithm];
  return `${digest}=:${createHash(digest === 'sha-256' ? 'sha256' : 'sm3')
    .update(body)
    .digest('base64')}:`;
}
