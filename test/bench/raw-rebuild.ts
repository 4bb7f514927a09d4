import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type pg from 'pg';
import { from, to } from 'pg-copy-streams';

/** The tables of the dossiers' read model, which the hand fills with the same rows. */
const tables = ['credit_dossiers_2', 'credit_papers', 'credit_calendar'] as const;
const columns = {
  credit_dossiers_2: 'subject_id, name, position, edition, head',
  credit_papers: 'subject_id, paper, from_day, until_day, facts',
  credit_calendar: 'subject_id, from_day, until_day, status, score, grade, points, listings, turns',
} as const;

interface RawRow {
  readonly papers: { readonly id: string; readonly fact: string }[];
  readonly begins: string[];
  readonly ends: string[];
  readonly name: string;
  readonly knownSince: string;
  newestAt: string;
  position: string;
}

/**
 * A rebuild of the dossiers by a hand that knows what the log of this benchmark holds: fines of one day, each ten points for a year. It
 * judges nothing, keeps no order by subject and no bound on memory. It reads the log by COPY, and writes the rows that the read
 * model writes, to three tables with the same keys and indexes, by COPY.
 */
export async function rebuiltByHand(client: pg.Client, edition: string): Promise<void> {
  const rows = new Map<string, RawRow>();
  const out = client.query(
    to(`COPY (SELECT position, subject_id, event_id,
                     to_char(recorded_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), occurred_on, convert_from(data, 'UTF8')
              FROM ledger_events ORDER BY position) TO STDOUT`),
  );
  for await (const line of createInterface({ input: out })) take(rows, line);
  await pipeline(Readable.from(headsOf(rows, edition)), into(client, 'credit_dossiers_2'));
  await pipeline(Readable.from(papersOf(rows)), into(client, 'credit_papers'));
  await pipeline(Readable.from(daysOf(rows)), into(client, 'credit_calendar'));
}

const into = (client: pg.Client, table: keyof typeof columns) =>
  client.query(from(`COPY raw.${table} (${columns[table]}) FROM STDIN`));

function take(rows: Map<string, RawRow>, line: string): void {
  const [position = '', subjectId = '', eventId = '', recordedAt = '', occurredOn = '', data = ''] = line.split('\t');
  const event = JSON.parse(data.replaceAll('\\\\', '\\')) as Record<string, string>;
  const { documentNumber: document = '', decisionId = '', penaltyKinds, fineFen, violationCode } = event;
  const { severity, decidedOn, ruleSetId, subjectName = '' } = event;
  const origin = { eventId, position: Number(position), recordedAt, occurredOn, document };
  const what = { decisionId, penaltyKinds, fineFen, violationCode, severity, decidedOn, ruleSetId };
  const fact = JSON.stringify({ type: 'penalty-decision', ...origin, ...what });
  const turn = { eventId, document, rule: 'penalty-fine', points: -10 };
  const row: RawRow = rows.get(subjectId) ?? {
    papers: [],
    begins: [],
    ends: [],
    name: subjectName,
    knownSince: recordedAt,
    newestAt: recordedAt,
    position,
  };
  row.papers.push({ id: decisionId, fact });
  row.begins.push(JSON.stringify({ ...turn, how: 'begins' }));
  row.ends.push(JSON.stringify({ ...turn, how: 'ends' }));
  [row.position, row.newestAt] = [position, recordedAt];
  rows.set(subjectId, row);
}

function* headsOf(rows: ReadonlyMap<string, RawRow>, edition: string): Generator<string> {
  for (const [subjectId, { name, knownSince, newestAt, position }] of rows) {
    const known = { name, since: day, source: 'paper', recordedAt: knownSince };
    const head = JSON.stringify({ subjectId, names: [known], knownSince, newestAt, position: Number(position) });
    yield `${subjectId}\t${name}\t${position}\t${edition}\t${head}\n`;
  }
}

function* papersOf(rows: ReadonlyMap<string, RawRow>): Generator<string> {
  for (const [subjectId, { papers }] of rows) {
    let lines = '';
    for (const { id, fact } of papers)
      lines += `${subjectId}\tpenaltyDecision-${id}\t${day}\t${yearLater}\t[${fact}]\n`;
    yield lines;
  }
}

const [day, yearLater] = ['2026-05-06', '2027-05-06'];

function* daysOf(rows: ReadonlyMap<string, RawRow>): Generator<string> {
  for (const [subjectId, { papers, begins, ends }] of rows) {
    const points = -10 * papers.length;
    const score = Math.max(0, 100 + points);
    const clear = `not-listed\t100\tA\t0\t0`;
    yield (
      `${subjectId}\t-infinity\t${day}\t${clear}\t[]\n` +
      `${subjectId}\t${day}\t${yearLater}\tnot-listed\t${score}\t${gradeOf(score)}\t${points}\t0\t[${begins.sort().join(',')}]\n` +
      `${subjectId}\t${yearLater}\tinfinity\t${clear}\t[${ends.sort().join(',')}]\n`
    );
  }
}

const gradeOf = (score: number): string => (score >= 90 ? 'A' : score >= 80 ? 'B' : score >= 60 ? 'C' : 'D');

/** Empty tables like the live ones, without their keys and indexes. */
export async function createByHand(client: pg.Client): Promise<void> {
  await client.query('DROP SCHEMA IF EXISTS raw CASCADE; CREATE SCHEMA raw');
  for (const table of tables)
    await client.query(`CREATE TABLE raw.${table} (LIKE public.${table} INCLUDING ALL EXCLUDING INDEXES)`);
}

/** Keys, indexes and statistics, now that the rows are in. */
export async function finishByHand(client: pg.Client): Promise<void> {
  await client.query(`
    ALTER TABLE raw.credit_dossiers_2 ADD PRIMARY KEY (subject_id);
    ALTER TABLE raw.credit_papers ADD PRIMARY KEY (subject_id, paper);
    CREATE INDEX ON raw.credit_papers (subject_id, until_day);
    ALTER TABLE raw.credit_calendar ADD PRIMARY KEY (subject_id, from_day);
    CREATE INDEX ON raw.credit_calendar (grade, subject_id, from_day);
    ANALYZE raw.credit_dossiers_2, raw.credit_papers, raw.credit_calendar`);
}

/** @throws when one of the tables differs from what our rebuild put beside the live one: then the two sides did different work */
export async function assertSameRows(client: pg.Client): Promise<void> {
  for (const table of tables) {
    const { rows } = await client.query<{ differing: number }>(
      `SELECT count(*)::integer AS differing FROM (
         (SELECT ${columns[table]} FROM raw.${table} EXCEPT SELECT ${columns[table]} FROM beside.${table})
         UNION ALL
         (SELECT ${columns[table]} FROM beside.${table} EXCEPT SELECT ${columns[table]} FROM raw.${table})) AS rows`,
    );
    if (rows[0]?.differing !== 0) throw new Error(`${table}: ${rows[0]?.differing ?? 'unknown'} rows differ by hand`);
  }
}
