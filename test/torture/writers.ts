import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { LogUnavailable } from '@app/event-store';
import { PostgresEventLog } from '@app/event-store/postgres';
import { type Attempt, anAttempt, eventsOf, type WriterLine } from './appends';

// Appends without end, and says what it tries and what was acknowledged; first it says again what a writer before it did
// not hear the answer to (a line each on standard input). Written to be killed: a pipe keeps what was said.
const callers = 4; // enough to share batches, and the log stays short enough to be rebuilt and replayed again and again
const log = new PostgresEventLog({ url: process.env.DATABASE_URL ?? '' });

const say = (line: WriterLine): boolean => process.stdout.write(`${JSON.stringify(line)}\n`);

/** Until it is answered: the database is killed as well, and comes back. */
async function append(attempt: Attempt): Promise<void> {
  const events = eventsOf(attempt);
  for (;;) {
    try {
      const { position } = await log.append(attempt.stream, 'no-stream', events);
      say({ acknowledged: { ids: events.map(({ id }) => id), position } });
      return;
    } catch (error) {
      if (!(error instanceof LogUnavailable)) {
        say({ refused: String(error) });
        return;
      }
      await sleep(20);
    }
  }
}

async function write(): Promise<void> {
  for (;;) {
    const attempt = anAttempt();
    say({ attempt });
    await append(attempt);
  }
}

async function main(): Promise<void> {
  const unanswered: Attempt[] = [];
  for await (const line of createInterface({ input: process.stdin })) {
    if (line === '') break;
    unanswered.push(JSON.parse(line) as Attempt);
  }
  await Promise.all(unanswered.map(append));
  await Promise.all(Array.from({ length: callers }, write));
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
