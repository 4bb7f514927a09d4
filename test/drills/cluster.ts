import { execFileSync } from 'node:child_process';
import { appendFileSync, chownSync, cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { findBinaries, packageFolder } from '../../libs/embedded-postgres/src/binaries';
import { run, serverUser, type ServerUser } from '../../libs/embedded-postgres/src/server-user';

/** Settings of a server of its own; whatever a drill needs beside. */
type ServerSettings = Readonly<Record<string, string>>;

/**
 * A real PostgreSQL cluster for a drill, from the binaries of the package: made, stopped, killed, copied, promoted. Everybody on loopback is let in.
 * Durable as in production; it ends with `remove`.
 */
export class Cluster {
  port = 0;
  private settings: ServerSettings = {};

  private constructor(
    readonly folder: string,
    private readonly binaries: string,
    private readonly user: ServerUser,
  ) {}

  /** @param binaries of another server than the package's: `bin` of an installed one */
  static async make(settings: ServerSettings = {}, binaries?: string): Promise<Cluster> {
    const cluster = await Cluster.inNewFolder(binaries);
    const how = ['--auth=trust', '--username=postgres', '--encoding=UTF8', '--locale=C.UTF-8', '--no-sync'];
    await cluster.mustRun('initdb', ['-D', cluster.data, ...how]);
    await cluster.start(settings);
    return cluster;
  }

  private static async inNewFolder(binaries?: string): Promise<Cluster> {
    const user = await serverUser();
    const folder = mkdtempSync(join(tmpdir(), 'ledger-drill-'));
    if (user) chownSync(folder, user.uid, user.gid);
    if (binaries !== undefined) return new Cluster(folder, binaries, user);
    const installed = packageFolder(process.platform, process.arch, (name) => require.resolve(name));
    return new Cluster(folder, await findBinaries(installed, folder, user, () => undefined), user);
  }

  get data(): string {
    return join(this.folder, 'data');
  }

  url(database = 'postgres', login = 'postgres'): string {
    return `postgres://${login}@127.0.0.1:${this.port}/${database}`;
  }

  /** The database `ledger` here, made when it is not there yet. */
  async ledger(): Promise<{ readonly url: string; readonly ownerUrl: string }> {
    const [there] = await this.sql(`SELECT FROM pg_database WHERE datname = 'ledger'`);
    if (!there) {
      await this.sql('CREATE ROLE ledger_owner LOGIN CREATEROLE');
      await this.sql('CREATE DATABASE ledger OWNER ledger_owner');
    }
    return { url: this.url('ledger'), ownerUrl: this.url('ledger', 'ledger_owner') };
  }

  /** Starts it, on the port it had, and resolves when it answers (a standby: when it can be read). */
  async start(settings: ServerSettings = this.settings): Promise<void> {
    this.settings = settings;
    this.port ||= await freePort();
    const all = {
      port: String(this.port),
      listen_addresses: '127.0.0.1',
      unix_socket_directories: '',
      wal_keep_size: '256MB',
      ...settings,
    };
    const options = Object.entries(all).map(([name, value]) => `-c ${name}='${value}'`);
    await this.mustRun('pg_ctl', [
      '-D',
      this.data,
      '-w',
      '-l',
      join(this.folder, 'log'),
      '-o',
      options.join(' '),
      'start',
    ]);
  }

  /** `immediate` is the plug that is pulled. */
  async stop(how: 'fast' | 'immediate' = 'fast'): Promise<void> {
    await this.mustRun('pg_ctl', ['-D', this.data, '-w', '-m', how, 'stop']);
  }

  /** Waits until this standby has everything that the primary has written by now. */
  async hasAllOf(primary: Cluster): Promise<void> {
    const [{ lsn } = { lsn: '' }] = await primary.sql<{ lsn: string }>('SELECT pg_current_wal_flush_lsn() AS lsn');
    for (const end = Date.now() + 20_000; ;) {
      const [row] = await this.sql<{ has: boolean }>('SELECT pg_last_wal_replay_lsn() >= $1 AS has', [lsn]);
      if (row?.has === true) return;
      if (Date.now() > end) throw new Error(`the standby does not follow:\n${this.said()}`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  async promote(): Promise<void> {
    await this.mustRun('pg_ctl', ['-D', this.data, '-w', 'promote']);
  }

  /** A copy of its files, taken while it runs. Not started yet. */
  async copy(): Promise<Cluster> {
    const copy = await Cluster.inNewFolder();
    // One session for both: the backup ends with it otherwise.
    await this.asking(async (client) => {
      await client.query(`SELECT pg_backup_start('drill', true)`);
      cpSync(this.data, copy.data, {
        recursive: true,
        filter: (path) => !/\/(postmaster\.(pid|opts)|pg_replslot\/.+)$/.test(path),
      });
      const { rows } = await client.query<{ labelfile: string }>('SELECT labelfile FROM pg_backup_stop(false)');
      writeFileSync(join(copy.data, 'backup_label'), rows[0]?.labelfile ?? '');
    });
    // What was written until the backup ended lies in the log of now.
    cpSync(join(this.data, 'pg_wal'), join(copy.data, 'pg_wal'), { recursive: true, force: true });
    copy.own();
    return copy;
  }

  /** A standby of it that follows by streaming. Running. */
  async standby(name: string, settings: ServerSettings = {}): Promise<Cluster> {
    const standby = await this.copy();
    writeFileSync(join(standby.data, 'standby.signal'), '');
    appendFileSync(
      join(standby.data, 'postgresql.auto.conf'),
      `\nprimary_conninfo = 'host=127.0.0.1 port=${this.port} user=postgres application_name=${name}'\n`,
    );
    standby.own();
    await standby.start(settings);
    return standby;
  }

  /** Names this moment of the history, to be recovered to. */
  async nameMoment(moment: string): Promise<void> {
    await this.sql('SELECT pg_create_restore_point($1)', [moment]);
    await this.sql('SELECT pg_switch_wal()');
  }

  /**
   * Brings a copy that was taken before forward to a moment of this server's history, by its log of changes as an archive has it: files copied. It
   * goes on from there on a timeline of its own. Running.
   */
  async recoverTo(moment: string, copy: Cluster): Promise<void> {
    const archive = join(copy.data, 'archive');
    cpSync(join(this.data, 'pg_wal'), archive, { recursive: true });
    writeFileSync(join(copy.data, 'recovery.signal'), '');
    appendFileSync(
      join(copy.data, 'postgresql.auto.conf'),
      `\nrestore_command = 'cp "${archive}/%f" "%p"'\nrecovery_target_name = '${moment}'\nrecovery_target_action = 'promote'\n`,
    );
    copy.own();
    await copy.start();
    await copy.awaitPromotion();
  }

  /** Another program of the same binaries, as the server's user. @returns what it said */
  async runProgram(program: string, line: readonly string[]): Promise<void> {
    await this.mustRun(program, line);
  }

  private async awaitPromotion(): Promise<void> {
    for (const end = Date.now() + 30_000; ;) {
      const [row] = await this.sql<{ recovering: boolean }>('SELECT pg_is_in_recovery() AS recovering');
      if (row?.recovering === false) return;
      if (Date.now() > end) throw new Error(`it does not come forward:\n${this.said()}`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  async sql<Row extends object>(text: string, values: readonly unknown[] = []): Promise<readonly Row[]> {
    return this.asking(async (client) => (await client.query<Row>(text, [...values])).rows);
  }

  async set(name: string, value: string): Promise<void> {
    await this.sql(`ALTER SYSTEM SET ${name} = '${value}'`);
    await this.sql('SELECT pg_reload_conf()');
  }

  said(): string {
    return readFileSync(join(this.folder, 'log'), 'utf8');
  }

  async remove(): Promise<void> {
    await run(join(this.binaries, 'pg_ctl'), ['-D', this.data, '-w', '-m', 'immediate', 'stop'], this.user);
    rmSync(this.folder, { recursive: true, force: true });
  }

  private async asking<Found>(ask: (client: Client) => Promise<Found>): Promise<Found> {
    const client = new Client(this.url());
    await client.connect();
    try {
      return await ask(client);
    } finally {
      await client.end();
    }
  }

  /** What was written here is the server's, and nobody else may look into it: it would not start otherwise. */
  private own(): void {
    if (this.user) execFileSync('chown', ['-R', `${this.user.uid}:${this.user.gid}`, this.data]);
    execFileSync('chmod', ['0700', this.data]);
  }

  private async mustRun(program: string, line: readonly string[]): Promise<void> {
    const { succeeded, output } = await run(join(this.binaries, program), line, this.user);
    if (!succeeded) throw new Error(`${program} ${line.at(-1)}: ${output}`);
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, 'close');
  return port;
}
