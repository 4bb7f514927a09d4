import { randomBytes } from 'node:crypto';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '@app/embedded-postgres';
import { applicationUrl, migrate } from '@app/ledger-database';
import { hashApiKey } from '@app/ledger';
import pg from 'pg';
import { databaseClockOf } from '../support/database-clock';
import { Victim } from '../torture/victim';
import type { BodyInMode } from './bodies';
import { unit } from './facts';

type Role = 'officer' | 'approver' | 'operator';
const roles: readonly Role[] = ['officer', 'approver', 'operator'];
const readyMs = 60_000;

/** Database, api, worker, and a sandbox for each body, each a process that can be killed, all on one clock that is stepped. */
export class World {
  private readonly victims = new Map<string, Victim>();
  private readonly keys = Object.fromEntries(roles.map((role) => [role, randomBytes(24).toString('base64url')]));
  private readonly ports = new Map<string, number>();

  private constructor(
    private readonly folder: string,
    private readonly postgres: EmbeddedPostgres,
    readonly bodies: readonly BodyInMode[],
    private aheadMs: number,
  ) {}

  /** @param beginning the instant at which its clock starts */
  static async start(folder: string, bodies: readonly BodyInMode[], beginning: Date): Promise<World> {
    const postgres = await startEmbeddedPostgres({ dataDir: join(folder, 'postgres'), keepUp: true });
    const world = new World(folder, postgres, bodies, beginning.getTime() - Date.now());
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

  /** Pulls the plug of a process, and starts it again on what the disk holds. @param name `api`, `worker`, or a body: its sandbox */
  async killAndStart(name: string): Promise<void> {
    const bySelf = await this.victims.get(name)?.kill();
    if (bySelf === true) throw new Error(`${name} had ended by itself`);
    await this.startProcess(name);
  }

  /** Pulls the plug of the database; its keeper starts it again. */
  async killDatabase(): Promise<void> {
    const { pid } = this.postgres;
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
    await Promise.all([...names, 'worker'].map((name) => this.startProcess(name)));
  }

  private async startProcess(name: string): Promise<void> {
    const isSandbox = this.bodies.some(({ id }) => id === name);
    const settings = {
      PORT: String(this.ports.get(name) ?? 0),
      DATABASE_URL: applicationUrl(this.databaseUrl),
      AHEAD_MS: String(this.aheadMs),
      BODIES: this.bodies.map(({ id }) => id).join(','),
      ...Object.assign({}, ...this.bodies.map(({ id, mode }) => mode.settings(this.sandboxUrl(id)))),
      ...(isSandbox && { DATA_DIR: join(this.folder, 'sandboxes', name) }),
    } as NodeJS.ProcessEnv;
    const script = isSandbox ? '../../apps/sandbox/src/main.js' : `../chaos/${name}.js`;
    let isReady: () => void = () => undefined;
    const ready = new Promise<'ready'>((resolve) => {
      isReady = () => {
        resolve('ready');
      };
    });
    const said: string[] = [];
    const hear = (line: string): void => {
      if (/^(ready|sandbox ready)\b/.test(line)) isReady();
      if (said.push(line) > 200) said.shift();
    };
    const victim = new Victim(script, settings, hear, 'ignore');
    this.victims.set(name, victim);
    const late = sleep(readyMs, 'late' as const, { ref: false });
    if ((await Promise.race([ready, late])) === 'late') throw new Error(`${name} did not start:\n${said.join('\n')}`);
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => {
        resolve(typeof address === 'object' && address ? address.port : 0);
      });
    });
  });
}
