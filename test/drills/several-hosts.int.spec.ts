import { migrate, ServerLine, ServerMemoryInProcess } from '@app/ledger-database';
import { WritableClient } from '@app/postgres-hosts';
import { Client } from 'pg';
import type { Cluster } from './cluster';
import { type Pair, synchronousPair } from './pair';
import { aRegistrationPaper, Processes } from './processes';

/** Both hosts of a pair stand in each URL (`target_session_attrs=read-write`); one takes over from the other, and nobody is told. */
jest.setTimeout(120_000);

let pair: Pair;
let processes: Processes;
const memory = new ServerMemoryInProcess();

const urlOn = (hosts: readonly Cluster[], login: string) =>
  `postgres://${login}@${hosts.map(({ port }) => `127.0.0.1:${port}`).join(',')}/ledger?target_session_attrs=read-write`;
/** Where a client that was given these hosts ends up. */
async function reached(hosts: readonly Cluster[], verify?: ServerLine['verify']): Promise<number> {
  const client = new WritableClient({
    connectionString: urlOn(hosts, 'postgres'),
    connectionTimeoutMillis: 5_000,
    ...(verify && { verify }),
  });
  await client.connect();
  try {
    const { rows } = await client.query<{ port: number }>('SELECT inet_server_port() AS port');
    return rows[0]?.port ?? 0;
  } finally {
    await client.end();
  }
}

beforeAll(async () => {
  pair = await synchronousPair();
  const { primary, standby } = pair;
  // The standby stands first: whoever took the first host would read from it, and record nothing.
  const urlOf = (login: string) => urlOn([standby, primary], login);
  processes = await Processes.on(urlOf, urlOf('ledger_owner').replace(/@.*\//, `@127.0.0.1:${primary.port}/`), {
    serverMemory: memory,
  });
});
afterAll(async () => {
  await processes.stop();
  await pair.remove();
});

it('the host that takes writes is found, wherever it stands, by whoever migrates as well', async () => {
  const { primary, standby } = pair;
  expect(await reached([standby, primary])).toBe(primary.port);
  expect(await reached([primary, standby])).toBe(primary.port);
  await migrate(urlOn([standby, primary], 'ledger_owner'));
  expect(await processes.recordUntilTaken(1)).toEqual([201]);
  expect(await processes.isAnswered(1)).toBe(true);
});

it('while no host takes writes each of them is named, with what was the matter and no password', async () => {
  const { standby } = pair;
  const url = `postgres://postgres:secret@127.0.0.1:${standby.port},127.0.0.1:1/ledger`;
  const failing = new WritableClient({ connectionString: url, connectionTimeoutMillis: 4_000 }).connect();
  await expect(failing).rejects.toMatchObject({ code: 'EHOSTUNREACH', name: 'NoHostTakesWrites' });
  await expect(failing).rejects.toThrow(
    `no host of the database takes writes: 127.0.0.1:${standby.port}: it reads only; 127.0.0.1:1: connect ECONNREFUSED 127.0.0.1:1`,
  );
});

it('what a database says of a login is said as it is', async () => {
  await expect(
    new WritableClient(urlOn([pair.primary, pair.standby], 'nobody_at_all')).connect(),
  ).rejects.toMatchObject({ code: '28000' });
});

it('after the standby took over the processes go on by themselves: what is recorded is acknowledged and answered', async () => {
  const { primary, standby } = pair;
  await primary.stop('immediate');
  expect((await processes.ask('officer', 'POST', '/subjects', {})).status).not.toBe(201);
  await standby.promote();
  await standby.set('synchronous_standby_names', '');
  const seen = await processes.recordUntilTaken(2);
  expect(seen.filter((status) => ![200, 201, 503].includes(status))).toEqual([]);
  expect(await processes.isAnswered(2)).toBe(true);
  expect(await processes.isAnswered(1)).toBe(true);
});

it('a former primary that is back takes writes, too, and is passed over by whoever met the newer one', async () => {
  const { primary, standby } = pair;
  await primary.start();
  await primary.set('synchronous_standby_names', '');
  expect(await reached([primary, standby, primary])).toBe(primary.port); // never met the newer one: it cannot know
  const line = new ServerLine(memory, () => undefined);
  expect(memory.read().newest).toMatchObject({ timeline: 2 });
  expect(await reached([primary, standby], line.verify)).toBe(standby.port);
  expect(await processes.recordUntilTaken(3)).toEqual([201]);
  const former = new Client(primary.url('ledger'));
  await former.connect();
  const { rows } = await former.query('SELECT FROM ledger_events WHERE subject_id = $1', [aRegistrationPaper(3).uscc]);
  await former.end();
  expect(rows).toEqual([]);
});
