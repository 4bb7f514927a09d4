import type { NoteSigner } from './note/signed-note';

/**
 * Where the key comes from that signs checkpoints. Only apps choose: a file, later a key service or an SM2 device.
 * Without a key the tree still grows, but no checkpoint is signed.
 */
export interface SealKeys {
  /** The key that signs today; undefined: none. */
  readonly signer: NoteSigner | undefined;
}

export const noSealKeys: SealKeys = { signer: undefined };
