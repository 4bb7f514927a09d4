import { once } from 'node:events';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { issueKey } from '../../apps/cli/src/issue-key';
import { eventually } from '../support/eventually';
import { Program, Programs } from '../support/program';
import { createTestDatabase, type TestDatabase } from '../support/test-database';

let database: TestDatabase;
let key: string;
const programs = new Programs();
beforeAll(async () => {
  database = await createTestDatabase();
  const unit = { unitName: '演示单位', unitCode: '11131000FGJJTG2G5W' };
  key = await issueKey(
    { ownerUrl: database.ownerUrl },
    { recordsFor: ['*'], role: 'officer', holder: '张三', ...unit },
  );
});
afterAll(async () => {
  programs.kill();
  await database.drop();
});

const start = (program: string, environment: NodeJS.ProcessEnv = {}): Program =>
  programs.start([program], {
    DATABASE_URL: database.loginUrl,
    PORT: '0',
    WORKER_PORT: '0',
    HOST: '127.0.0.1',
    LOG_LEVEL: 'info',
    ...environment,
  });

const api = 'dist/apps/api/src/main.js';
const worker = 'dist/apps/worker/src/main.js';

/** A connection on which this was said. */
async function saying(port: number, text: string): Promise<Socket> {
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  socket.write(text);
  return socket;
}

/** What came before on other connections has been read when this is answered. */
async function hasRead(port: number): Promise<void> {
  expect((await fetch(`http://127.0.0.1:${port}/health/live`)).status).toBe(200);
}

/** Waits until so many sessions stand before a lock. */
async function standBeforeALock(count: number): Promise<void> {
  const looking = new Client(database.ownerUrl);
  await looking.connect();
  const waiting = `SELECT count(*)::integer AS count FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`;
  await eventually(
    async () => (await looking.query<{ count: number }>(waiting)).rows[0]?.count ?? 0,
    (found) => found >= count,
    30_000,
  );
  await looking.end();
}

/** How a program ended that is being stopped, and whether its own patience was at an end before. */
async function endOf(program: Program, stopping = program.stopped()) {
  return { code: await stopping, cut: program.output.includes('connections are cut') };
}

describe('a stop of the api', () => {
  const running = async () => {
    const program = start(api);
    const [, port] = await program.said(/^ready http:\S+:(\d+)/m);
    return { program, port: Number(port) };
  };

  it('is soon over, and each answer was a line in the log: who asked, for what route, with what end', async () => {
    const { program, port } = await running();
    const url = `http://127.0.0.1:${port}/subjects/91131002MA0CAA173X/history`;
    await (await fetch(url, { headers: { authorization: `Bearer ${key}` } })).text();
    expect(await endOf(program)).toEqual({ code: 0, cut: false });
    const line = program.output.split('\n').find((one) => one.includes('"answered"')) ?? '{}';
    expect(JSON.parse(line)).toMatchObject({
      holder: '张三',
      unit: '11131000FGJJTG2G5W',
      role: 'officer',
      route: '/subjects/:uscc/history',
      method: 'GET',
    });
    expect(program.output).not.toContain('91131002MA0CAA173X');
    expect(program.output).not.toContain(key);
  });

  it('does not wait for bodies that do not come', async () => {
    const { program, port } = await running();
    const sockets = [
      await saying(
        port,
        'POST /penalty-decisions HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n{',
      ),
      await saying(
        port,
        `POST /intake HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${key}\r\nContent-Type: text/csv\r\n` +
          'Transfer-Encoding: chunked\r\n\r\n1\r\na\r\n',
      ),
    ];
    await hasRead(port);
    expect(await program.stopped()).toBe(0);
    expect(program.output).toMatch(/connections are cut, and what is under way on them is not answered: [12]/);
    for (const socket of sockets) socket.destroy();
  });
});

it('the stop of api and worker has an end though the database does not answer', async () => {
  const [serving, following] = [start(api), start(worker)];
  await Promise.all([serving.said(/^ready /m), following.said(/working days are known/)]);
  const owner = new Client(database.ownerUrl);
  await owner.connect();
  await owner.query('BEGIN; LOCK TABLE projection_checkpoints, seal_state IN ACCESS EXCLUSIVE MODE');
  await standBeforeALock(2);
  const codes = await Promise.all([serving, following].map((program) => program.stopped()));
  await owner.end();
  expect(codes).toEqual([1, 1]);
  for (const { output } of [serving, following]) expect(output).toMatch(/not stopped (within 13 s|politely)/);
});

it.each(['abc', '', '70000'])('a port that is none is said in one line: PORT=%s', async (PORT) => {
  const program = start(api, { PORT });
  expect(await program.ended()).toBe(1);
  expect(JSON.parse(program.output)).toMatchObject({
    level: 60,
    msg: `not started: PORT is no number from 0 to 65535: ${PORT}`,
  });
});

describe('connections on which nothing is under way', () => {
  const idle = 8;

  it.each([
    ['that never asked anything', ''],
    ['that were answered and are kept', 'GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n'],
  ])(
    'do not hold a stop: %s',
    async (_which, asks) => {
      const program = start(api);
      const [, port] = await program.said(/^ready http:\S+:(\d+)/m);
      const sockets = await Promise.all(Array.from({ length: idle }, () => saying(Number(port), asks)));
      await hasRead(Number(port));
      expect(await endOf(program)).toEqual({ code: 0, cut: false });
      for (const socket of sockets) socket.destroy();
    },
    60_000,
  );

  it('do not hold it either when they become so while it is under way', async () => {
    const program = start(api);
    const [, port] = await program.said(/^ready http:\S+:(\d+)/m);
    const owner = new Client(database.ownerUrl);
    await owner.connect();
    await owner.query('BEGIN; LOCK TABLE credit_dossiers_2 IN ACCESS EXCLUSIVE MODE');
    const asks = `GET /subjects/91131002MA0CAA173X/status HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${key}\r\n\r\n`;
    const sockets = await Promise.all(Array.from({ length: idle }, () => saying(Number(port), asks)));
    await standBeforeALock(1);
    await hasRead(Number(port));
    const ending = program.stopped();
    await eventually(
      () =>
        fetch(`http://127.0.0.1:${port}/health/live`).then(
          ({ status }) => status,
          () => undefined,
        ),
      (status) => status !== 200,
    );
    await owner.query('ROLLBACK');
    await owner.end();
    expect(await endOf(program, ending)).toEqual({ code: 0, cut: false });
    for (const socket of sockets) socket.destroy();
  });
});

describe('a start that is told to stop', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'ledger-stop-'));
    await chmod(folder, 0o755); // as root, the server runs as another user: its data is to lie here all the same
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  const evaluation = () =>
    start('dist/apps/evaluation/src/main.js', {
      DATA_DIR: folder,
      DATABASE_URL: undefined,
      npm_lifecycle_event: undefined,
    });

  it.each([
    ['before the database answers', /^消防信用台账/m],
    ['while the sample is taken in', /^评估用密钥/m],
  ])(
    '%s says so in one sentence, and nothing failed',
    async (_when, moment) => {
      const program = evaluation();
      await program.said(moment);
      const code = await program.stopped();
      expect(program.output).toContain('已按要求停止：启动尚未完成，再次启动会从此处继续\n');
      expect(program.output).not.toContain('启动失败');
      expect(program.output).not.toMatch(/^ready /m);
      expect(code).toBe(0);
    },
    150_000,
  );
});
