import { WritableClient } from '@app/postgres-hosts';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';

export interface StoppedSubject {
  readonly projection: string;
  readonly subjectId: string;
  readonly position: number;
  readonly held: number;
  readonly reason: string;
}

/** 0: done; 1: it stopped again, or nobody has tried yet. */
export type ResumeExit = 0 | 1;

/** At most so many, those stopped longest first. */
const listMax = 1_000;

/** Subjects that are stopped in some projection. */
export async function stoppedSubjects(url: string): Promise<readonly StoppedSubject[]> {
  return withClient(url, async (client) => {
    const { rows } = await client.query<StoppedSubject>(
      `SELECT projection, subject_id AS "subjectId", position::float8 AS position, reason,
              (SELECT count(*)::integer FROM projection_held_events h
               WHERE h.projection = s.projection AND h.subject_id = s.subject_id) AS held
       FROM projection_stopped_subjects s ORDER BY stopped_at LIMIT $1`,
      [listMax],
    );
    return rows;
  });
}

/**
 * Asks the worker to let a stopped subject go on, and waits for what becomes of it. The worker does it, not we: it runs the
 * projection, policies included, with the code that is in use.
 */
export async function resume(
  url: string,
  projection: string,
  subjectId: string,
  say: (line: string) => void,
  waitMs = 30_000,
): Promise<ResumeExit> {
  return withClient(url, async (client) => {
    const asked = await client.query<{ asked_at: Date }>(
      `UPDATE projection_stopped_subjects SET resume_asked_at = clock_timestamp() WHERE projection = $1 AND subject_id = $2
       RETURNING resume_asked_at AS asked_at`,
      [projection, subjectId],
    );
    if (asked.rowCount === 0) {
      const known = await client.query('SELECT FROM projection_checkpoints WHERE name = $1', [projection]);
      if (known.rowCount === 0) {
        say(`projection-unknown：没有名为 ${projection} 的读模型`);
        return 1;
      }
      say('subject-not-stopped：这个主体在这个读模型中没有停下');
      return 0;
    }
    const end = Date.now() + waitMs;
    while (Date.now() < end) {
      const { rows } = await client.query<{ reason: string; waiting: boolean }>(
        `SELECT reason, resume_asked_at IS NOT NULL AS waiting FROM projection_stopped_subjects
         WHERE projection = $1 AND subject_id = $2`,
        [projection, subjectId],
      );
      const [row] = rows;
      if (!row) {
        say('已恢复：保留的记录已按顺序应用');
        return 0;
      }
      if (!row.waiting) {
        say(`subject-stopped：仍未能应用：${row.reason}`);
        return 1;
      }
      await sleep(200);
    }
    say('worker-not-running：已登记，等待 worker 处理（现在没有 worker 在运行，或它停在别处）');
    return 1;
  });
}

async function withClient<T>(url: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new WritableClient({
    connectionString: url,
    application_name: 'ledger-projections',
    connectionTimeoutMillis: 5_000,
  });
  client.on('error', () => undefined); // the query under way fails and says it
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
