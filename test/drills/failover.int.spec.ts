import { randomUUID } from 'node:crypto';
import { LogUnavailable } from '@app/event-store';
import { PostgresEventLog } from '@app/event-store/postgres';
import { applicationUrl, migrate, ServerLine, ServerMemoryInProcess, type ServerStand } from '@app/ledger-database';
import { until } from '@app/ledger';
import { aRegistration } from '../support/ledger-events';
import { Cluster } from './cluster';
import { comesTrue } from '../support/eventually';

/** A primary and its synchronous standby, as an operator runs them, and what the log promises while one takes over from the other. */
jest.setTimeout(120_000);

let primary: Cluster;
let standby: Cluster;
const newer: ServerStand[] = [];
const memory = new ServerMemoryInProcess();
const line = new ServerLine(memory, (server) => newer.push(server));

const ownerOf = (cluster: Cluster) => cluster.url('ledger', 'ledger_owner');
const logOn = (cluster: Cluster) =>
  new PostgresEventLog({ url: applicationUrl(ownerOf(cluster)), verify: line.verify, timeoutMs: 20_000 });
const anAppend = () => ({ stream: `subject-${randomUUID()}`, event: { ...aRegistration(), id: randomUUID() } });
const append = (log: PostgresEventLog, { stream, event }: ReturnType<typeof anAppend>) =>
  log.append(stream, 'no-stream', [event]);

beforeAll(async () => {
  primary = await Cluster.make();
  await primary.sql('CREATE ROLE ledger_owner LOGIN CREATEROLE');
  await primary.sql('CREATE DATABASE ledger OWNER ledger_owner');
  await migrate(ownerOf(primary));
  standby = await primary.standby('second');
  await primary.set('synchronous_standby_names', 'second');
  const synchronous = async () =>
    (await primary.sql<{ sync_state: string }>('SELECT sync_state FROM pg_stat_replication')).some(
      ({ sync_state }) => sync_state === 'sync',
    );
  if (!(await until(synchronous, 60_000))) throw new Error(`the standby does not follow:\n${standby.said()}`);
});
afterAll(async () => {
  await standby.remove();
  await primary.remove();
});

it('a wait for the standby that was cancelled is not acknowledged; said again it is found', async () => {
  const log = logOn(primary);
  await append(log, anAppend());
  await standby.stop('immediate');
  const said = anAppend();
  const answer = append(log, said).then(
    () => 'acknowledged',
    (error: unknown) => error,
  );
  const cancelled = () =>
    primary.sql(
      `WITH waiting AS MATERIALIZED (SELECT pid FROM pg_stat_activity WHERE wait_event = 'SyncRep')
       SELECT pg_cancel_backend(pid) FROM waiting`,
    );
  expect(await until(async () => (await cancelled()).length > 0, 60_000)).toBe(true);
  expect(await answer).toBeInstanceOf(LogUnavailable);
  await standby.start();
  expect(await append(log, said)).toMatchObject({ outcome: 'already-recorded', revision: 0 });
  await log.close();
});

it('nothing that was acknowledged is lost when the standby takes over, and the former primary is not worked with again', async () => {
  const before = logOn(primary);
  const acknowledged: string[] = [];
  const writing = Array.from({ length: 4 }, async () => {
    for (let n = 0; n < 40; n++) {
      const said = anAppend();
      try {
        await append(before, said);
        acknowledged.push(said.event.id);
      } catch {
        return; // not acknowledged: it may be there, or not
      }
    }
  });
  await comesTrue(() => Promise.resolve(acknowledged.length > 20));
  await primary.stop('immediate');
  await Promise.all(writing);
  await before.close();
  await standby.promote();
  await standby.set('synchronous_standby_names', '');

  const after = logOn(standby);
  const stored = new Set((await after.readAll({ after: 0, limit: 10_000 })).map(({ id }) => id));
  expect(acknowledged.filter((id) => !stored.has(id))).toEqual([]);
  await append(after, anAppend());
  expect(newer).toHaveLength(1);
  expect(newer[0]).toMatchObject({ timeline: 2 });
  await after.close();

  // Both hosts are up, and whoever failed over did not fence the former one off.
  await primary.start();
  await primary.set('synchronous_standby_names', '');
  const former = logOn(primary);
  await expect(append(former, anAppend())).rejects.toThrow('a former primary');
  await expect(former.head()).rejects.toThrow(LogUnavailable);
  await former.close();
});
