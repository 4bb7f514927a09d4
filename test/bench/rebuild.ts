import { performance } from 'node:perf_hooks';
import { PostgresEventLog } from '@app/event-store/postgres';
import { creditDossiers, Rules } from '@app/ledger';
import { rebuildUrl } from '@app/ledger-database';
import { readerOf, Rebuild } from '@app/projections';
import pg from 'pg';
import { projectionDatabase } from './projection-database';
import { assertSameRows, createByHand, finishByHand, rebuiltByHand } from './raw-rebuild';
import { type Comparison, interleave, type Sample } from './rounds';

/**
 * The dossiers rebuilt beside the live ones: ours reads the log through the port, folds with the read model's own function, judges each
 * paper, writes heads, papers and calendar by COPY, makes keys, indexes and statistics. The limit is a hand that knows what the log
 * holds, and writes the same rows to three tables like these (`raw-rebuild.ts`); that they are the same is checked before it is measured.
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
  await raw(owner, events);
  await ours(ownUrl, events, () => assertSameRows(owner));
  const compared = await interleave(
    `rebuild of ${creditDossiers.name} by COPY, ${events} events, the same rows in three tables on both sides`,
    rounds,
    () => ours(ownUrl, events),
    () => raw(owner, events),
  );
  await owner.end();
  return [compared];
}

async function ours(ownerUrl: string, events: number, look?: () => Promise<void>): Promise<Sample> {
  const owner = new pg.Client(ownerUrl);
  const rebuilder = new pg.Client(rebuildUrl(ownerUrl));
  await Promise.all([owner.connect(), rebuilder.connect()]);
  const log = new PostgresEventLog({ url: rebuildUrl(ownerUrl) });
  const one = new Rebuild({ owner, rebuilder }, readerOf(log), creditDossiers);
  await owner.query('CHECKPOINT');
  const startedAt = performance.now();
  await one.build();
  const sample = sampleOf(events, startedAt);
  await look?.();
  await one.drop();
  await Promise.all([owner.end(), rebuilder.end(), log.close()]);
  return sample;
}

async function raw(client: pg.Client, events: number): Promise<Sample> {
  await createByHand(client);
  await client.query('CHECKPOINT');
  const startedAt = performance.now();
  await rebuiltByHand(client, new Rules().book.edition);
  await finishByHand(client);
  return sampleOf(events, startedAt);
}

function sampleOf(events: number, startedAt: number): Sample {
  const elapsedMs = performance.now() - startedAt;
  return { perSecond: (events * 1000) / elapsedMs, p50Ms: elapsedMs, p99Ms: elapsedMs };
}
