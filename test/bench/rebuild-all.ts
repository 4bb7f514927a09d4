import { readFileSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import { UpcastingEventLog } from '@app/event-store';
import { PostgresEventLog } from '@app/event-store/postgres';
import { eventCatalogue } from '@app/ledger';
import { rebuildUrl } from '@app/ledger-database';
import { buildTogether, type EventReader, readerOf } from '@app/projections';
import pg from 'pg';
import { rebuildable } from '../../apps/composition/src/read-models';
import { fill } from './memory';

/** All read models rebuilt beside the live ones from one reading of the log. */
export interface RebuiltAll {
  readonly models: number;
  readonly events: number;
  /** Events the log was asked for: once each. */
  readonly eventsRead: number;
  readonly seconds: number;
  /** Resident set of the process, at its highest while it rebuilt. */
  readonly rssMaxMB: number;
}

/** A log of `events` spot checks of 100,000 units: far more than the budget of the fold, so the database sorts. */
export async function rebuildAll(_url: string, ownerUrl: string, events: number): Promise<RebuiltAll> {
  const owner = new pg.Client(ownerUrl);
  const rebuilder = new pg.Client(rebuildUrl(ownerUrl));
  await Promise.all([owner.connect(), rebuilder.connect()]);
  const stored = new PostgresEventLog({ url: rebuildUrl(ownerUrl) });
  const log = new UpcastingEventLog(stored, eventCatalogue);
  let eventsRead = 0;
  const counted: EventReader = {
    ...readerOf(log),
    readAll: async (page) => {
      const found = await log.readAll(page);
      eventsRead += found.length;
      return found;
    },
  };
  try {
    await fill(owner, events);
    await owner.query(
      `INSERT INTO projection_checkpoints (name, position, events_read)
       SELECT name, max(position), count(*) FROM unnest($1::text[]) AS name, ledger_events GROUP BY name`,
      [rebuildable.map(({ name }) => name)],
    );
    await owner.query('CHECKPOINT');
    let rssMaxMB = 0;
    const watching = setInterval(() => (rssMaxMB = Math.max(rssMaxMB, rssMB())), 100);
    const startedAt = performance.now();
    const built = await buildTogether({ owner, rebuilder }, counted, rebuildable);
    const seconds = (performance.now() - startedAt) / 1_000;
    clearInterval(watching);
    for (const one of built.values()) if (one instanceof Error) throw one;
    return { models: built.size, events, eventsRead, seconds: Math.round(seconds), rssMaxMB: Math.round(rssMaxMB) };
  } finally {
    await Promise.all([owner.end(), rebuilder.end(), stored.close()]);
  }
}

const rssMB = (): number => Number(/VmRSS:\s+(\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))?.[1] ?? 0) / 1024;
