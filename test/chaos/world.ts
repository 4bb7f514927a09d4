import { randomBytes } from 'node:crypto';
import { appendFileSync, mkdirSync, openSync } from 'node:fs';
import { cp, mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '@app/embedded-postgres';
import { applicationUrl, migrate } from '@app/ledger-database';
import { hashApiKey } from '@app/ledger';
import pg from 'pg';
import { databaseClockOf } from '../support/database-clock';
import { backUpExchange, type ExchangeBackup, putBackExchange } from '../support/exchange-tables';
import { Victim } from '../torture/victim';
import type { BodyInMode } from './bodies';
import { cpuSecondsOf } from './cpu';
import { openExchangeAt } from './exchange';
import { unit } from './facts';
import { freePort } from './free-port';
import type { Binding, Mode } from './modes';

type Role = 'officer' | 'approver' | 'operator';
const roles: readonly Role[] = ['officer', 'approver', 'operator'];
const readyMs = 60_000;

/** Database, api, worker, and for each body a sandbox and what its mode needs: each a process that can be killed. All of the ledger is on one clock, that is stepped. */
export class World {
  private readonly victims = new Map<string, Victim>();
  private readonly keys = Object.fromEntries(roles.map((role) => [role, randomBytes(24).toString('base64url')]));
  private readonly ports = new Map<string, number>();
  /** As each body is told now, and as it will be when its mode is changed; its sandbox and its servers know both ways. */
  private readonly bindings = new Map<string, Binding>();
  private readonly next = new Map<string, Binding>();
  private readonly changed = new Set<string>();
  private readonly backups = new Map<string, ExchangeBackup>();
  private settings: NodeJS.ProcessEnv = {};
  /** Of servers that were killed. */
  private databaseSeconds = 0;

  private constructor(
    private readonly folder: string,
    private readonly postgres: EmbeddedPostgres,
    readonly bodies: readonly BodyInMode[],
    private aheadMs: number,
    private readonly logs: string | undefined,
  ) {
    if (logs !== undefined) mkdirSync(logs, { recursive: true });
  }

  /**
   * @param beginning the instant at which its clock starts
   * @param logs a folder for what the processes say; undefined: nobody wants to read it, trouble is expected
   */
  static async start(folder: string, bodies: readonly BodyInMode[], beginning: Date, logs?: string): Promise<World> {
    const postgres = await startEmbeddedPostgres({ dataDir: join(folder, 'postgres'), keepUp: true });
    const world = new World(folder, postgres, bodies, beginning.getTime() - Date.now(), logs);
    try {
      await world.prepare();
    } catch (error) {
      await world.stop();
      throw error;
    }
    return world;
  }

  get apiUrl(): string {
    return `http://127.0.0.1:${this.ports.get('api') ?? 0}`;
  }

  sandboxUrl(body: string): string {
    return `http://127.0.0.1:${this.ports.get(body) ?? 0}`;
  }

  key(role: Role): string {
    return this.keys[role] ?? '';
  }

  /** The servers beside the sandboxes. */
  get servers(): readonly string[] {
    return [...this.allServers.keys()];
  }

  /** Pulls the plug of a process, and starts it again on what the disk holds. @param name `api`, `worker`, a body: its sandbox, or one of `servers` */
  async killAndStart(name: string, between: () => Promise<void> = () => Promise.resolve()): Promise<void> {
    const bySelf = await this.victims.get(name)?.kill();
    if (bySelf === true) throw new Error(`${name} had ended by itself`);
    await between();
    await this.startProcess(name);
  }

  /** Keeps a copy of what each body holds that the ledger can find out about, and of each exchange database. */
  async backUp(): Promise<void> {
    for (const id of this.reconciled) await cp(this.dataOf(id), this.backupOf(id), { recursive: true });
    for (const [id, { exchangeUrl }] of this.bindings)
      if (exchangeUrl !== undefined) this.backups.set(id, await openExchangeAt(exchangeUrl, backUpExchange));
  }

  /** Puts back what was kept: what came since is lost. */
  async restore(): Promise<void> {
    for (const id of this.reconciled)
      await this.killAndStart(id, async () => {
        await rm(this.dataOf(id), { recursive: true });
        await cp(this.backupOf(id), this.dataOf(id), { recursive: true });
      });
    for (const [id, { exchangeUrl }] of this.bindings) {
      const backup = this.backups.get(id);
      if (exchangeUrl !== undefined && backup)
        await openExchangeAt(exchangeUrl, (client) => putBackExchange(client, backup));
    }
  }

  /** The bodies whose losses the daily reconciliation finds. */
  get reconciled(): readonly string[] {
    return this.bodies.flatMap(({ id, mode, then = mode }) => (mode.isReconciled && then.isReconciled ? [id] : []));
  }

  /** The bodies to whom an officer carries workbooks now. */
  get carried(): readonly string[] {
    return this.bodies.flatMap(({ id, mode, then }) => ((this.changed.has(id) ? then : mode)?.isCarried ? [id] : []));
  }

  /**
   * Tells those bodies in another mode from now on whose mode is to change: settings, and api and worker started anew. What the former mode has in hand
   * stays there, so the worker is told that it is gone: it asks for each by its key.
   */
  async changeModes(): Promise<void> {
    for (const [id, binding] of this.next) {
      this.bindings.set(id, { ...binding, settings: { ...binding.settings, FORMER_MODE_GONE: 'yes' } });
      this.changed.add(id);
    }
    if (this.next.size > 0) for (const name of ['worker', 'api']) await this.killAndStart(name);
  }

  /** The worker looks after its nightly work from this hour of its day on (Asia/Shanghai) from its next start on. */
  reconcileFrom(hour: number): void {
    this.settings = { ...this.settings, NIGHTLY_HOUR: String(hour) };
  }

  /** Pulls the plug of the database; its keeper starts it again. */
  async killDatabase(): Promise<void> {
    const { pid } = this.postgres;
    this.databaseSeconds += cpuSecondsOf(pid);
    process.kill(pid, 'SIGKILL');
    for (const end = Date.now() + readyMs; ;) {
      try {
        if (this.postgres.pid !== pid) {
          await this.query('SELECT 1');
          return;
        }
      } catch (error) {
        if (Date.now() > end) throw error;
      }
      await sleep(50);
    }
  }

  /** The clock of all jumps, that of the database included. */
  async stepClock(ms: number): Promise<void> {
    this.aheadMs += ms;
    await this.query(`UPDATE public.test_clock SET ahead = $1::float8 * interval '1 millisecond'`, [this.aheadMs]);
    for (const name of ['api', 'worker']) this.victims.get(name)?.tell([String(this.aheadMs)]);
  }

  /** So many seconds of processor all of it has had up to now. */
  cpuSeconds(): { readonly programs: number; readonly database: number } {
    return {
      programs: Math.round(cpuSecondsOf(process.pid)),
      database: Math.round(this.databaseSeconds + cpuSecondsOf(this.postgres.pid)),
    };
  }

  now(): Date {
    return new Date(Date.now() + this.aheadMs);
  }

  /** Asks the database as its administrator, on a connection of its own: the database is killed now and then. */
  async query<Row extends pg.QueryResultRow>(text: string, values: readonly unknown[] = []): Promise<Row[]> {
    const client = new pg.Client({ connectionString: this.databaseUrl });
    client.on('error', () => undefined); // what was asked fails by itself
    await client.connect();
    try {
      return (await client.query<Row>(text, [...values])).rows;
    } finally {
      await client.end();
    }
  }

  async stop(): Promise<void> {
    await Promise.all([...this.victims.values()].map((victim) => victim.kill()));
    await this.postgres.stop();
  }

  private get databaseUrl(): string {
    return Object.assign(new URL(this.postgres.superuserUrl), { pathname: '/chaos' }).href;
  }

  private async prepare(): Promise<void> {
    const server = new pg.Client(this.postgres.superuserUrl);
    await server.connect();
    await server.query('CREATE DATABASE chaos');
    await server.end();
    await migrate(this.databaseUrl);
    await (await databaseClockOf(this.databaseUrl)).close();
    await this.stepClock(0);
    await this.query(
      `INSERT INTO api_keys (key_hash, holder, unit_name, unit_code, role, records_for)
       SELECT hash, holder, $3, $4, holder, '{*}' FROM unnest($1::text[], $2::text[]) AS one (hash, holder)`,
      [roles.map((role) => hashApiKey(this.key(role))), roles, unit.name, unit.code],
    );
    const names = ['api', ...this.bodies.map(({ id }) => id)];
    for (const name of names) this.ports.set(name, await freePort());
    for (const { id, mode, then } of this.bodies) {
      this.bindings.set(id, await this.bound(id, mode));
      if (then) this.next.set(id, await this.bound(id, then));
    }
    await Promise.all([...names, ...this.servers, 'worker'].map((name) => this.startProcess(name)));
  }

  private async bound(body: string, mode: Mode): Promise<Binding> {
    const folder = join(this.folder, 'bound', body, mode.name);
    await mkdir(folder, { recursive: true });
    const { superuserUrl } = this.postgres;
    return mode.bind({ body, folder, superuserUrl, sandboxUrl: this.sandboxUrl(body) });
  }

  /** By the names of their processes. */
  private get allServers(): ReadonlyMap<string, NonNullable<Binding['server']>> {
    const all = [...this.bindings, ...this.next].flatMap(([id, { server }]) =>
      server ? [[`${id}-server`, server] as const] : [],
    );
    return new Map(all);
  }

  private dataOf(body: string): string {
    return join(this.folder, 'sandboxes', body);
  }

  private backupOf(body: string): string {
    return join(this.folder, 'yesterday', body);
  }

  private programOf(name: string): { readonly script: string; readonly environment: NodeJS.ProcessEnv } {
    const sandbox = this.bindings.get(name);
    if (sandbox)
      return {
        script: '../../apps/sandbox/src/main.js',
        environment: { ...this.next.get(name)?.sandbox, ...sandbox.sandbox, DATA_DIR: this.dataOf(name) },
      };
    const server = this.allServers.get(name);
    if (server) return { script: server.script, environment: server.settings };
    return { script: `../chaos/${name}.js`, environment: {} };
  }

  private async startProcess(name: string): Promise<void> {
    const { script, environment } = this.programOf(name);
    const settings = {
      PORT: String(this.ports.get(name) ?? 0),
      DATABASE_URL: applicationUrl(this.databaseUrl),
      AHEAD_MS: String(this.aheadMs),
      BODIES: this.bodies.map(({ id }) => id).join(','),
      ...Object.assign({}, ...[...this.bindings].map(([id, { settings: own }]) => inCapitals(id, own))),
      ...this.settings,
      ...(this.logs === undefined && { QUIET: 'yes' }),
      ...environment,
    } as NodeJS.ProcessEnv;
    let isReady: () => void = () => undefined;
    const ready = new Promise<'ready'>((resolve) => {
      isReady = () => {
        resolve('ready');
      };
    });
    const said: string[] = [];
    const log = this.logs === undefined ? undefined : join(this.logs, `${name}.log`);
    const hear = (line: string): void => {
      if (log !== undefined) appendFileSync(log, `${line}\n`);
      if (/^(ready|sandbox ready)\b/.test(line)) isReady();
      if (said.push(line) > 200) said.shift();
    };
    const victim = new Victim(script, settings, hear, log === undefined ? 'ignore' : openSync(log, 'a'));
    this.victims.set(name, victim);
    const late = sleep(readyMs, 'late' as const, { ref: false });
    if ((await Promise.race([ready, late])) === 'late') throw new Error(`${name} did not start:\n${said.join('\n')}`);
  }
}

/** `URL` of `credit-hebei` is `CREDIT_HEBEI_URL`. */
const inCapitals = (body: string, settings: Readonly<Record<string, string>>): NodeJS.ProcessEnv =>
  Object.fromEntries(
    Object.entries(settings).map(([name, value]) => [`${body.toUpperCase().replaceAll('-', '_')}_${name}`, value]),
  );
