import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmod, cp, mkdir, mkdtemp, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { findBinaries, packageFolder } from './binaries';
import { openCluster } from './cluster';
import { exists } from './home';
import { childrenOf, processAt } from './process-at';
import { run, serverUser } from './server-user';
import { startEmbeddedPostgres, type EmbeddedPostgres } from './start-embedded-postgres';

const isRoot = process.getuid?.() === 0;

let folder: string;
let dataDir: string;
const started: EmbeddedPostgres[] = [];
const children: ChildProcess[] = [];

/** What initdb makes: most tests are about what comes after it, and begin with a copy. */
const prepared = process.env.TEST_PREPARED_CLUSTER ?? '';

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'embedded-postgres-'));
  await chmod(folder, 0o755); // as root, so that the server's user can work in it
  dataDir = join(folder, 'data');
});

afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  const servers = started.splice(0);
  for (const server of servers) await server.stop();
  for (const { home } of servers) await rm(home, { recursive: true, force: true });
  await rm(folder, { recursive: true, force: true });
});

/** Owners and modes included. */
async function prepare(home: string): Promise<void> {
  await mkdir(home, { recursive: true });
  const copied = await run('cp', ['-a', prepared, home], undefined);
  if (!copied.succeeded) throw new Error(copied.output);
}

/** The programs that were told of this folder, as far as the system tells. */
async function processesNaming(folder: string): Promise<string[]> {
  const pids = (await readdir('/proc').catch(() => [])).filter((name) => /^\d+$/.test(name));
  const commands = await Promise.all(pids.map((pid) => readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')));
  return commands.filter((command) => command.includes(folder));
}

type Options = Partial<Parameters<typeof startEmbeddedPostgres>[0]>;

/** With a cluster that is there. Without durability, which is faster, where a test does not lose a server. */
async function start(options: Options = {}): Promise<EmbeddedPostgres> {
  const home = options.dataDir ?? dataDir;
  if (!(await exists(join(home, 'cluster')))) await prepare(home);
  return startFirst(options);
}

/** The very first time, when there is no cluster. */
async function startFirst(options: Options = {}): Promise<EmbeddedPostgres> {
  const server = await startEmbeddedPostgres({ dataDir, durable: false, ...options });
  started.push(server);
  return server;
}

/** The same in a process of its own. */
async function startInChild(): Promise<{ child: ChildProcess; pid: number; adopted: boolean; url: string }> {
  const child = spawn(process.execPath, [join(__dirname, 'start-in-child.fixture.cjs'), dataDir], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  children.push(child);
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  return { child, ...(JSON.parse(line.toString()) as { pid: number; adopted: boolean; url: string }) };
}

async function killed(child: ChildProcess): Promise<void> {
  child.kill('SIGKILL');
  await once(child, 'exit');
}

async function query(url: string, text: string): Promise<unknown[]> {
  const client = new Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    const { rows } = await client.query<{ value: unknown }>(text);
    return rows.map((row) => row.value);
  } finally {
    await client.end();
  }
}

async function write(url: string, note: string): Promise<void> {
  await query(url, 'CREATE TABLE IF NOT EXISTS notes (value text)');
  await query(url, `INSERT INTO notes VALUES ('${note}')`);
}
const notes = (url: string) => query(url, 'SELECT value FROM notes');
const logOf = (server: EmbeddedPostgres) => readFile(join(server.home, 'cluster', 'server.log'), 'utf8');
const gone = async (pid: number) => {
  while (processAt(pid) === 'server') await sleep(20);
};

describe('a data folder', () => {
  it('gets a server on its first start, and keeps data and port over a restart', async () => {
    const first = await startFirst();
    await write(first.superuserUrl, '处罚决定');
    await first.stop();

    const second = await start();
    expect(second.adopted).toBe(false);
    expect(second.port).toBe(first.port);
    expect(await notes(second.superuserUrl)).toEqual(['处罚决定']);
  });

  it('lets in nobody without the password, and only from this machine', async () => {
    const server = await start();
    await expect(query(server.urlFor('postgres', 'guess', 'postgres'), 'SELECT 1')).rejects.toThrow(
      'password authentication failed',
    );
    expect(await query(server.superuserUrl, `SELECT current_setting('listen_addresses') AS value`)).toEqual([
      '127.0.0.1',
    ]);
    expect(await query(server.superuserUrl, `SELECT DISTINCT auth_method AS value FROM pg_hba_file_rules`)).toEqual([
      'scram-sha-256',
    ]);
    expect((await stat(join(server.home, 'cluster', 'superuser-password'))).mode & 0o777).toBe(0o600);
  });

  it('stores Chinese text so that it can be searched, checked by page checksums, in UTC', async () => {
    const { superuserUrl } = await start();
    const setting = (name: string) => query(superuserUrl, `SELECT current_setting('${name}') AS value`);
    expect(await setting('server_encoding')).toEqual(['UTF8']);
    expect(await setting('data_checksums')).toEqual(['on']);
    expect(await setting('timezone')).toEqual(['UTC']);
    expect(await query(superuserUrl, `SELECT '消防' ~ '^\\w+$' AS value`)).toEqual([true]);
  });

  it('works where its path has spaces, quotes and Chinese characters', async () => {
    const awkward = join(folder, `消防 信用's "账本" $HOME %20`, '数据');
    const server = await startFirst({ dataDir: awkward });
    expect(server.home).toBe(awkward);
    await server.stop();
    expect((await start({ dataDir: awkward })).adopted).toBe(false);
  });

  it('may be private: as root the database then lies in /var/lib, and follows when the folder is moved', async () => {
    const before = join(folder, 'private');
    await mkdir(before, { mode: 0o700 });
    const server = await startFirst({ dataDir: join(before, 'data') });
    expect(server.home.startsWith(isRoot ? '/var/lib/fire-credit-ledger/' : before)).toBe(true);
    await write(server.superuserUrl, '列入');
    await server.stop();

    const after = join(folder, 'moved');
    await rename(before, after);
    const moved = await startFirst({ dataDir: join(after, 'data') });
    expect(await notes(moved.superuserUrl)).toEqual(['列入']);
  });

  it('runs beside another one', async () => {
    const [one, other] = await Promise.all([start(), start({ dataDir: join(folder, 'other') })]);
    expect(one.port).not.toBe(other.port);
    await write(one.superuserUrl, 'one');
    await expect(notes(other.superuserUrl)).rejects.toThrow('does not exist');
  });

  it('takes another port when somebody has its own', async () => {
    const first = await start();
    await first.stop();
    const other = await start({ dataDir: join(folder, 'other') });
    await writeFile(join(first.home, 'cluster', 'port'), String(other.port));
    expect((await start()).port).not.toBe(other.port);
  });
});

describe('a polite stop', () => {
  it('shuts the server down, leaves nothing to recover, and may be said twice', async () => {
    const server = await start();
    await Promise.all([server.stop(), server.stop()]);
    await server.stop();
    expect(processAt(server.pid)).not.toBe('server');
    expect(await logOf(server)).toContain('database system is shut down');

    expect(await logOf(await start())).not.toContain('not properly shut down');
  });

  it('does not wait for open transactions', async () => {
    const server = await start();
    const client = new Client({ connectionString: server.superuserUrl });
    client.on('error', () => undefined);
    await client.connect();
    await client.query('BEGIN');
    await client.query('CREATE TABLE unfinished ()');
    await server.stop();
    await client.end().catch(() => undefined);
    expect(await query((await start()).superuserUrl, `SELECT to_regclass('unfinished') AS value`)).toEqual([null]);
  });
});

describe('a pulled plug', () => {
  it('our process is killed: the server goes on, and the next start takes it over', async () => {
    await prepare(dataDir);
    const { child, pid, url } = await startInChild();
    await write(url, 'acknowledged');
    await killed(child);

    const server = await start({ durable: true });
    expect(server).toMatchObject({ adopted: true, pid });
    expect(await notes(server.superuserUrl)).toEqual(['acknowledged']);
    await server.stop();
    expect(processAt(pid)).not.toBe('server');
  });

  it('the server is killed: the next start recovers what was committed', async () => {
    const server = await start({ durable: true });
    await write(server.superuserUrl, 'acknowledged');
    process.kill(server.pid, 'SIGKILL');

    const next = await start({ durable: true });
    expect(next.pid).not.toBe(server.pid);
    expect(await notes(next.superuserUrl)).toEqual(['acknowledged']);
    expect(await logOf(next)).toContain('not properly shut down');
  });

  it('both are killed: the same', async () => {
    await prepare(dataDir);
    const { child, pid, url } = await startInChild();
    await write(url, 'acknowledged');
    process.kill(pid, 'SIGKILL');
    await killed(child);

    const server = await start({ durable: true });
    expect(server.adopted).toBe(false);
    expect(await notes(server.superuserUrl)).toEqual(['acknowledged']);
  });

  it('the machine restarts, and the number of the old server now belongs to another program', async () => {
    const server = await start();
    process.kill(server.pid, 'SIGKILL');
    await gone(server.pid);
    const { uid, gid } = await stat(join(server.home, 'cluster', 'data'));
    const stranger = spawn('sleep', ['60'], { uid, gid });
    children.push(stranger);
    await once(stranger, 'spawn');
    const file = join(server.home, 'cluster', 'data', 'postmaster.pid');
    await writeFile(file, (await readFile(file, 'utf8')).replace(/^\d+/, String(stranger.pid)));

    expect((await start()).adopted).toBe(false);
    expect(stranger.exitCode).toBeNull();
  });

  it('a first start is killed half way: the next one begins anew and clears up', async () => {
    await mkdir(join(dataDir, 'cluster.new-999999999-left', 'data'), { recursive: true });
    const server = await startFirst();
    expect((await readdir(server.home)).filter((name) => name.startsWith('cluster'))).toEqual(['cluster']);
  });
});

async function healed(server: EmbeddedPostgres, before: number): Promise<void> {
  while (server.pid === before) await sleep(20);
}

describe('a server that is kept up', () => {
  let said: string[];
  beforeEach(() => {
    said = [];
  });
  const startKept = () => start({ durable: true, keepUp: true, log: (line) => said.push(line) });
  /** Waits until it has said so, as often. */
  const saysOf = async (what: string, times: number) => {
    while (said.filter((line) => line.includes(what)).length < times) await sleep(20);
  };
  const kill = async (server: EmbeddedPostgres) => {
    const { pid } = server;
    process.kill(pid, 'SIGKILL');
    await gone(pid);
    return pid;
  };

  it('is killed, and again: it is back on the same port, with what was committed, until it is told to stop', async () => {
    const server = await startKept();
    await write(server.superuserUrl, 'acknowledged');
    await healed(server, await kill(server));
    await healed(server, await kill(server));
    expect(await notes(server.superuserUrl)).toEqual(['acknowledged']);
    await server.stop();
    await sleep(500);
    expect(processAt(server.pid)).not.toBe('server');
  });

  it('loses only our connection: it is left running', async () => {
    const server = await startKept();
    await query(
      server.superuserUrl,
      `SELECT pg_terminate_backend(pid) AS value FROM pg_stat_activity WHERE application_name = 'embedded-postgres'`,
    );
    await saysOf('was away and is back', 1);
    expect(
      await query(server.superuserUrl, `SELECT count(*)::int AS value FROM pg_locks WHERE objid = 20250711`),
    ).toEqual([1]);
  });

  it('cannot be started for a while: it is tried until it can', async () => {
    const server = await startKept();
    const data = join(server.home, 'cluster', 'data');
    const pid = await kill(server);
    await rename(data, `${data}.away`);
    await saysOf('PostgreSQL is away', 2);
    expect(server.pid).toBe(pid);
    await rename(`${data}.away`, data);
    await healed(server, pid);
  });

  it('finds its port taken: it waits for it, because its users know no other', async () => {
    const server = await startKept();
    const { port, superuserUrl } = server;
    const stranger = createServer((socket) => socket.destroy());
    const pid = await kill(server);
    await new Promise<void>((resolve) => stranger.listen(port, '127.0.0.1', resolve));
    await saysOf('PostgreSQL is away', 2);
    expect(server.pid).toBe(pid);
    await new Promise((resolve) => stranger.close(resolve));
    await healed(server, pid);
    expect(await query(superuserUrl, 'SELECT 1 AS value')).toEqual([1]);
  });

  it('is told to stop while it is away: it stays away', async () => {
    const server = await startKept();
    const pid = await kill(server);
    await server.stop();
    await sleep(500);
    expect(server.pid).toBe(pid);
  });
});

/** False: it ended by itself in this very moment, as the process of a session does. */
function isMadeToHang(pid: number): boolean {
  try {
    return process.kill(pid, 'SIGSTOP');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
    throw error;
  }
}

describe('what hangs', () => {
  it('is killed with all its processes when patience is at its end, and loses nothing', async () => {
    const server = await start({ durable: true });
    await write(server.superuserUrl, 'acknowledged');
    const processes = [server.pid, ...childrenOf(server.pid)].filter(isMadeToHang);
    await server.stop(AbortSignal.timeout(500)); // of those that stand still none ends by itself
    expect(processes.filter((pid) => processAt(pid) === 'server')).toEqual([]);
    expect(await notes((await start({ durable: true })).superuserUrl)).toEqual(['acknowledged']);
  });

  it('is not waited for when a start is broken off: nothing runs then', async () => {
    await prepare(dataDir);
    const over = new AbortController();
    const starting = startEmbeddedPostgres({ dataDir, durable: false, signal: over.signal });
    const file = join(dataDir, 'cluster', 'data', 'postmaster.pid');
    let pid = 0;
    while (pid === 0) {
      await sleep(1);
      pid = Number((await readFile(file, 'utf8').catch(() => '')).split('\n')[0]);
    }
    over.abort(new Error('told to stop'));
    const end = await starting.then(
      (server) => server.stop().then(() => 'it was there a moment before'),
      (error: unknown) => (error instanceof Error ? error.message : ''),
    );
    expect(['told to stop', 'it was there a moment before']).toContain(end);
    expect(processAt(pid)).not.toBe('server');
  });

  it('is not waited for when a start is broken off while a cluster is made: neither initdb nor a half of it stays', async () => {
    const over = new AbortController();
    const began: string[] = [];
    const log = (line: string) => {
      began.push(line);
      setTimeout(() => {
        over.abort(new Error('told to stop'));
      }, 50);
    };
    await expect(startEmbeddedPostgres({ dataDir, signal: over.signal, log })).rejects.toThrow('told to stop');
    expect(began).toEqual([expect.stringContaining('making a new database cluster')]);
    expect(await processesNaming(dataDir)).toEqual([]);
    expect((await readdir(dataDir)).filter((name) => name.startsWith('cluster'))).toEqual([]);
  });
});

describe('several processes with one data folder', () => {
  it('start at the same moment, the very first time: one server, and it stays until the last one leaves', async () => {
    const all = await Promise.all([startInChild(), startInChild(), startInChild()]);
    const pid = all[0].pid;
    expect(all.map((one) => one.pid)).toEqual([pid, pid, pid]);
    expect(all.filter((one) => !one.adopted)).toHaveLength(1);

    for (const { child } of all.slice(0, 2)) {
      child.stdin?.end();
      await once(child, 'exit');
    }
    expect(await query(all[0].url, 'SELECT 1 AS value')).toEqual([1]);
    all[2].child.stdin?.end();
    await once(all[2].child, 'exit');
    expect(processAt(pid)).not.toBe('server');
  });

  it('one starts while another stops: it waits and starts the server again', async () => {
    const first = await start();
    await write(first.superuserUrl, 'kept');
    const [second] = await Promise.all([start(), first.stop()]);
    expect(await notes(second.superuserUrl)).toEqual(['kept']);
  });

  it('a copy of the folder does not take over the server of the original', async () => {
    await start({ dataDir: join(folder, 'original') });
    await cp(join(folder, 'original'), dataDir, { recursive: true });
    await expect(start()).rejects.toMatchObject({ code: 'server-did-not-start' });
  });
});

describe('durability', () => {
  const settings = ({ superuserUrl }: EmbeddedPostgres) =>
    query(
      superuserUrl,
      `SELECT setting AS value FROM pg_settings WHERE name IN ('fsync', 'synchronous_commit', 'full_page_writes')`,
    );

  it('is there unless a test does without', async () => {
    await prepare(dataDir);
    const durable = await startEmbeddedPostgres({ dataDir });
    started.push(durable);
    expect(await settings(durable)).toEqual(['on', 'on', 'on']);
    expect(await settings(await start({ dataDir: join(folder, 'other') }))).toEqual(['off', 'off', 'off']);
  });

  it('is not taken for granted: a server that runs without is not taken over by somebody who relies on it', async () => {
    await start({ durable: false });
    await expect(start({ durable: true })).rejects.toMatchObject({ code: 'server-runs-without-durability' });
  });
});

describe('when it cannot be', () => {
  it('a failing initdb is quoted and leaves nothing behind', async () => {
    const binaries = join(folder, 'bin');
    await mkdir(binaries);
    await writeFile(join(binaries, 'initdb'), '#!/bin/sh\necho no space left on device >&2; exit 1\n', { mode: 0o755 });
    await mkdir(dataDir);
    await expect(openCluster(dataDir, binaries, await serverUser(), true, () => undefined)).rejects.toMatchObject({
      code: 'initdb-failed',
      message: expect.stringContaining('no space left on device') as string,
    });
    expect(await readdir(dataDir)).toEqual([]);
  });

  it('a server that does not start is quoted', async () => {
    const server = await start();
    await server.stop();
    await writeFile(join(server.home, 'cluster', 'data', 'postgresql.auto.conf'), 'no_such_setting = 1\n');
    await expect(start()).rejects.toMatchObject({
      code: 'server-did-not-start',
      message: expect.stringContaining('no_such_setting') as string,
    });
  });
});

describe('the binaries', () => {
  const installed = packageFolder(process.platform, process.arch, (name) => require.resolve(name));

  it('run after an install without scripts, in a path with spaces and Chinese characters', async () => {
    const list = await readFile(join(installed, 'native', 'pg-symlinks.json'), 'utf8');
    const links = (JSON.parse(list) as { target: string }[]).map(({ target }) => join(installed, target));
    const copy = join(folder, '没有 脚本', 'package');
    await cp(installed, copy, { recursive: true, filter: (path) => !links.includes(path) });

    const bin = await findBinaries(copy, folder, await serverUser(), () => undefined);
    expect(bin).toBe(join(copy, 'native', 'bin'));
  });

  it('are copied when they cannot run where they lie', async () => {
    const installation = join(folder, 'linux-x64');
    await cp(installed, installation, { recursive: true, verbatimSymlinks: true });
    await chmod(join(installation, 'native', 'bin', 'postgres'), 0o644);
    await writeFile(join(installation, 'package.json'), JSON.stringify({ version: `0.0.0-${process.pid}` }));

    const bin = await findBinaries(installation, folder, await serverUser(), () => undefined);
    const copy = join(isRoot ? '/var/lib/fire-credit-ledger' : folder, 'binaries', `linux-x64-0.0.0-${process.pid}`);
    expect(bin).toBe(join(copy, 'bin'));
    await rm(copy, { recursive: true });
  });
});
