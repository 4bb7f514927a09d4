import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { UpcastingEventLog } from '@app/event-store';
import { PostgresEventLog } from '@app/event-store/postgres';
import {
  type Clock,
  eventCatalogue,
  fingerprintOf,
  hashApiKey,
  introduceSealKey,
  LedgerAudits,
  newApiKey,
  systemClock,
  until,
} from '@app/ledger';
import { PersonalData } from '@app/personal-data';
import { PostgresPersonKeys } from '@app/personal-data/postgres';
import {
  checkpointIn,
  ed25519Signer,
  GivenInProcess,
  newEd25519Key,
  openNote,
  Sealer,
  SealerRunner,
  type SealKeys,
  Seals,
  sha256Rfc6962,
  trustedKeys,
} from '@app/sealing';
import { workingUrl } from '@app/ledger-database';
import { Logger } from '@nestjs/common';
import { Pool } from 'pg';
import { sealOutlook, sealTroubles } from '../../apps/operations/src/seal-health';
import { SignerFile } from '../../apps/composition/src/signer-file';
import { LedgerAudit } from '../../apps/worker/src/ledger-audit';
import { Tamperer } from '../../libs/sealing/src/audit/tampering.fixture';
import { aMasterKey } from '../support/personal-data';
import { aRegistration } from '../support/ledger-events';
import { createTestDatabase, type TestDatabase } from '../support/test-database';

/**
 * The attacks of docs/evidence.md, as the superuser of the database. Each is done to a small real ledger whose signer and audit run, and is
 * to be found by itself. The names are those of the table there.
 */
/** The signer at ten times its usual pace, so that nobody waits a second for each of its rounds: what it looks at in a round is the same. */
const pace = { signEveryMs: 100, pollMs: 100, restMs: 20 };
const keyOf = () => ed25519Signer(newEd25519Key(), 'ledger.example/drills');
const keys: SealKeys = { signer: keyOf() };
const logger = new Logger('drill');

/** A process of the ledger: everything that seals, signs and looks. The signer's file stays when it ends. */
class Process {
  private constructor(
    readonly pool: Pool,
    readonly stored: PostgresEventLog,
    readonly sealer: Sealer,
    readonly seals: Seals,
    private readonly runner: SealerRunner,
    private readonly audit: LedgerAudit,
    private readonly memory: SignerFile,
    private readonly audits: LedgerAudits,
  ) {}

  static start(url: string, file: string, clock: Clock = systemClock, first = false): Process {
    const pool = new Pool({ connectionString: url });
    pool.on('error', () => undefined); // the query under way says it
    const stored = new PostgresEventLog({ url });
    const log = new UpcastingEventLog(stored, eventCatalogue);
    const memory = new SignerFile(file, first);
    const sealer = new Sealer({ pool, log: stored, keys, memory, now: () => clock.now() });
    sealer.introduceBy(() => introduceSealKey(log, clock, keys, memory));
    const runner = new SealerRunner({ pool, log: stored, sealer, onTrouble: () => undefined, ...pace });
    const audits = new LedgerAudits(log, clock);
    const audit = new LedgerAudit({
      pool,
      log,
      storedLog: stored,
      sealer,
      keys,
      audits,
      clock,
      tables: ['credit_dossiers_2'],
      hour: 0,
      tiles: 64,
      everyMs: 60_000,
      logger,
    });
    runner.start();
    const seals = new Seals(pool, sha256Rfc6962, trustedKeys(keys));
    return new Process(pool, stored, sealer, seals, runner, audit, memory, audits);
  }

  /** What comes each minute. */
  round(): Promise<void> {
    return this.audit.round(new AbortController().signal);
  }

  async health(): Promise<string[]> {
    const { sealer, seals, audits, stored: log } = this;
    const limits = { staleAfterMs: 15_000, signEveryMs: pace.signEveryMs };
    return sealTroubles(await sealOutlook({ sealer, seals, audits, log }), limits, new Date());
  }

  async end(): Promise<void> {
    await this.runner.stop();
    await this.memory.release();
    await Promise.all([this.pool.end(), this.stored.close()]);
  }
}

let database: TestDatabase;
let folder: string;
let file: string;
let ledger: Process;
let attacker: Tamperer;

const record = async (count: number) => {
  for (let n = 0; n < count; n++)
    await ledger.stored.append(`subject-${randomUUID()}`, 'no-stream', [{ ...aRegistration(), id: randomUUID() }]);
};
const signedUpTo = async (position: number) => {
  const covered = async () => {
    const entry = await ledger.seals.entryAt(position);
    return entry !== undefined && ((await ledger.sealer.newest())?.size ?? 0) > entry;
  };
  if (!(await until(covered, 60_000))) throw new Error(`position ${position} was not signed`);
};

beforeEach(async () => {
  for (const level of ['warn', 'error', 'log'] as const) jest.spyOn(logger, level).mockImplementation(() => undefined);
  database = await createTestDatabase();
  folder = await mkdtemp(join(tmpdir(), 'drill-'));
  file = join(folder, 'memory');
  ledger = Process.start(database.url, file);
  attacker = await Tamperer.of(database.ownerUrl);
  // The signer introduces its key once it signs; before that it would do so in the midst of what is recorded now.
  if (!(await until(async () => (await ledger.stored.head()) > 0, 60_000))) throw new Error('no key was introduced');
  await record(20);
  await signedUpTo(await ledger.stored.head());
  await ledger.round(); // the first night's audit, which passes and is an event
  await signedUpTo(await ledger.stored.head());
  if ((await ledger.health()).length > 0) throw new Error('the ledger is not well to begin with');
});
afterEach(async () => {
  await attacker.close();
  await ledger.end();
  await database.drop();
  await rm(folder, { recursive: true });
});

/** The process ends and another begins, which signs: only the one that signs audits. */
async function restart(): Promise<void> {
  await ledger.end();
  ledger = Process.start(database.url, file);
  if (!(await until(() => Promise.resolve(ledger.sealer.isSigner), 60_000))) throw new Error('nobody signs');
}
const signed = async () => checkpointIn(openNote((await ledger.sealer.newest())?.note ?? '', []).text);

/** The signer has come to sign so many times more, whatever comes of it. */
async function signerTries(times: number): Promise<void> {
  const tried = jest.spyOn(ledger.sealer, 'sign').mock.calls;
  const before = tried.length;
  if (!(await until(() => Promise.resolve(tried.length >= before + times), 60_000))) throw new Error('nobody tries');
}

/** What the signer finds by itself: within 2 s, and a machine that has much else to do is given more. @returns the alarm's code */
async function foundBySigner(withinMs = 10_000): Promise<string | undefined> {
  await until(() => Promise.resolve(ledger.sealer.alarm.standing !== undefined), withinMs);
  return shownBy(await ledger.health()) ? ledger.sealer.alarm.standing?.code : undefined;
}

/** What the next round of the audit finds; it comes each minute. @returns the alarm's detail */
async function foundByRound(): Promise<string | undefined> {
  await ledger.round();
  const health = await ledger.health();
  const audited = health.some((trouble) => /^the audit of .* found/.test(trouble));
  return shownBy(health) && audited ? ledger.sealer.alarm.standing?.detail : undefined;
}

/** Another night: each process makes an audit of its own. */
async function nextNight(): Promise<void> {
  await restart();
  await signedUpTo(await ledger.stored.head());
}

/** What the audit of another night finds. @returns code and what of each */
async function foundByNextNight(): Promise<string[]> {
  await nextNight();
  await ledger.round();
  if (!(await ledger.health()).some((trouble) => /^the audit of .* found/.test(trouble))) return [];
  const last = (await ledger.stored.readAll({ after: 0, limit: 1_000 }))
    .filter(({ type }) => type === 'LedgerAudited')
    .at(-1);
  const { findings } = JSON.parse(Buffer.from(last?.data ?? []).toString('utf8')) as {
    findings: { code: string; what: string }[];
  };
  return findings.map(({ code, what }) => `${code} ${what}`);
}

const shownBy = (health: readonly string[]) => health.some((trouble) => trouble.startsWith('alarm: '));

/** As if nothing had ever been sealed; the honest program seals what is there now. */
const forgetSeals = () => attacker.forgetSeals();
/** The tree of the log as it stands now, made by the attacker with our own code. */
async function rewriteTree(keysOfHis: SealKeys | undefined): Promise<void> {
  await attacker.sql('DELETE FROM seal_tiles');
  await attacker.sql('UPDATE seal_state SET tree_size = 0, last_position = 0');
  const pool = new Pool({ connectionString: database.url });
  const sealer = new Sealer({ pool, log: ledger.stored, keys: keysOfHis ?? { signer: undefined } });
  while (await sealer.sealNext());
  if (keysOfHis) await sealer.sign();
  await pool.end();
}

/** What the signer meets of a tree that is made anew while it looks, a hundredth of a second earlier or later. */
const rewritten = /^(checkpoint-(contradicted|missing|row-altered)|log-shorter|tile-missing)$/;

describe('the log is changed, the seals are not', () => {
  it('a1: the bytes of an old event', async () => {
    await attacker.flipByte(7);
    expect(await foundByRound()).toMatch('event-altered: entry 6');
  });

  it('a2: the instant of an old event', async () => {
    await attacker.sql(`UPDATE ledger_events SET recorded_at = recorded_at - interval '30 days' WHERE position = 7`);
    expect(await foundByRound()).toMatch('event-altered: entry 6');
  });

  it('a3: the last event is deleted', async () => {
    await attacker.delete(await ledger.stored.head());
    expect(await foundBySigner()).toMatch('log-shorter');
  });

  it('a4: two events change places', async () => {
    await attacker.swap(7, 8);
    expect(await foundByRound()).toMatch('events-swapped: entry 6');
  });

  it('a5: one is inserted', async () => {
    await attacker.insertAt(7);
    expect(await foundBySigner()).toMatch('log-changed');
  });

  it('t10: an event, and the read models with it', async () => {
    await attacker.flipByte(7);
    await attacker.sql('TRUNCATE credit_dossiers_2');
    expect(await foundByRound()).toMatch('event-altered: entry 6');
  });
});

describe('the seals are changed with the log', () => {
  it('a6: everything anew, signed with the real key', async () => {
    await attacker.flipByte(7);
    await forgetSeals();
    await rewriteTree(keys);
    expect(await foundBySigner()).toMatch(rewritten);
  });

  it('a6b: the seals are deleted, then a restart', async () => {
    const before = await signed();
    await ledger.end();
    await attacker.flipByte(7);
    await forgetSeals();
    ledger = Process.start(database.url, file);
    expect(await foundBySigner()).toMatch(/^checkpoint-contradicted$|^log-shorter$/);
    await record(3);
    await signerTries(3);
    await expect(ledger.sealer.sign()).rejects.toThrow('alarm-stands');
    await restart();
    await expect(ledger.sealer.sign()).rejects.toThrow('alarm-stands'); // the file remembers the alarm, too
    expect((await new Seals(ledger.pool).latest())?.size ?? 0).toBe(0); // nothing was ever signed of that tree
    expect(before.size).toBeGreaterThan(0);
  });

  it('a6c, t3: the same without a restart; another process gives nothing away', async () => {
    const other = new Seals(ledger.pool, sha256Rfc6962, trustedKeys(keys));
    await other.latest();
    await attacker.flipByte(7);
    await forgetSeals();
    await rewriteTree(undefined);
    await expect(other.latest()).rejects.toThrow('checkpoint-contradicted');
    await expect(ledger.sealer.newest()).rejects.toThrow('checkpoint-contradicted');
    expect(await foundBySigner()).toMatch(rewritten);
  });

  it('a6c: a process that gave one out knows of it after its own restart, and when the trouble seems to have passed', async () => {
    const memory = new GivenInProcess(); // what its folder keeps across starts
    const newSeals = () => new Seals(ledger.pool, sha256Rfc6962, trustedKeys(keys), memory);
    await newSeals().latest();
    await attacker.sql('CREATE TABLE kept AS SELECT * FROM seal_state');
    await attacker.sql('UPDATE seal_state SET tree_size = 15, last_position = 15');
    const started = newSeals();
    await expect(started.latest()).rejects.toThrow('log-shorter');
    await attacker.sql(
      'UPDATE seal_state SET tree_size = kept.tree_size, last_position = kept.last_position FROM kept',
    );
    await expect(started.latest()).rejects.toThrow('log-shorter');
  });

  it('a6d, t2: tiles rewritten, checkpoints left', async () => {
    await attacker.flipByte(7);
    await rewriteTree(undefined);
    expect(await foundBySigner()).toMatch(rewritten);
    const anotherWorker = new Sealer({ pool: ledger.pool, log: ledger.stored, keys: { signer: undefined } });
    await anotherWorker.sealNext(); // one without the key, which cleared it once
    expect(await ledger.health()).toContainEqual(expect.stringMatching(/^alarm: /));
  });

  it('a6e: an attacker’s key under the name of the log', async () => {
    const his = { signer: keyOf() };
    await attacker.flipByte(7);
    await forgetSeals();
    await rewriteTree(his);
    expect(await foundBySigner()).toMatch(rewritten);
  });

  it('t4: the last event, leaf and state too', async () => {
    await record(1);
    await signedUpTo(await ledger.stored.head());
    await attacker.delete(await ledger.stored.head());
    await rewriteTree(undefined);
    expect(await foundBySigner()).toMatch(rewritten);
  });

  it('t7: the database is put back, and the ledger started again', async () => {
    await ledger.end();
    await attacker.sql(`CREATE TABLE kept AS SELECT * FROM seal_checkpoints WHERE tree_size <= 15`);
    await attacker.cutTail(15);
    await forgetSeals();
    ledger = Process.start(database.url, file);
    expect(await foundBySigner()).toMatch('log-shorter');
  });
});

describe('what is said about the seals is changed', () => {
  it('a7c: a read model becomes a view that looks who asks', async () => {
    await attacker.sql('ALTER TABLE credit_dossiers_2 RENAME TO hidden');
    await attacker.sql('CREATE VIEW credit_dossiers_2 AS SELECT * FROM hidden');
    await attacker.sql('GRANT SELECT ON credit_dossiers_2 TO ledger_app');
    expect(await foundByRound()).toMatch('table-not-plain: credit_dossiers_2');
  });

  it('a8: a key of one’s own among the api keys', async () => {
    const hash = hashApiKey(newApiKey());
    await attacker.sql(
      `INSERT INTO api_keys (key_hash, holder, unit_name, unit_code, role) VALUES ('${hash}', '幽灵', '支队', 'X', 'approver')`,
    );
    expect(await foundByNextNight()).toEqual([`keys-contradict-log key-not-issued ${fingerprintOf(hash)}`]);
  });

  it('a10: a key of a person is destroyed with an order that there is not', async () => {
    const personal = new PersonalData(new PostgresPersonKeys(ledger.pool), aMasterKey(), () => undefined);
    await personal.sealOf(personal.personIdOf('13100220000101001X'));
    await attacker.sql(
      `UPDATE person_keys SET wrapped_key = NULL, destroyed_at = now(), destroyed_by = '王', destroyed_for = 'x', destroyed_by_event = gen_random_uuid()`,
    );
    expect(await foundByNextNight()).toEqual([
      expect.stringMatching(/^keys-contradict-log person-key-destroyed-without-order /),
    ]);
  });

  it('a9: all checkpoints are deleted', async () => {
    await attacker.sql('DELETE FROM seal_checkpoints');
    expect(await foundBySigner()).toMatch('checkpoint-missing');
  });

  it('a9b: all checkpoints but the newest', async () => {
    await record(1);
    await signedUpTo(await ledger.stored.head());
    await attacker.sql('DELETE FROM seal_checkpoints WHERE tree_size < (SELECT max(tree_size) FROM seal_checkpoints)');
    await nextNight();
    await ledger.round();
    expect(await ledger.health()).toEqual([expect.stringMatching(/^the audit of .* found 1$/)]);
  });

  it('t11: a row that the login of the api would add', async () => {
    const api = new Pool({ connectionString: workingUrl(database.url, 'ledger_api') });
    await expect(api.query(`INSERT INTO seal_checkpoints VALUES (999999999, 'x', now(), 'x')`)).rejects.toThrow(
      'permission denied',
    );
    await api.end();
  });

  it('t11: rows that the sealer’s login may add', async () => {
    await ledger.pool.query(`INSERT INTO seal_checkpoints VALUES (999999999, 'x', now(), 'x'), (3, 'x', now(), 'x')`);
    const { size } = await signed();
    await record(1);
    await signedUpTo(await ledger.stored.head()); // signing goes on
    expect((await signed()).size).toBe(size + 1);
    expect((await new Seals(ledger.pool).latest())?.size).toBe(size + 1);
    await nextNight();
    await ledger.round();
    expect(await ledger.health()).toEqual([expect.stringMatching(/^the audit of .* found 2$/)]);
  });

  it('t8: the newest row is dated 2099', async () => {
    await attacker.sql(
      `UPDATE seal_checkpoints SET signed_at = '2099-01-01' WHERE tree_size = (SELECT max(tree_size) FROM seal_checkpoints)`,
    );
    expect(await foundBySigner()).toMatch('checkpoint-row-altered');
  });
});

describe('an alarm', () => {
  it('is over when all is as it was and an audit has passed, not before, and both are on record', async () => {
    await attacker.flipByte(7);
    expect(await foundByRound()).toMatch('event-altered: entry 6');
    await attacker.flipByte(7);
    await restart();
    await until(async () => (await ledger.sealer.alarm.recall()) !== undefined, 60_000);
    await expect(ledger.sealer.sign()).rejects.toThrow('alarm-stands');
    await ledger.round();
    expect(ledger.sealer.alarm.standing).toBeUndefined();
    await signedUpTo(await ledger.stored.head());
    expect(await ledger.health()).toEqual([]);
    const events = await ledger.stored.readAll({ after: 0, limit: 1_000 });
    expect(events.filter(({ type }) => type === 'LedgerAudited').map(({ data }) => found(data) > 0)).toEqual([
      false,
      true,
      false,
    ]);
  });
});

const found = (data: Uint8Array) => (JSON.parse(Buffer.from(data).toString('utf8')) as { found: number }).found;
