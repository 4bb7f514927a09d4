import { performance } from 'node:perf_hooks';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { PostgresEventLog } from '@app/event-store/postgres';
import { creditDossiers } from '@app/ledger';
import { rebuildUrl } from '@app/ledger-database';
import { readerOf, Rebuild } from '@app/projections';
import pg from 'pg';
import { from, to } from 'pg-copy-streams';
import { projectionDatabase } from './projection-database';
import { type Comparison, interleave, type Sample } from './rounds';

/**
 * A read model rebuilt beside the live one: ours reads the log through the port, folds with the read model's own function, writes by COPY,
 * makes the key and the statistics. The limit is COPY out of the log, the least fold that gives rows of the same size, COPY
 * in, the key and the statistics.
 */
export async function rebuild(_url: string, ownerUrl: string, ms: number, rounds: number): Promise<Comparison[]> {
  const events = Math.max(10, Math.round(ms / 50)) * 1_000;
  const ownUrl = await projectionDatabase(ownerUrl, 'bench_rebuild', events);
  const owner = new pg.Client(ownUrl);
  await owner.connect();
  await owner.query(
    `INSERT INTO projection_checkpoints (name, position, events_read) SELECT $1, max(position), count(*) FROM ledger_events`,
    [creditDossiers.name],
  );
  const compared = await interleave(
    `rebuild of ${creditDossiers.name} by COPY, ${events} events`,
    rounds,
    () => ours(ownUrl, events),
    () => raw(owner, events),
  );
  await owner.end();
  return [compared];
}

async function ours(ownerUrl: string, events: number): Promise<Sample> {
  const owner = new pg.Client(ownerUrl);
  const rebuilder = new pg.Client(rebuildUrl(ownerUrl));
  await Promise.all([owner.connect(), rebuilder.connect()]);
  const log = new PostgresEventLog({ url: rebuildUrl(ownerUrl) });
  const one = new Rebuild({ owner, rebuilder }, readerOf(log), creditDossiers);
  await owner.query('CHECKPOINT');
  const startedAt = performance.now();
  await one.build();
  const sample = sampleOf(events, startedAt);
  await one.drop();
  await Promise.all([owner.end(), rebuilder.end(), log.close()]);
  return sample;
}

interface RawRow {
  readonly facts: unknown[];
  name: string;
  position: string;
}

async function raw(client: pg.Client, events: number): Promise<Sample> {
  await client.query('DROP TABLE IF EXISTS raw_dossiers');
  await client.query('CREATE TABLE raw_dossiers (subject_id text, name text, position bigint, dossier jsonb)');
  await client.query('CHECKPOINT');
  const startedAt = performance.now();
  const rows = new Map<string, RawRow>();
  const out = client.query(
    to(`COPY (SELECT position, subject_id, event_id, recorded_at, occurred_on, convert_from(data, 'UTF8')
              FROM ledger_events ORDER BY position) TO STDOUT`),
  );
  for await (const line of createInterface({ input: out })) {
    const [position = '', subjectId = '', eventId, recordedAt, occurredOn, data = ''] = line.split('\t');
    const event = JSON.parse(data.replaceAll('\\\\', '\\')) as Record<string, unknown>;
    const { documentNumber, decisionId, penaltyKinds, fineFen, violationCode, severity, decidedOn, ruleSetId } = event;
    const origin = { eventId, position: Number(position), recordedAt, occurredOn, document: documentNumber };
    const what = { decisionId, penaltyKinds, fineFen, violationCode, severity, decidedOn, ruleSetId };
    const fact = { type: 'penalty-decision', ...origin, ...what };
    const row = rows.get(subjectId);
    if (row) {
      row.facts.push(fact);
      row.position = position;
    } else rows.set(subjectId, { facts: [fact], name: String(event.subjectName), position });
  }
  await pipeline(Readable.from(linesOf(rows)), client.query(from('COPY raw_dossiers FROM STDIN')));
  await client.query('ALTER TABLE raw_dossiers ADD PRIMARY KEY (subject_id)');
  await client.query('ANALYZE raw_dossiers');
  return sampleOf(events, startedAt);
}

function* linesOf(rows: ReadonlyMap<string, RawRow>): Generator<string> {
  for (const [subjectId, { facts, name, position }] of rows) {
    const dossier = JSON.stringify({ subjectId, names: [{ name }], facts, position: Number(position) });
    yield `${subjectId}\t${name}\t${position}\t${dossier.replaceAll('\\', '\\\\')}\n`;
  }
}

function sampleOf(events: number, startedAt: number): Sample {
  const elapsedMs = performance.now() - startedAt;
  return { perSecond: (events * 1000) / elapsedMs, p50Ms: elapsedMs, p99Ms: elapsedMs };
}
