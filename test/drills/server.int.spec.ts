import { until } from '@app/ledger';
import { Client } from 'pg';
import type { Cluster } from './cluster';
import { isFiring } from './firing';
import { ledgerCluster } from './pair';
import { aRegistrationPaper, Processes } from './processes';

/** Other programs take the connections of the server. What was acknowledged stays, what is refused says so, and nothing has to be started again. */
jest.setTimeout(120_000);

let cluster: Cluster;
let processes: Processes;
let others: Client[] = [];

beforeAll(async () => {
  cluster = await ledgerCluster({
    max_connections: '40',
    superuser_reserved_connections: '1',
    archive_mode: 'on',
  });
  processes = await Processes.on((login) => cluster.url('ledger', login), cluster.url('ledger', 'ledger_owner'), {
    connections: { queries: 12, followers: 3, policies: 2 },
  });
});
afterAll(async () => {
  await leave();
  await processes.stop();
  await cluster.remove();
});

/** Others take connections, as many as they are given. @returns how many there were. */
async function take(most = Infinity): Promise<number> {
  for (let taken = 0; ; taken++) {
    if (taken >= most) return taken;
    const other = new Client(cluster.url('postgres', 'drill_checker'));
    other.on('error', () => undefined);
    try {
      await other.connect();
    } catch (error) {
      expect(error).toMatchObject({ code: '53300' });
      return taken;
    }
    others.push(other);
  }
}
async function leave(): Promise<void> {
  await Promise.all(others.map((other) => other.end()));
  others = [];
}
const record = async (n: number) => (await processes.ask('officer', 'POST', '/subjects', aRegistrationPaper(n))).status;

it('with few connections left, requests wait for those there are: every one is answered', async () => {
  expect(await record(1)).toBe(201);
  await take();
  for (const other of others.splice(0, 3)) await other.end();
  const statuses = await Promise.all(Array.from({ length: 60 }, (_, n) => record(2 + n)));
  expect(new Set(statuses)).toEqual(new Set([201]));
});

it('with none left no write is promised: not ready, refusals have a code, `LedgerNotReady` fires; given back, all goes on', async () => {
  const acknowledged: number[] = [];
  const refused = new Set<number>();
  let n = 100;
  const exhausted = async () => {
    await take(); // also those that the ledger gives back
    n++;
    const status = await record(n);
    if (status === 201) acknowledged.push(n);
    else refused.add(status);
    const { status: ready, body } = await processes.ready();
    return (
      ready === 503 &&
      body.includes('"name":"writes","ok":false') &&
      isFiring('LedgerNotReady', await processes.metrics('api'))
    );
  };
  expect(await until(exhausted, 60_000)).toBe(true);
  expect([...refused].filter((status) => status !== 503)).toEqual([]);

  await leave();
  const well = async () =>
    (await processes.ready()).status === 200 && !isFiring('LedgerNotReady', await processes.metrics('api'));
  expect(await until(well, 30_000)).toBe(true);
  for (const one of acknowledged) {
    const { status, body } = await processes.ask('officer', 'POST', '/subjects', aRegistrationPaper(one));
    expect({ status, outcome: (JSON.parse(body) as { outcome: string }).outcome }).toEqual({
      status: 201,
      outcome: 'already-recorded',
    });
  }
  await processes.recordUntilTaken(n + 1);
  expect(await processes.isAnswered(n + 1)).toBe(true);
});

/** What an operator is called for by a server of his own: files of changes that are not archived, a slot that keeps them. */
it('an archive command that fails fires `LedgerArchiverFails`, and clears when it works again; a slot shows what it keeps', async () => {
  const switched = async () => {
    await cluster.sql('SELECT pg_logical_emit_message(true, $1, $1)', ['drill']);
    await cluster.sql('SELECT pg_switch_wal()');
  };
  const firing = async () => isFiring('LedgerArchiverFails', await processes.metrics('worker'));
  await cluster.set('archive_command', 'true'); // the ALTER SYSTEM of a drill yields to what a server is started with
  await switched();
  expect(await until(async () => !(await firing()), 60_000)).toBe(true);
  await cluster.set('archive_command', 'false');
  await switched();
  expect(await until(firing, 30_000)).toBe(true);
  await cluster.set('archive_command', 'true');
  await switched();
  expect(await until(async () => !(await firing()), 60_000)).toBe(true);

  await cluster.sql(`SELECT pg_create_physical_replication_slot('gone', true)`);
  await switched();
  const kept = async () =>
    Number(/ledger_server_slot_lag_bytes\{slot="gone"\} (\d+)/.exec(await processes.metrics('worker'))?.[1]);
  expect(await until(async () => (await kept()) > 0, 30_000)).toBe(true);
  await cluster.sql(`SELECT pg_drop_replication_slot('gone')`);
});
