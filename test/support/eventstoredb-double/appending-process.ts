import { randomUUID } from 'node:crypto';
import { EventStoreDbEventLog } from '@app/event-store/eventstoredb';
import { LogUnavailable, type NewEvent } from '@app/event-store';

/**
 * A program that appends and reads through one log, at the address in its first argument, and is told when others append,
 * until it is told to end (a line on its input). It says `stored <id>` for each event that was acknowledged, `away` for each call that
 * was not answered, and anything else that goes wrong on the way out ends it.
 */
const log = new EventStoreDbEventLog({ url: process.argv[2] ?? '', timeoutMs: 2_000 });
let ending = false;
process.stdin.once('data', () => {
  ending = true;
});

const anEvent = (id: string): NewEvent => ({
  ...{ id, type: 'Counted', typeVersion: 1, subjectId: null, occurredOn: '2026-04-01' },
  actor: { name: 'a', unitName: 'b', unitCode: 'c', role: 'd' },
  ...{ commandId: randomUUID(), causeId: null, requestId: randomUUID(), data: Buffer.from('{}') },
});

/** Says one thing again until it is known, as callers do. */
async function untilKnown(call: () => Promise<unknown>): Promise<void> {
  for (;;) {
    try {
      await call();
      return;
    } catch (error) {
      if (!(error instanceof LogUnavailable)) throw error;
      console.log('away');
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}

async function writer(): Promise<void> {
  while (!ending) {
    const event = anEvent(randomUUID());
    await untilKnown(() => log.append(`paper-${event.id}`, 'no-stream', [event]));
    console.log(`stored ${event.id}`);
  }
}

async function reader(): Promise<void> {
  while (!ending) await untilKnown(() => log.readAll({ after: 0, limit: 10 }));
}

async function main(): Promise<void> {
  log.onAppended(() => undefined);
  await Promise.all([writer(), writer(), writer(), reader(), reader()]);
  await log.close();
  process.stdin.unref();
}

void main();
