import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { PostgresEventLog } from '@app/event-store/postgres';
import { creditDossiers, subjectHistory } from '@app/ledger';
import { applicationUrl } from '@app/ledger-database';
import {
  ProjectionRunners,
  type ReadModel,
  readerOf,
  parametersOf,
  partsOf,
  type Table,
  writeStatement,
} from '@app/projections';
import pg from 'pg';
import { projectionDatabase } from './projection-database';
import { type Comparison, interleave, type Sample } from './rounds';

const batchSize = 1_000;

/**
 * Live catch-up of one read model, with its checkpoint: ours reads the log, folds and writes, batch by batch; the limit only writes, the
 * same rows in the same batches, prepared in advance, and one checkpoint row per transaction. It writes them as one does by hand, an array per column
 * through unnest; and, in a row of its own, by our own statement, which is what is left to gain.
 */
export async function catchUp(_url: string, ownerUrl: string, ms: number, rounds: number): Promise<Comparison[]> {
  const events = Math.max(10, Math.round(ms / 100)) * batchSize;
  const ownUrl = await projectionDatabase(ownerUrl, 'bench_catch_up', events);
  const owner = new pg.Client(ownUrl);
  await owner.connect();
  const found: Comparison[] = [];
  for (const model of [creditDossiers, subjectHistory]) {
    const batches = await batchesOf(ownUrl, model);
    const limits = [
      { by: 'unnest', batches: batches.map((writes) => writes.map(byUnnest)) },
      { by: 'our own statement', batches: batches.map((writes) => writes.map(byOurs)) },
    ];
    for (const limit of limits) {
      found.push(
        await interleave(
          `live catch-up, ${model.name}, batches of ${batchSize}; limit by ${limit.by}`,
          rounds,
          () => ours(ownUrl, owner, model, events),
          () => raw(ownUrl, owner, model, limit, events),
        ),
      );
    }
  }
  await owner.end();
  return found;
}

/** Rows of one table that are written together. */
interface Write {
  readonly table: Table<unknown>;
  readonly rows: readonly unknown[];
}

/** The rows each batch writes into each table, as the read model itself arrives at them: those that are new or have changed. */
async function batchesOf(ownerUrl: string, { definition }: ReadModel): Promise<Write[][]> {
  const log = new PostgresEventLog({ url: applicationUrl(ownerUrl) });
  const batches: Write[][] = [];
  const parts = partsOf(definition).map((one) => ({ ...one, written: new Map<string, string>() }));
  const rows = new Map<string, unknown>();
  for (let after = 0; ;) {
    const page = await log.readAll({ after, limit: batchSize });
    if (page.length === 0) break;
    const touched = new Set<string>();
    for (const event of page) {
      const key = definition.keyOf(event);
      if (key === undefined) continue;
      rows.set(key, definition.fold(rows.get(key), event));
      touched.add(key);
    }
    batches.push(
      parts.map(({ table, rowsOf, written }) => {
        const changed = [...touched]
          .flatMap((key) => [...rowsOf(rows.get(key))])
          .filter((row) => {
            const values = Object.entries(table.columns).map(([name, { of }]) => [name, of(row)] as const);
            const key = JSON.stringify(values.filter(([name]) => table.key.includes(name)));
            const text = JSON.stringify(values);
            const isNew = written.get(key) !== text;
            written.set(key, text);
            return isNew;
          });
        return { table, rows: changed };
      }),
    );
    after = page.at(-1)?.position ?? after;
  }
  await log.close();
  return batches;
}

async function ours(ownerUrl: string, owner: pg.Client, model: ReadModel, events: number): Promise<Sample> {
  await emptied(owner, model, model.name);
  const url = applicationUrl(ownerUrl);
  const pool = new pg.Pool({ connectionString: url });
  const log = new PostgresEventLog({ url });
  const head = await log.head();
  const runners = new ProjectionRunners({
    pool,
    log: readerOf(log),
    projections: [model],
    batchSize,
    onTrouble: ({ error }) => {
      throw error;
    },
  });
  const startedAt = performance.now();
  runners.start();
  for (;;) {
    const { rows } = await owner.query<{ position: string }>(
      'SELECT position FROM projection_checkpoints WHERE name = $1',
      [model.name],
    );
    if (Number(rows[0]?.position) === head) break;
    await sleep(5);
  }
  const sample = sampleOf(events, startedAt);
  await runners.stop();
  await Promise.all([log.close(), pool.end()]);
  return sample;
}

interface Statement {
  readonly name: string;
  readonly text: string;
  readonly values: unknown[];
}

const byUnnest = ({ table, rows }: Write): Statement => ({
  name: `raw-${table.table}`,
  text: unnestStatement(table),
  values: arraysOf(table, rows),
});
const byOurs = ({ table, rows }: Write): Statement => ({
  name: `ours-${table.table}`,
  text: writeStatement(table),
  values: parametersOf(table, rows),
});

interface Limit {
  readonly batches: readonly (readonly Statement[])[];
}

async function raw(
  ownerUrl: string,
  owner: pg.Client,
  model: ReadModel,
  limit: Limit,
  events: number,
): Promise<Sample> {
  await emptied(owner, model, 'raw');
  await owner.query(`INSERT INTO projection_checkpoints (name) VALUES ('raw')`);
  const client = new pg.Client(applicationUrl(ownerUrl));
  await client.connect();
  const startedAt = performance.now();
  for (const statements of limit.batches) {
    await client.query('BEGIN');
    for (const statement of statements) await client.query(statement);
    await client.query(`UPDATE projection_checkpoints SET position = position + 1 WHERE name = 'raw'`);
    await client.query('COMMIT');
  }
  const sample = sampleOf(events, startedAt);
  await client.end();
  return sample;
}

function unnestStatement({ table, columns, key, appendOnly }: Table<unknown>): string {
  const names = Object.keys(columns);
  const arrays = names.map((name, index) => `$${index + 1}::${columns[name]?.type ?? ''}[]`);
  const changes = names.filter((name) => !key.includes(name)).map((name) => `${name} = excluded.${name}`);
  return `INSERT INTO ${table} (${names.join(', ')}) SELECT * FROM unnest(${arrays.join(', ')})
    ON CONFLICT (${key.join(', ')}) ${appendOnly ? 'DO NOTHING' : `DO UPDATE SET ${changes.join(', ')}`}`;
}

const arraysOf = ({ columns }: Table<unknown>, rows: readonly unknown[]): unknown[][] =>
  Object.values(columns).map(({ type, of }) => rows.map((row) => (type === 'jsonb' ? jsonOf(of(row)) : of(row))));

const jsonOf = (value: unknown): string =>
  value instanceof Uint8Array ? Buffer.from(value).toString('utf8') : JSON.stringify(value);

async function emptied(owner: pg.Client, { tables }: ReadModel, checkpoint: string): Promise<void> {
  await owner.query(`TRUNCATE ${tables.map(({ name }) => name).join(', ')}`);
  await owner.query('DELETE FROM projection_checkpoints WHERE name = $1', [checkpoint]);
  await owner.query('CHECKPOINT'); // the other side's dirty pages are not ours to write
}

function sampleOf(events: number, startedAt: number): Sample {
  const seconds = (performance.now() - startedAt) / 1000;
  const perBatchMs = (seconds * 1000 * batchSize) / events;
  return { perSecond: events / seconds, p50Ms: perBatchMs, p99Ms: perBatchMs };
}
