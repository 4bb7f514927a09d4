import { once } from 'node:events';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { issueKey } from '../../apps/cli/src/issue-key';
import { Program, Programs } from '../support/program';
import { createTestDatabase, type TestDatabase } from '../support/test-database';

const supervisorMs = 15_000;

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
}, 60_000);
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

async function stalling(port: number, head: string, first: string): Promise<Socket> {
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  socket.write(`${head}\r\nHost: x\r\n\r\n${first}`);
  await sleep(200);
  return socket;
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
    const { code, ms } = await program.stopped();
    expect(code).toBe(0);
    expect(ms).toBeLessThan(8_000);
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
  }, 60_000);

  it('does not wait for bodies that do not come', async () => {
    const { program, port } = await running();
    const sockets = [
      await stalling(
        port,
        'POST /penalty-decisions HTTP/1.1\r\nContent-Type: application/json\r\nContent-Length: 9',
        '{',
      ),
      await stalling(
        port,
        `POST /intake HTTP/1.1\r\nAuthorization: Bearer ${key}\r\nContent-Type: text/csv\r\nTransfer-Encoding: chunked`,
        '1\r\na\r\n',
      ),
    ];
    const { ms } = await program.stopped();
    expect(ms).toBeLessThan(supervisorMs);
    for (const socket of sockets) socket.destroy();
  }, 60_000);
});

it('the stop of api and worker has an end though the database does not answer', async () => {
  const [serving, following] = [start(api), start(worker)];
  await Promise.all([serving.said(/^ready /m), following.said(/working days are known/)]);
  await sleep(500);
  const owner = new Client(database.ownerUrl);
  await owner.connect();
  await owner.query('BEGIN; LOCK TABLE projection_checkpoints, seal_state IN ACCESS EXCLUSIVE MODE');
  await sleep(1_500);
  const took = await Promise.all([serving, following].map(async (program) => (await program.stopped()).ms));
  await owner.end();
  expect(Math.max(...took)).toBeLessThan(supervisorMs);
}, 90_000);

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
      const sockets = Array.from({ length: idle }, () => connect(Number(port), '127.0.0.1'));
      for (const socket of sockets) {
        socket.on('error', () => undefined);
        await once(socket, 'connect');
        socket.write(asks);
      }
      await sleep(300);
      const { code, ms } = await program.stopped();
      expect(code).toBe(0);
      expect(ms).toBeLessThan(6_000);
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
    const sockets = Array.from({ length: idle }, () => connect(Number(port), '127.0.0.1'));
    for (const socket of sockets) {
      socket.on('error', () => undefined);
      await once(socket, 'connect');
      socket.write(
        `GET /subjects/91131002MA0CAA173X/status HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${key}\r\n\r\n`,
      );
    }
    await sleep(300);
    const ending = program.stopped();
    await sleep(300);
    await owner.query('ROLLBACK');
    await owner.end();
    const { code, ms } = await ending;
    expect(code).toBe(0);
    expect(ms).toBeLessThan(6_000);
    for (const socket of sockets) socket.destroy();
  }, 60_000);
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
    ['before the database answers', /^消防信用台账/m, 200],
    ['while the sample is taken in', /^评估用密钥/m, 1_500],
  ])(
    '%s says so in one sentence, and nothing failed',
    async (_when, moment, afterMs) => {
      const program = evaluation();
      await program.said(moment);
      await sleep(afterMs);
      const { code, ms } = await program.stopped();
      expect(program.output).toContain('已按要求停止：启动尚未完成，再次启动会从此处继续\n');
      expect(program.output).not.toContain('启动失败');
      expect(program.output).not.toMatch(/^ready /m);
      expect(code).toBe(0);
      expect(ms).toBeLessThan(supervisorMs);
    },
    150_000,
  );
});
