import { generateKeyPairSync } from 'node:crypto';
import { sm2 } from 'sm-crypto-v2';
import type { Algorithm } from './algorithms';

/** The two halves of a key, as they stand in a key file. */
export interface KeyHalves {
  readonly id: string;
  readonly algorithm: Algorithm;
  readonly privateKey: string;
  readonly publicKey: string;
}

/** A fresh key of nobody. */
export function aKey(id: string, algorithm: Algorithm = 'ed25519'): KeyHalves {
  if (algorithm === 'sm2-sm3') return { id, algorithm, ...sm2.generateKeyPairHex() };
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  return {
    id,
    algorithm,
    privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    publicKey: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
  };
}

export const privateHalf = ({ id, algorithm, privateKey }: KeyHalves, times: { from?: string } = {}) => ({
  id,
  algorithm,
  privateKey,
  ...times,
});

export const publicHalf = ({ id, algorithm, publicKey }: KeyHalves, times: { from?: string; until?: string } = {}) => ({
  id,
  algorithm,
  publicKey,
  ...times,
});
