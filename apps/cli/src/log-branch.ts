import { readFile } from 'node:fs/promises';
import { type Clock, Refusal, type SignedTree } from '@app/ledger';
import { branchNote, checkpointIn, ed25519Signer, type NoteSigner, openNote } from '@app/sealing';

/** The keys of both histories. */
export interface BranchKeys {
  /** The key that signed what is given up, under the name that is given up. */
  readonly before: NoteSigner;
  /** The key that signs from then on, under the new name. */
  readonly signer: NoteSigner;
}

/**
 * The keys of a branch, from their files: `SEAL_PREVIOUS_KEY_FILE` where the key changes as well, else one key under both names.
 *
 * Refusal: `log-branch-key-missing` {origin}.
 */
export async function branchKeysIn(
  { SEAL_KEY_FILE, SEAL_PREVIOUS_KEY_FILE, SEAL_ORIGIN }: NodeJS.ProcessEnv,
  last: SignedTree,
): Promise<BranchKeys> {
  const { origin } = checkpointIn(openNote(last.note, []).text);
  if (!SEAL_KEY_FILE || !SEAL_ORIGIN) throw new Refusal('log-branch-key-missing', { origin });
  const before = ed25519Signer(await readFile(SEAL_PREVIOUS_KEY_FILE ?? SEAL_KEY_FILE, 'utf8'), origin);
  if (openNote(last.note, [before.verifier]).signedBy.length === 0)
    throw new Refusal('log-branch-key-missing', { origin });
  return { before, signer: ed25519Signer(await readFile(SEAL_KEY_FILE, 'utf8'), SEAL_ORIGIN) };
}

/** The note of a branch, dated no earlier than what it gives up. */
export function noteOf(
  { before, signer }: BranchKeys,
  { last, good }: { readonly last: SignedTree; readonly good: SignedTree | null },
  clock: Pick<Clock, 'now'>,
): string {
  const lost = checkpointIn(openNote(last.note, []).text);
  const time = new Date(Math.max(clock.now().getTime(), Date.parse(lost.time))).toISOString();
  const goodTree = good === null ? undefined : checkpointIn(openNote(good.note, []).text);
  return branchNote({ from: lost.origin, good: goodTree, lost, time }, before, signer);
}
