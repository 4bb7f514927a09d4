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

/** Sends the sample feed to the running ledger, like any officer would. Sent again it records nothing twice. */
export async function sendSample(
  url: string,
  key: string,
  onProgress: (file: string, progress: FileProgress) => void,
): Promise<SampleTotals> {
  let totals: SampleTotals = { rows: 0, recorded: 0, alreadyRecorded: 0, rejected: 0 };
  for (const file of files) {
    const summary = await sendFile({
      url,
      key,
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

/** What the ledger made of it, once read models have caught up and nothing waits to be pushed, or after `timeoutMs`. */
export async function outcomeOf(readModels: ReadModels, head: number, timeoutMs: number): Promise<Outcome> {
  const end = Date.now() + timeoutMs;
  for (;;) {
    const { rows } = await readModels.query<Outcome & { behind: number }>(
      `SELECT (SELECT count(*)::int FROM projection_checkpoints WHERE position < $1) AS behind,
              (SELECT count(*)::int FROM credit_dossiers_2) AS subjects,
              (SELECT count(*)::int FROM blacklist_listings_2 WHERE status = 'candidate') AS candidates,
              count(*) FILTER (WHERE status = 'acknowledged')::int AS acknowledged,
              count(*) FILTER (WHERE status = 'rejected')::int AS rejected,
              count(*) FILTER (WHERE status IN ('waiting', 'sent'))::int AS waiting
       FROM pushes`,
      [head],
    );
    const [row] = rows;
    if (row && ((row.behind === 0 && row.waiting === 0) || Date.now() > end)) return row;
    await sleep(200);
  }
}
