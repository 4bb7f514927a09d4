import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { until } from '@app/ledger';
import { Client } from 'pg';
import { type Program, Programs } from '../support/program';
import { buildOf, forgetBuild } from './build-of';
import { Cluster } from './cluster';
import { aRegistrationPaper } from './processes';

/** The build before this one and this one on one schema, replaced one by one under load. */
jest.setTimeout(600_000);

const run = promisify(execFile);
const now = join(__dirname, '../..');
/** The build before this one. */
const before = '7c0c334';
const programs = new Programs();
const folders = new Map<string, string>();
let cluster: Cluster;

beforeAll(async () => {
  cluster = await Cluster.make();
  await cluster.sql('CREATE ROLE ledger_owner LOGIN CREATEROLE');
  await cluster.sql('CREATE ROLE drill LOGIN');
});
afterAll(async () => {
  programs.kill();
  for (const folder of folders.values()) forgetBuild(folder);
  await cluster.remove();
});

const folderOf = (commit: string): string => {
  const folder = folders.get(commit) ?? buildOf(commit);
  folders.set(commit, folder);
  return folder;
};

/** A database of its own for one drill, asked as its owner. */
class Database {
  private constructor(private readonly name: string) {}

  static async made(name: string): Promise<Database> {
    await cluster.sql(`CREATE DATABASE ${name} OWNER ledger_owner`);
    return new Database(name);
  }
  get ownerUrl(): string {
    return cluster.url(this.name, 'ledger_owner');
  }
  get url(): string {
    return cluster.url(this.name, 'drill');
  }
  async ask<Row extends object>(text: string, values: unknown[] = []): Promise<Row[]> {
    const owner = new Client(this.ownerUrl);
    await owner.connect();
    try {
      return (await owner.query<Row>(text, values)).rows;
    } finally {
      await owner.end();
    }
  }
  /** The schema of a build, and the right for our login to work on it. */
  async migrated(folder: string): Promise<void> {
    await run(process.execPath, [join(folder, 'dist/apps/cli/src/migrate.js')], {
      env: { ...process.env, DATABASE_OWNER_URL: this.ownerUrl },
    });
    await this.ask('GRANT ledger_app TO drill');
  }
  /** An officer's key, handed out by the build of then: one that no event tells of would be found. */
  async admit(folder: string): Promise<string> {
    const who = ['--role', 'officer', '--holder', '张三', '--unit-name', '支队', '--unit-code', '1113100001YMGCE72W'];
    const { stdout } = await run(process.execPath, [join(folder, 'dist/apps/cli/src/keys.js'), 'issue', ...who], {
      env: { ...process.env, DATABASE_OWNER_URL: this.ownerUrl },
    });
    const key = /fcl_\S+/.exec(stdout)?.[0];
    if (key === undefined) throw new Error(`no key: ${stdout}`);
    return key;
  }
  async replayed(): Promise<void> {
    await run(process.execPath, [join(now, 'dist/apps/cli/src/replay.js')], {
      env: { ...process.env, DATABASE_URL: this.url },
    });
  }
}

interface Running {
  readonly program: Program;
  readonly url: string;
}
async function started(folder: string, app: 'api' | 'worker', environment: NodeJS.ProcessEnv): Promise<Running> {
  const program = programs.start([join(folder, `dist/apps/${app}/src/main.js`)], {
    PORT: '0',
    WORKER_PORT: '0',
    HOST: '127.0.0.1',
    ...environment,
  });
  const [, url = ''] = await program.said(/ready (http:\S+)/, 180_000);
  return { program, url };
}
const post = async (url: string, key: string, n: number): Promise<{ status: number }> => {
  const response = await fetch(`${url}/subjects`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: JSON.stringify(aRegistrationPaper(n)),
    signal: AbortSignal.timeout(20_000),
  });
  await response.arrayBuffer();
  return { status: response.status };
};

it('builds N and N−1 serve together on schema N and are replaced one by one under load, back as well: nothing acknowledged is lost or doubled', async () => {
  const old = folderOf(before);
  const database = await Database.made('replaced');
  await database.migrated(old);
  const key = await database.admit(old);
  const environment = { DATABASE_URL: database.url };
  let worker = await started(old, 'worker', environment);
  let apis = [await started(old, 'api', { ...environment, WORKER: 'off' })];

  const acknowledged: number[] = [];
  const seen = new Set<number>();
  const load = { writing: true };
  const isLoaded = () => load.writing;
  let next = 0;
  const writers = Array.from({ length: 4 }, async () => {
    while (isLoaded()) {
      const n = next++;
      for (let turn = 0; isLoaded(); turn++) {
        const { status } = await post(apis[turn % apis.length]?.url ?? '', key, n).catch(() => ({ status: 0 }));
        seen.add(status);
        if (status === 201 || status === 200) {
          acknowledged.push(n);
          break;
        }
      }
    }
  });
  const more = async () => {
    const target = acknowledged.length + 20;
    expect(await until(() => Promise.resolve(acknowledged.length >= target), 60_000)).toBe(true);
  };
  const replaceApi = async (folder: string) => {
    const [former] = apis;
    apis = [...apis, await started(folder, 'api', { ...environment, WORKER: 'off' })];
    await more(); // both serve
    apis = apis.slice(1);
    expect(await former?.program.stopped()).toBe(0);
    await more();
  };
  const replaceWorker = async (folder: string) => {
    const former = worker;
    worker = await started(folder, 'worker', environment);
    await more();
    expect(await former.program.stopped()).toBe(0);
    await more();
  };

  await more();
  await database.migrated(now); // while the build of before serves
  await more();
  await replaceApi(now);
  await replaceWorker(now);
  await replaceApi(old); // a rollback: nothing is migrated down
  await replaceWorker(old);
  await replaceWorker(now);
  await replaceApi(now);
  load.writing = false;
  await Promise.all(writers);

  expect([...seen].filter((status) => ![0, 200, 201, 503].includes(status))).toEqual([]);
  const stored = await database.ask<{ id: string; times: string }>(
    `SELECT subject_id AS id, count(*) AS times FROM ledger_events WHERE type = 'CreditSubjectRegistered' GROUP BY subject_id`,
  );
  const times = new Map(stored.map(({ id, times: counted }) => [id, Number(counted)]));
  expect(acknowledged.filter((n) => times.get(aRegistrationPaper(n).uscc) !== 1)).toEqual([]);
  expect([...times.values()].filter((counted) => counted !== 1)).toEqual([]);
  await worker.program.stopped();
  await apis[0]?.program.stopped();
  await database.replayed();
  process.stdout.write(`${acknowledged.length} acknowledged while builds were replaced\n`);
});
