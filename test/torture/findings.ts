import { PostgresEventLog } from '@app/event-store/postgres';
import { applicationUrl } from '@app/ledger-database';
import { auditLog, checkpointIn, openNote, provesConsistency, Seals, sha256Rfc6962, storedKeys } from '@app/sealing';
import pg from 'pg';
import { replayReadModels } from '../../apps/cli/src/replay-read-models';

/** What is found after the killing, as faults. */
export class Findings {
  readonly faults: string[] = [];
  events = 0;
  checkpoints = 0;
  /** The newest checkpoint after each round: copies that no one can change any more. */
  private readonly kept: { readonly name: string; readonly note: string; readonly size: number }[] = [];
  private looked = 0;

  constructor(private readonly acknowledged: ReadonlyMap<string, number>) {}

  add(fault: string): void {
    this.faults.push(fault);
  }

  /** After a round: what was acknowledged since the last look stands where it was said to stand; the newest checkpoint continues the last. */
  async lookAt(ownerUrl: string, round: number): Promise<void> {
    const pool = new pg.Pool({ connectionString: applicationUrl(ownerUrl), max: 2 });
    try {
      const since = [...this.acknowledged].slice(this.looked);
      this.looked = this.acknowledged.size;
      const { rows } = await pool.query<{ id: string; position: string }>(
        'SELECT event_id AS id, position FROM ledger_events WHERE event_id = ANY ($1)',
        [since.map(([id]) => id)],
      );
      const found = new Map(rows.map(({ id, position }) => [id, Number(position)]));
      for (const [id, position] of since) {
        if (found.get(id) !== position)
          this.add(
            `round ${round}: event ${id} was acknowledged at ${position}, and stands at ${found.get(id) ?? 'no place'}`,
          );
      }
      await this.keepCheckpoint(new Seals(pool), round);
    } finally {
      await pool.end();
    }
  }

  /** At the end: the whole log, all seals and checkpoints, all read models. */
  async lookAtEverything(ownerUrl: string): Promise<void> {
    const url = applicationUrl(ownerUrl);
    const stored = new PostgresEventLog({ url });
    const client = new pg.Client(url);
    await client.connect();
    try {
      await this.lookAtLog(stored);
      const report = await auditLog({ log: stored, client, trusted: await storedKeys(client), copies: this.kept });
      this.checkpoints = report.checkpoints;
      for (const finding of report.findings) this.add(`seals: ${JSON.stringify(finding)}`);
      if (report.size !== this.events) this.add(`seals: ${report.size} entries sealed of ${this.events}`);
      const lines: string[] = [];
      if ((await replayReadModels({ DATABASE_URL: ownerUrl }, (line) => lines.push(line))) !== 0)
        this.add(`read models: ${lines.join('; ')}`);
    } finally {
      await Promise.all([stored.close(), client.end()]);
    }
  }

  private async lookAtLog(stored: PostgresEventLog): Promise<void> {
    const seen = new Map<string, number>();
    const revisions = new Map<string, number>();
    let [after, recordedAt] = [0, ''];
    for (;;) {
      const page = await stored.readAll({ after, limit: 1_000 });
      if (page.length === 0) break;
      for (const event of page) {
        if (event.position !== after + 1) this.add(`log: position ${event.position} follows ${after}`);
        if (seen.has(event.id))
          this.add(`log: event ${event.id} stands at ${seen.get(event.id) ?? 0} and ${event.position}`);
        if (event.revision !== (revisions.get(event.stream) ?? -1) + 1)
          this.add(`log: revision ${event.revision} of ${event.stream} at ${event.position} is out of order`);
        if (event.recordedAt < recordedAt) this.add(`log: the time goes back at ${event.position}`);
        seen.set(event.id, event.position);
        revisions.set(event.stream, event.revision);
        [after, recordedAt] = [event.position, event.recordedAt];
      }
    }
    this.events = seen.size;
    for (const [id, position] of this.acknowledged) {
      if (seen.get(id) !== position) this.add(`log: acknowledged event ${id} is not at ${position}`);
    }
  }

  private async keepCheckpoint(seals: Seals, round: number): Promise<void> {
    const latest = await seals.latest();
    const before = this.kept.at(-1);
    if (!latest || latest.size === before?.size) return;
    this.kept.push({ name: `round ${round}`, note: latest.note, size: latest.size });
    if (!before) return;
    if (latest.size < before.size) {
      this.add(`round ${round}: the newest checkpoint is of ${latest.size}, after one of ${before.size}`);
      return;
    }
    const proof = await seals.consistency(before.size, latest.size);
    const keys = await seals.keys();
    const rootIn = (note: string) => checkpointIn(openNote(note, keys).text).root;
    if (!provesConsistency(sha256Rfc6962, { ...proof, fromRoot: rootIn(before.note), toRoot: rootIn(latest.note) }))
      this.add(`round ${round}: the checkpoint of ${latest.size} does not continue that of ${before.size}`);
  }
}
