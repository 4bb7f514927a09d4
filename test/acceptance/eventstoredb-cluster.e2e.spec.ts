import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { EventStoreDbClusterDouble } from '../support/eventstoredb-double';
import { eventually } from '../support/eventually';

const program = join(__dirname, '../../dist/test/support/eventstoredb-double/appending-process.js');

/** A process by itself: what nobody awaits ends it. */
describe('a process whose log is on a cluster', () => {
  let cluster: EventStoreDbClusterDouble;
  let child: ChildProcess;
  let said: string;
  let ended: Promise<unknown>;
  beforeEach(async () => {
    cluster = await EventStoreDbClusterDouble.start();
    said = '';
    child = spawn(process.execPath, [program, cluster.url], { stdio: ['pipe', 'pipe', 'pipe'] });
    for (const output of [child.stdout, child.stderr])
      output?.on('data', (chunk: Buffer) => (said += chunk.toString()));
    ended = once(child, 'exit');
    await goesOn();
  });
  afterEach(() => {
    child.kill('SIGKILL');
    cluster.stop();
  });

  const stored = () => [...said.matchAll(/^stored (\S+)$/gm)].map(([, id = '']) => id);
  const awayTimes = () => said.match(/^away$/gm)?.length ?? 0;

  async function goesOn(): Promise<void> {
    const before = stored().length;
    const isOn = await eventually(
      () => Promise.resolve(stored().length > before + 5 || child.exitCode !== null),
      (does) => does,
    );
    if (child.exitCode !== null || !isOn) throw new Error(`it does not go on:\n${said.slice(-2_000)}`);
  }

  /** Ends it politely, and holds what it was told against what is there. */
  async function end() {
    child.stdin?.end('end\n');
    const exit = await ended;
    const isOnce = (id: string) => cluster.log.stream(`ledger.paper-${id}`, 0, 'forwards', 10)?.length === 1;
    return {
      exit,
      lostOrDoubled: stored().filter((id) => !isOnce(id)),
      complaints: said.replace(/^(away|stored .*)\n/gm, ''),
    };
  }
  const well = { exit: [0, null], lostOrDoubled: [], complaints: '' };

  it('lives through the whole cluster being away, again and again, and loses and doubles nothing', async () => {
    for (let outage = 1; outage <= 3; outage++) {
      const before = awayTimes();
      cluster.kill(0, 1, 2);
      await eventually(
        () => Promise.resolve(awayTimes() > before + 20 || child.exitCode !== null),
        (does) => does,
      );
      await cluster.revive(0, 1, 2);
      await goesOn();
    }
    expect(await end()).toEqual(well);
  });

  it('lives through calls that fail while other calls look for a leader in vain', async () => {
    cluster.delayWrites(5_000);
    await new Promise((resolve) => setTimeout(resolve, 300)); // every writer waits for an answer now
    const before = awayTimes();
    cluster.kill(1, 2);
    await eventually(
      () => Promise.resolve(awayTimes() > before),
      (does) => does,
    ); // and every reader for a leader
    await new Promise((resolve) => setTimeout(resolve, 300));
    cluster.kill(0);
    await new Promise((resolve) => setTimeout(resolve, 2_500)); // ten attempts, a tenth of a second apart
    cluster.delayWrites(0);
    await cluster.revive(0, 1, 2);
    await goesOn();
    expect(await end()).toEqual(well);
  });

  it('goes on with the next leader when the leader dies, and when another comes back to the one that is left', async () => {
    cluster.kill(0);
    await goesOn();
    expect(cluster.leads).toBe(1);
    cluster.kill(2);
    await new Promise((resolve) => setTimeout(resolve, 500));
    await cluster.revive(0);
    await goesOn();
    expect(await end()).toEqual(well);
  });

  it('goes on with the next leader when the leader freezes, and when it goes on', async () => {
    cluster.freeze(0);
    await goesOn();
    expect(cluster.leads).toBe(1);
    cluster.thaw(0);
    await goesOn();
    expect(await end()).toEqual(well);
  }, 60_000);

  it('ends when it is told to in the middle of an outage', async () => {
    cluster.kill(0, 1, 2);
    await new Promise((resolve) => setTimeout(resolve, 500));
    child.stdin?.write('end\n');
    await cluster.revive(0, 1, 2);
    expect(await end()).toEqual(well);
  });
});
