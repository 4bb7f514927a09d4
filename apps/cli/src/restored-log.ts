import { Refusal, type SignedTree } from '@app/ledger';
import { applicationUrl } from '@app/ledger-database';
import {
  type Checkpoint,
  type CheckpointCopy,
  checkpointIn,
  type DeclaredBranch,
  type Finding,
  isGivenUp,
  noSealKeys,
  type NoteVerifier,
  openNote,
  SealContradicted,
  Sealer,
  Seals,
  sha256Rfc6962,
} from '@app/sealing';
import { WritablePool } from '@app/postgres-hosts';
import type { LogSettings } from '../../composition/src/log-settings';
import { openEventLog } from '../../composition/src/open-event-log';
import { rebuildable } from '../../composition/src/read-models';
import { sentenceOf } from './finding-sentence';
import { verifySeals } from './verify-seals';

export interface RestoredLog {
  readonly databaseUrl: string;
  readonly log: LogSettings;
  /** The keys of the log as it was. */
  readonly trusted: readonly NoteVerifier[];
  /** What was kept: the signer's memory, checkpoints of others. */
  readonly kept: readonly CheckpointCopy[];
  /** What was given up before is not missed again. */
  readonly branches: readonly DeclaredBranch[];
}

/** What of a log came back, as far as it was signed. */
export interface CameBack {
  readonly last: SignedTree;
  readonly good: SignedTree | null;
  /** Where the last entry of the good tree stands; 0: there is none. */
  readonly goodPosition: number;
}

type Kept = SignedTree & { readonly checkpoint: Checkpoint };

/**
 * Derives everything again and holds it against the newest checkpoint that was kept: either it is all there, or a tail is gone.
 *
 * Refusals in this order: `restore-checkpoint-missing`; `restored-log-altered` {finding} when something else is wrong than that a tail is gone.
 */
export async function whatCameBack(restored: RestoredLog, say: (line: string) => void): Promise<CameBack> {
  const { databaseUrl, log, trusted, kept, branches } = restored;
  const trees = kept
    .flatMap(({ note }) => treeOf(note, trusted) ?? [])
    .filter(({ checkpoint }) => !branches.some((branch) => isGivenUp(branch, checkpoint)))
    .sort((one, other) => other.size - one.size);
  const [last] = trees;
  if (!last) throw new Refusal('restore-checkpoint-missing');
  const tables = rebuildable.flatMap((model) => model.tables.map(({ name }) => name));
  await sealAll(restored); // what came back of the log may reach further than what came back of its seals
  const asked = { databaseUrl, log, trusted, copies: kept, heads: [], signer: undefined, tables };
  const altered = (await verifySeals(asked, say)).findings.find((finding) => !isOfTail(finding, kept));
  if (altered) throw new Refusal('restored-log-altered', { finding: sentenceOf(altered) });
  const pool = new WritablePool({ connectionString: applicationUrl(databaseUrl), max: 1 });
  pool.on('error', () => undefined); // the query under way fails and says it
  try {
    return await comparedWith(new Seals(pool, sha256Rfc6962, trusted), last, trees);
  } finally {
    await pool.end();
  }
}

/** Lets the tree grow as far as the log; signs nothing. */
async function sealAll({ databaseUrl, log: settings }: RestoredLog): Promise<void> {
  const url = applicationUrl(databaseUrl);
  const log = openEventLog(settings, url);
  const pool = new WritablePool({ connectionString: url, max: 1 });
  pool.on('error', () => undefined); // the query under way fails and says it
  try {
    const sealer = new Sealer({ pool, log, keys: noSealKeys });
    while (await sealer.sealNext());
  } catch (error) {
    if (!(error instanceof SealContradicted)) throw error;
    throw new Refusal('restored-log-altered', { finding: error.message });
  } finally {
    await Promise.all([log.close(), pool.end()]);
  }
}

async function comparedWith(seals: Seals, last: Kept, trees: readonly Kept[]): Promise<CameBack> {
  const { size } = await seals.state();
  const fits = async ({ checkpoint }: Kept) =>
    checkpoint.size <= size && (await seals.consistency(checkpoint.size, size)).fromRoot.equals(checkpoint.root);
  const stored = (await seals.latest())?.note;
  const storedTree = stored === undefined ? undefined : { ...signedTree(stored), checkpoint: checkpointOf(stored) };
  const candidates = [...trees, ...(storedTree ? [storedTree] : [])]
    .filter(({ checkpoint }) => checkpoint.origin === last.checkpoint.origin)
    .sort((one, other) => other.size - one.size);
  for (const tree of candidates) {
    if (!(await fits(tree))) continue;
    const isWhole = tree.size === last.size;
    const good = isWhole ? signedTree(last.note) : signedTree(tree.note);
    return { last: signedTree(last.note), good, goodPosition: await seals.positionOf(good.size - 1) };
  }
  return { last: signedTree(last.note), good: null, goodPosition: 0 };
}

/** A tail that is gone shows by what was kept, and by what is not signed since. */
const isOfTail = ({ code, what }: Finding, kept: readonly CheckpointCopy[]): boolean =>
  code === 'signing-overdue' ||
  ((code === 'checkpoint-beyond-log' || code === 'checkpoint-contradicted') && kept.some(({ name }) => name === what));

/** A kept checkpoint that one of the keys signed. */
function treeOf(note: string, trusted: readonly NoteVerifier[]): Kept | undefined {
  try {
    return openNote(note, trusted).signedBy.length > 0
      ? { ...signedTree(note), checkpoint: checkpointOf(note) }
      : undefined;
  } catch {
    return undefined; // no checkpoint of this log; the audit names it
  }
}

const checkpointOf = (note: string): Checkpoint => checkpointIn(openNote(note, []).text);
const signedTree = (note: string): SignedTree => ({ size: checkpointOf(note).size, note });
