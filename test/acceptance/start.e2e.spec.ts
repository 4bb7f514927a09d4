import { createServer, type Server } from 'node:net';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PersonalData } from '@app/personal-data';
import { PostgresPersonKeys } from '@app/personal-data/postgres';
import { Pool } from 'pg';
import { eventually } from '../support/eventually';
import { aMasterKey } from '../support/personal-data';
import { type Program, Programs } from '../support/program';
import { createTestDatabase, type TestDatabase } from '../support/test-database';

/** A start that fails ends, says why in one line, and leaves nothing that works on unseen. */
const api = 'dist/apps/api/src/main.js';
const worker = 'dist/apps/worker/src/main.js';
const programs = new Programs();

let database: TestDatabase;
let folder: string;
let taken: Server;
beforeAll(async () => {
  database = await createTestDatabase();
  folder = await mkdtemp(join(tmpdir(), 'ledger-start-'));
  taken = createServer().listen(0, '127.0.0.1');
  await once(taken, 'listening');
});
afterAll(async () => {
  programs.kill();
  taken.close();
  await database.drop();
  await rm(folder, { recursive: true });
});

const start = (program: string, environment: NodeJS.ProcessEnv = {}): Program =>
  programs.start([program], {
    DATABASE_URL: database.loginUrl,
    PORT: '0',
    WORKER_PORT: '0',
    HOST: '127.0.0.1',
    ...environment,
  });

async function withOwner<Found>(action: (pool: Pool) => Promise<Found>): Promise<Found> {
  const pool = new Pool({ connectionString: database.ownerUrl });
  try {
    return await action(pool);
  } finally {
    await pool.end();
  }
}
const linesOf = ({ output }: Program) =>
  output
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { level: number; msg: string; time: string });
const lastLineOf = (program: Program) => linesOf(program).at(-1);
/** Only another is left: the one that asks. */
const connections = () =>
  withOwner(async (pool) => {
    const { rows } = await pool.query<{ name: string }>(
      `SELECT application_name AS name FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()`,
    );
    return rows.map(({ name }) => name);
  });

it.each([
  ['api', api, 'PORT'],
  ['worker', worker, 'WORKER_PORT'],
])(
  'of the %s whose port is taken ends, and follows, signs and delivers nothing',
  async (_name, path, name) => {
    const { port } = taken.address() as { port: number };
    const program = start(path, { [name]: String(port) });
    expect(await program.ended()).toBe(1);
    expect(linesOf(program)).toContainEqual(
      expect.objectContaining({ level: 60, msg: expect.stringContaining('EADDRINUSE') as unknown }),
    );
    expect(await eventually(connections, (names) => names.length === 0)).toEqual([]);
  },
  60_000,
);

describe('with another master key than the one in use', () => {
  let other: string;
  beforeAll(async () => {
    other = join(folder, 'other-master-key');
    await writeFile(other, `${Buffer.alloc(32, 9).toString('base64')}\n`, { mode: 0o600 });
    await withOwner(async (pool) => {
      const personal = new PersonalData(new PostgresPersonKeys(pool), aMasterKey(), () => undefined);
      await personal.sealOf(personal.personIdOf('13100220000101001X'));
    });
  });

  it.each([
    ['api', api],
    ['worker', worker],
  ])(
    'the %s ends',
    async (_name, program) => {
      const running = start(program, { PERSONAL_MASTER_KEY_FILE: other });
      expect(await running.ended()).toBe(1);
      expect(lastLineOf(running)).toMatchObject({ level: 60, msg: expect.stringContaining('master key') as unknown });
    },
    60_000,
  );
});

it.each([
  ['LOG_LEVEL', { LOG_LEVEL: 'loud' }],
  ['DATABASE_URL', { DATABASE_URL: '' }],
  ['a password', { DATABASE_URL: 'postgres://somebody:geheim123@127.0.0.1:1/ledger' }],
  ['a password', { EVENT_LOG: 'eventstoredb', EVENTSTORE_URL: 'esdb://ledger:geheim123@127.0.0.1:1?tls=False' }],
])(
  'says what is wrong with %s in one line of JSON, without a password',
  async (_what, environment) => {
    const program = start(worker, environment);
    expect(await program.ended()).toBe(1);
    expect(lastLineOf(program)).toMatchObject({ level: 60, msg: expect.stringMatching(/^not started: /) as unknown });
    expect(program.output).not.toContain('geheim123');
  },
  60_000,
);

it('through npm ends with npm', async () => {
  const environment = { DATABASE_URL: database.loginUrl, PORT: '0', HOST: '127.0.0.1' };
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  const program = programs.start(['run', '--ignore-scripts', 'start:prod'], environment, npm);
  const [, url] = await program.said(/^ready (\S+)/m);
  program.child.kill('SIGTERM');
  const answers = () =>
    fetch(`${url}/health/live`).then(
      () => true,
      () => false,
    );
  expect(await eventually(answers, (does) => !does)).toBe(false);
  expect(await eventually(connections, (names) => names.length === 0)).toEqual([]);
});

describe('a worker by itself', () => {
  let program: Program;
  let url: string;
  beforeAll(async () => {
    program = start(worker, { LOG_LEVEL: 'info' });
    url = (await program.said(/^ready (\S+)/m))[1] ?? '';
  });
  it('says how it is, and what it does', async () => {
    const health = async () => {
      const answer = await fetch(`${url}/health/ready`);
      return { status: answer.status, body: (await answer.json()) as { checks: { name: string }[] } };
    };
    const { body } = await eventually(health, ({ status }) => status === 200);
    expect(body.checks.map(({ name }) => name)).toContain('credit-dossier-2');
    const metrics = await (await fetch(`${url}/metrics`)).text();
    expect(metrics).toMatch(/^ledger_projection_age_seconds\{projection="credit-dossier-2"\} \d/m);
    expect(metrics).toMatch(/^ledger_pool_connections\{pool="followers",state="max"\} 8$/m);
    expect(metrics).not.toMatch(/^nodejs_active_\w+_total/m);
  });

  it('answers no question about anybody', async () => {
    expect((await fetch(`${url}/subjects/91131002MA0CAA173X/status`)).status).toBe(404);
  });

  it('writes each line of its log as JSON, in its level, on standard error', () => {
    const lines = program.output
      .trim()
      .split('\n')
      .filter((line) => !line.startsWith('ready '));
    expect(lines.length).toBeGreaterThan(0);
    for (const line of lines) expect(JSON.parse(line)).toMatchObject({ level: expect.any(Number) as unknown });
  });

  it('ends politely', async () => {
    expect(await program.stopped()).toBe(0);
  });
});
