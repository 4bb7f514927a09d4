import { randomInt } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '@app/embedded-postgres';
import { applicationUrl, migrate } from '@app/ledger-database';
import { newEd25519Key } from '@app/sealing';
import pg from 'pg';
import { type Attempt, type WriterLine } from './appends';
import { Findings } from './findings';
import { startFollowers } from './followers';
import { Victim } from './victim';

export interface TortureOptions {
  /** For the database; empty. */
  readonly folder: string;
  readonly rounds: number;
  readonly onRound?: (round: number, counts: Counts) => void;
}

export interface Counts {
  readonly rounds: number;
  readonly processesKilled: number;
  readonly databasesKilled: number;
  /** Appends whose answer arrived, and appends said again because it did not. */
  readonly acknowledged: number;
  readonly saidAgain: number;
  readonly rebuildsSwitchedTo: number;
  readonly events: number;
  readonly checkpoints: number;
}

export interface Tortured {
  readonly counts: Counts;
  /** A sentence each; empty when all holds. */
  readonly faults: readonly string[];
}

/** The longest that a process lives after the first word of the writers. */
const lifeMs = 900;
const databaseEvery = 5;
/** In these rounds the rebuild lives until it has taken over once, for a while at most; a long log is not rebuilt in a second. */
const isPatient = (round: number): boolean => round % 10 === 3;
const patienceMs = 20_000;

/**
 * Writers, read models with the sealer, and rebuilds, each a process of its own, are killed at random moments, every fifth
 * time the database as well; then everything goes on from what the disk holds. After each round, and at the end: no
 * acknowledged event lost, none doubled, no gap, every checkpoint continues the one before, read models equal to a replay.
 */
export async function torture({ folder, rounds, onRound }: TortureOptions): Promise<Tortured> {
  const sealKeyFile = join(folder, 'seal-key.pem');
  await writeFile(sealKeyFile, newEd25519Key(), { mode: 0o600 });
  let postgres = await startEmbeddedPostgres({ dataDir: join(folder, 'postgres') });
  let ownerUrl = await makeDatabase(postgres);
  const acknowledged = new Map<string, number>();
  const unanswered = new Map<string, Attempt>();
  const findings = new Findings(acknowledged);
  let [processesKilled, databasesKilled, saidAgain, rebuildsSwitchedTo] = [0, 0, 0, 0];
  const countsAfter = (done: number): Counts => ({
    rounds: done,
    processesKilled,
    databasesKilled,
    acknowledged: acknowledged.size,
    saidAgain,
    rebuildsSwitchedTo,
    events: findings.events,
    checkpoints: findings.checkpoints,
  });

  const hear = (line: WriterLine): void => {
    if ('attempt' in line) {
      unanswered.set(line.attempt.events[0]?.id ?? '', line.attempt);
      return;
    }
    if ('refused' in line) {
      findings.add(`an append was refused: ${line.refused}`);
      return;
    }
    const { ids, position } = line.acknowledged;
    unanswered.delete(ids[0] ?? '');
    ids.forEach((id, index) => acknowledged.set(id, position - ids.length + 1 + index));
  };

  try {
    for (let round = 1; round <= rounds; round++) {
      const url = applicationUrl(ownerUrl);
      saidAgain += unanswered.size;
      const again = [...unanswered.values()];
      const writers = new Victim('writers.js', { DATABASE_URL: url }, (line) => {
        hear(JSON.parse(line) as WriterLine);
      });
      writers.tell([...again.map((attempt) => JSON.stringify(attempt)), '']);
      const followers = new Victim('followers.js', { DATABASE_URL: url, SEAL_KEY_FILE: sealKeyFile });
      let hasSwitched: () => void = () => undefined;
      const switched = new Promise<void>((resolve) => (hasSwitched = resolve));
      const rebuilder = new Victim('rebuilder.js', { DATABASE_OWNER_URL: ownerUrl }, (line) => {
        if (line === 'switched') {
          rebuildsSwitchedTo++;
          hasSwitched();
        }
        if (line === 'differs') findings.add(`round ${round}: a rebuilt read model differed from the live one`);
      });
      await writers.heard();
      const victims = [writers, followers, rebuilder];
      const killDatabase = round % databaseEvery === 0;
      await Promise.all([
        ...victims.map(async (victim) => {
          if (victim === rebuilder && isPatient(round)) await Promise.race([switched, sleep(patienceMs)]);
          await sleep(randomInt(lifeMs));
          // Only a rebuild may give up, and only when its database is gone.
          const bySelf = await victim.kill();
          if (bySelf && !(victim === rebuilder && killDatabase)) findings.add(`round ${round}: ${victim.script} ended`);
        }),
        ...(killDatabase ? [sleep(randomInt(lifeMs)).then(() => process.kill(postgres.pid, 'SIGKILL'))] : []),
      ]);
      processesKilled += victims.length;
      if (killDatabase) {
        databasesKilled++;
        postgres = await startEmbeddedPostgres({ dataDir: join(folder, 'postgres') });
        ownerUrl = databaseUrl(postgres);
      }
      await findings.lookAt(ownerUrl, round);
      onRound?.(round, countsAfter(round));
    }
    await settle(ownerUrl, sealKeyFile);
    await findings.lookAtEverything(ownerUrl);
    return { counts: countsAfter(rounds), faults: findings.faults };
  } finally {
    await postgres.stop();
  }
}

async function makeDatabase(postgres: EmbeddedPostgres): Promise<string> {
  const server = new pg.Client(postgres.superuserUrl);
  await server.connect();
  await server.query('CREATE DATABASE tortured');
  await server.end();
  const url = databaseUrl(postgres);
  await migrate(url);
  return url;
}

function databaseUrl({ superuserUrl }: EmbeddedPostgres): string {
  const url = new URL(superuserUrl);
  url.pathname = '/tortured';
  return url.href;
}

/** Lets read models and seals come to the end of the log in peace. */
async function settle(ownerUrl: string, sealKeyFile: string): Promise<void> {
  const followers = startFollowers(applicationUrl(ownerUrl), sealKeyFile, (error) => {
    console.error(error);
  });
  const owner = new pg.Client(ownerUrl);
  await owner.connect();
  try {
    await untilCaughtUp(owner);
  } finally {
    await Promise.all([owner.end(), followers.stop()]);
  }
}

async function untilCaughtUp(owner: pg.Client): Promise<void> {
  const end = Date.now() + 15 * 60_000; // killed again and again they may be far behind
  for (;;) {
    const { rows } = await owner.query<{ behind: boolean }>(
      `SELECT least((SELECT min(position) FROM projection_checkpoints), (SELECT last_position FROM seal_state))
              < (SELECT max(position) FROM ledger_events) AS behind`,
    );
    if (rows[0]?.behind === false) return;
    if (Date.now() > end) throw new Error('the read models or the seals do not come to the end of the log');
    await sleep(50);
  }
}
