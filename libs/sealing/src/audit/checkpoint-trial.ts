import { type Checkpoint, checkpointIn } from '../note/checkpoint';
import { NoteSignatureWrong, type NoteVerifier, openNote } from '../note/signed-note';
import type { StoredCheckpoint } from '../seal-records';
import type { KnownHead } from './checkpoints-in-order';
import type { Finding, FindingCode } from './finding';

/** A checkpoint that is to be compared with the log: a stored one, or a copy an auditor has kept. */
export interface CheckpointOnTrial {
  /** As it is called in a finding. */
  readonly name: string;
  readonly note: string;
  /** What the row says beside the note; an auditor's copy has no row. */
  readonly row?: StoredCheckpoint;
  /** A tree that is remembered without a note. */
  readonly head?: KnownHead;
}

export type Trial = { readonly checkpoint: Checkpoint } | { readonly finding: Finding };

/**
 * Whether a checkpoint can be believed, before its root is compared: well formed, signed by a trusted key, its row says the same,
 * about this log, by a suite we know. The first fault is the finding.
 */
export function tryCheckpoint(
  { name, note, row }: CheckpointOnTrial,
  trusted: readonly NoteVerifier[],
  expected: { readonly origins: ReadonlySet<string> | undefined; readonly suite: string },
): Trial {
  const fault = (code: FindingCode, what = name): Trial => ({ finding: { code, what } });
  try {
    const { text, signedBy, unknown } = openNote(note, trusted);
    const [key] = signedBy;
    if (!key)
      return fault(
        'checkpoint-signer-unknown',
        `${name}: ${unknown.map((one) => `${one.name}+${one.keyId}`).join(', ')}`,
      );
    const checkpoint = checkpointIn(text);
    if (
      row &&
      (row.size !== checkpoint.size || row.keyId !== key.keyId || row.signedAt.toISOString() !== checkpoint.time)
    )
      return fault('checkpoint-row-altered');
    if (expected.origins && !expected.origins.has(checkpoint.origin))
      return fault('checkpoint-origin-differs', `${name}: ${checkpoint.origin}`);
    if (checkpoint.suite !== expected.suite || checkpoint.scheme !== key.scheme)
      return fault('checkpoint-suite-unknown', `${name}: ${checkpoint.suite} ${checkpoint.scheme}`);
    return { checkpoint };
  } catch (error) {
    if (error instanceof NoteSignatureWrong) return fault('checkpoint-signature-wrong');
    return fault('checkpoint-malformed', `${name}: ${error instanceof Error ? error.message : String(error)}`);
  }
}
