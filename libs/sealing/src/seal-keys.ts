import type { NoteSigner, NoteVerifier } from './note/signed-note';

/**
 * Where the key comes from that signs checkpoints. Only apps choose: a file, later a key service or an SM2 device.
 * Without a key the tree still grows, but no checkpoint is signed.
 */
export interface SealKeys {
  /** The key that signs today; undefined: none. */
  readonly signer: NoteSigner | undefined;
  /**
   * Other keys that count as this log's: those it signed with before and, in a process without the private key, the one it signs
   * with. Named by the operator, never read from the database that they guard.
   */
  readonly known?: readonly NoteVerifier[];
  /** The key before, in the process that introduces a new one: it signs the introduction as well. */
  readonly previous?: NoteSigner;
}

export const noSealKeys: SealKeys = { signer: undefined };

/** The keys whose signatures count here, the one that signs first. */
export const trustedKeys = ({ signer, known = [], previous }: SealKeys): NoteVerifier[] => {
  const all = [signer?.verifier, previous?.verifier, ...known].filter((key) => key !== undefined);
  return [...new Map(all.map((key) => [key.vkey, key])).values()];
};
