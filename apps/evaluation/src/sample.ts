import { join } from 'node:path';
import type { ReadModels } from '@app/ledger';
import { setTimeout as sleep } from 'node:timers/promises';
import { type FileProgress, type FileSummary, sendFile } from '../../cli/src/send-file';

/** The sample feed, in the order in which an authority would send it. */
const files = ['subjects', 'commitments', 'major-hazards', 'spot-checks', 'penalties'] as const;
const folder = join(__dirname, '../../../../test/data/intake/clean');

export interface SampleTotals {
  readonly rows: number;
  readonly recorded: number;
  readonly alreadyRecorded: number;
  readonly rejected: number;
}

/**
 * Sends the sample feed to the running ledger, like any officer would. Sent again it records nothing twice.
 *
 * @param told ends it: it is thrown out of then
 */
export async function sendSample(
  url: string,
  key: string,
  told: AbortSignal,
  onProgress: (file: string, progress: FileProgress) => void,
): Promise<SampleTotals> {
  let totals: SampleTotals = { rows: 0, recorded: 0, alreadyRecorded: 0, rejected: 0 };
  for (const file of files) {
    const summary = await sendFile({
      url,
      key,
      signal: told,
      path: join(folder, `${file}.csv`),
      onProgress: (progress) => {
        onProgress(file, progress);
      },
    });
    totals = add(totals, summary);
  }
  return totals;
}

function add(totals: SampleTotals, summary: FileSummary): SampleTotals {
  return {
    rows: totals.rows + summary.rows,
    recorded: totals.recorded + summary.recorded,
    alreadyRecorded: totals.alreadyRecorded + summary.alreadyRecorded,
    rejected: totals.rejected + summary.rejected,
  };
}

export interface Outcome {
  readonly subjects: number;
  readonly candidates: number;
  readonly acknowledged: number;
  readonly rejected: number;
  readonly waiting: number;
}

/**
 * What the ledger made of it, once read models have caught up and nothing waits to be pushed, or after `timeoutMs`.
 *
 * @param told ends it: it is thrown out of then
 */
export async function outcomeOf(
  readModels: ReadModels,
  head: number,
  told: AbortSignal,
  timeoutMs: number,
): Promise<Outcome> {
  const end = Date.now() + timeoutMs;
  while (!(await isSettled(readModels, head)) && Date.now() < end) await sleep(100, undefined, { signal: told });
  const { rows } = await readModels.query<Outcome>(
    `SELECT (SELECT count(*)::int FROM credit_dossiers_2) AS subjects,
            (SELECT count(*)::int FROM blacklist_listings_2 WHERE status = 'candidate') AS candidates,
            count(*) FILTER (WHERE status = 'acknowledged')::int AS acknowledged,
            count(*) FILTER (WHERE status = 'rejected')::int AS rejected,
            count(*) FILTER (WHERE status IN ('waiting', 'sent'))::int AS waiting
     FROM pushes`,
  );
  const [found] = rows;
  if (!found) throw new Error('counts are one row');
  return found;
}

/** Asked again and again while there is much to do, so it looks for one row and counts none. */
async function isSettled(readModels: ReadModels, head: number): Promise<boolean> {
  const { rows } = await readModels.query<{ settled: boolean }>(
    `SELECT NOT EXISTS (SELECT FROM projection_checkpoints WHERE position < $1)
        AND NOT EXISTS (SELECT FROM pushes WHERE status = 'waiting')
        AND NOT EXISTS (SELECT FROM pushes WHERE status = 'sent') AS settled`,
    [head],
  );
  return rows[0]?.settled === true;
}
