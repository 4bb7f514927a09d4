import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { until } from '@app/ledger';
import { Cluster } from './cluster';
import { DrilledLedger } from './drilled-ledger';
import { SwitchingWire } from './switching-wire';

/**
 * Restores and failovers on real clusters, each led through `npm run after-restore`: no second history is signed before the declaration, nothing is sent
 * meanwhile, no body stores anything twice, and `ledger:verify` says with what was kept what happened. Run by `npm run drills` alone.
 */
jest.setTimeout(600_000);

const saying = (what: string | RegExp) => expect.stringMatching(what) as unknown as string;
const root = join(__dirname, '../..');

let clusters: Cluster[] = [];
let ledger: DrilledLedger;
const known = (cluster: Cluster): Cluster => {
  clusters.push(cluster);
  return cluster;
};
afterEach(async () => {
  await ledger.end();
  for (const cluster of clusters) await cluster.remove();
  clusters = [];
});

/** What came back lacks some papers, and has taken others since. From the check to a ledger that goes on as another. */
async function leadThrough(
  good: string,
  lost: string,
  missing: readonly number[],
  anew: readonly number[] = [],
): Promise<void> {
  const left = await ledger.left();
  const stored = await ledger.stored();
  const refused = await ledger.verify(good, lost);
  if (refused.exit !== 1) throw new Error(refused.said);
  expect(refused.said).toMatch(/checkpoint-(beyond-log|contradicted)/);
  const kept = { checkpoints: [ledger.kept('kept', lost)] };
  expect(await ledger.afterRestore(kept)).toMatchObject({
    exit: 0,
    said: saying(`平台有而台账没有 ${missing.length}，[^]*由另一人宣告台账分支`),
  });
  expect(await ledger.afterRestore({ step: 'declare' }, 1, ledger.after)).toMatchObject({ exit: 0 });
  expect(await ledger.left()).toEqual(left);
  await ledger.start(ledger.after);
  await ledger.record(...missing); // the papers are at hand
  const head = await ledger.signedAndTold();
  const now = await ledger.stored();
  expect(new Set(now).size).toBe(now.length);
  expect(now.filter((key) => !stored.includes(key))).toHaveLength(anew.length);
  await ledger.read();
  await ledger.stop();
  expect(await ledger.verify(good, lost, head)).toMatchObject({
    exit: 0,
    said: saying('台账另起过分支[^]*属于已宣告丢失的分支的检查点'),
  });
}

describe('a point in time', () => {
  let primary: Cluster;
  let base: Cluster;
  let [good, lost] = ['', ''];
  beforeEach(async () => {
    primary = known(await Cluster.make());
    ledger = await DrilledLedger.at(await primary.ledger());
    base = known(await primary.copy());
    await ledger.start();
    await ledger.record(1, 2, 3);
    good = await ledger.signedAndTold();
    await primary.nameMoment('yesterday');
    await ledger.record(4, 5);
    lost = await ledger.signedAndTold();
    await ledger.stop();
    await primary.nameMoment('now');
  });
  const recovered = async (moment: string) => {
    await primary.recoverTo(moment, base);
    await primary.stop('immediate');
    ledger.movedTo(await base.ledger());
  };

  it('before what was signed: the check comes first, and the log goes on as another', async () => {
    await recovered('yesterday');
    await leadThrough(good, lost, [4, 5]);
  });

  it('where all that was signed came back: the check is closed, and the log goes on under its name', async () => {
    await recovered('now');
    expect(await ledger.afterRestore()).toMatchObject({ exit: 0, said: saying('已签名的 \\d+ 条都在[^]*--close') });
    await ledger.start();
    const left = await ledger.left();
    await ledger.record(6);
    await sleep(2_000); // longer than any answer is good for
    expect(await ledger.left()).toEqual(left);
    expect(await ledger.afterRestore({ step: 'declare' }, 1, ledger.after)).toMatchObject({
      exit: 1,
      said: saying('log-branch-needless'),
    });
    expect(await ledger.afterRestore({ step: 'close' })).toMatchObject({ exit: 0 });
    const head = await ledger.signedAndTold();
    expect(head.split('\n')[0]).toBe(ledger.before);
    expect(await ledger.stored()).toHaveLength(6);
    await ledger.read();
    await ledger.stop();
    expect(await ledger.verify(good, lost, head)).toMatchObject({ exit: 0 });
  });

  it('with the command killed again and again: it goes on where it was', async () => {
    await recovered('yesterday');
    const arrivals = (await ledger.left()).arrivals;
    expect(await killedUntilDone(['--reason', '演练', '--checkpoint', ledger.kept('kept', good)])).toBeGreaterThan(1);
    expect(await killedUntilDone(['--declare', '--reason', '演练'], 1, ledger.after)).toBeGreaterThan(1);
    expect((await ledger.left()).arrivals).toBe(arrivals);
    const [counts] = await ledger.rows<{ begun: number; declared: number; introduced: number }>(
      `SELECT count(*) FILTER (WHERE type = 'RestoreBegun')::integer AS begun,
              count(*) FILTER (WHERE type = 'LogBranchDeclared')::integer AS declared,
              count(*) FILTER (WHERE type = 'SealKeyIntroduced')::integer AS introduced FROM ledger_events`,
    );
    expect(counts).toEqual({ begun: 1, declared: 1, introduced: 2 });
    await ledger.start(ledger.after);
    const head = await ledger.signed();
    await ledger.read();
    await ledger.stop();
    expect(await ledger.verify(good, lost, head)).toMatchObject({ exit: 0, said: saying('台账另起过分支') });
  });
});

/** Runs the program, killed as soon as it has said a line, then two, and so on, until it comes to its end. @returns how often it ran */
async function killedUntilDone(args: readonly string[], person: 0 | 1 = 0, origin = ledger.before): Promise<number> {
  for (let run = 1; ; run++) {
    const child = spawn(process.execPath, ['dist/apps/cli/src/after-restore.js', ...args], {
      cwd: root,
      env: { ...process.env, ...ledger.environment(origin, person) },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let said = '';
    child.stderr.on('data', (bytes: Buffer) => {
      said += bytes.toString();
      if (said.split('\n').length > run) child.kill('SIGKILL');
    });
    const [code] = (await once(child, 'exit')) as [number | null];
    if (code === 0) return run;
    if (code !== null) throw new Error(`it ended with ${code}: ${said}`);
  }
}

it('an asynchronous standby takes over under a worker that lives on: what had not arrived is lost, and no second history is signed', async () => {
  const primary = known(await Cluster.make());
  const { url, ownerUrl } = await primary.ledger();
  const wire = await SwitchingWire.to(primary.port);
  try {
    ledger = await DrilledLedger.at({ url, ownerUrl });
    const standby = known(await primary.standby('second'));
    await ledger.start(ledger.before, wire.over(url));
    await ledger.record(1, 2, 3);
    const good = await ledger.signedAndTold();
    await standby.hasAllOf(primary);
    await standby.stop();
    await ledger.record(4, 5);
    const lost = await ledger.signedAndTold();
    await primary.stop('immediate');
    await standby.start();
    await standby.promote();
    ledger.movedTo(await standby.ledger());
    const left = await ledger.left();
    wire.leadTo(standby.port);
    await ledger.record(6);
    expect(await ledger.alarmed()).toMatch(/^(log-(shorter|changed)|checkpoint-contradicted): /);
    await until(async () => (await ledger.rows('SELECT FROM pushes WHERE receipt_number IS NULL')).length > 0, 20_000);
    await sleep(2_000); // longer than any answer is good for
    expect(await ledger.left()).toEqual(left);
    await ledger.stop();
    await leadThrough(good, lost, [4, 5], [6]);
  } finally {
    await wire.close();
  }
});

const installed = binariesOfSystem();
if (installed === undefined) process.stdout.write('not drilled: a dump put back, there is no pg_dump on this system\n');
else
  it('a dump, put back on another server', async () => {
    const primary = known(await Cluster.make({}, installed));
    ledger = await DrilledLedger.at(await primary.ledger());
    await ledger.start();
    await ledger.record(1, 2, 3);
    const good = await ledger.signedAndTold();
    const [dump, globals] = ['dump', 'globals.sql'].map((name) => join(primary.folder, name)) as [string, string];
    await primary.runProgram('pg_dump', ['-Fc', '--exclude-table-data=person_keys', '-f', dump, primary.url('ledger')]);
    await primary.runProgram('pg_dumpall', ['--globals-only', '-f', globals, '-d', primary.url()]);
    await ledger.record(4, 5);
    const lost = await ledger.signedAndTold();
    await ledger.stop();
    const another = known(await Cluster.make({}, installed));
    await another.runProgram('psql', ['-q', '-f', globals, another.url()]);
    await another.sql('CREATE DATABASE ledger OWNER ledger_owner');
    await another.runProgram('pg_restore', ['-d', another.url('ledger'), dump]);
    await primary.stop('immediate');
    ledger.movedTo(await another.ledger());
    await leadThrough(good, lost, [4, 5]);
  });

/** The folder of an installed PostgreSQL whose dumps its own servers take; undefined: there is none. */
function binariesOfSystem(): string | undefined {
  try {
    const folder = execFileSync('pg_config', ['--bindir'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
    for (const program of ['pg_dump', 'pg_dumpall', 'pg_restore', 'psql', 'initdb'])
      execFileSync(join(folder.trim(), program), ['--version'], { stdio: 'ignore' });
    return folder.trim();
  } catch {
    return undefined; // not installed, or not whole: said above
  }
}
