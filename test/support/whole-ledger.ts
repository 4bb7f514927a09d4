import { hashApiKey, newApiKey } from '@app/ledger';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Pool } from 'pg';
import { createApi } from '../../apps/api/src/api';
import { AdaptersModule } from '../../apps/composition/src/adapters.module';
import { WorkerModule } from '../../apps/worker/src/worker.module';
import { ROLES, type Role } from '../../libs/ledger/src/access/access-table';
import { waitingBodies } from './bodies';
import { clockAt } from './desk';
import { comesTrue } from './eventually';
import { aMasterKey } from './personal-data';
import { createTestDatabase, type TestDatabase } from './test-database';

export interface Reply {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
  readonly headers: Readonly<Record<string, unknown>>;
}

/** So many write a checkpoint at least, once they have begun. */
const followersMin = 5;
const ours = { unitName: '廊坊市消防救援支队', unitCode: '1113100001YMGCE72W' };

/** Api and worker in one process, on a database of their own, asked as over HTTP. The day stands still. */
export class WholeLedger {
  private constructor(
    private readonly database: TestDatabase,
    private readonly app: NestFastifyApplication,
    private readonly keys: Readonly<Record<Role, string>>,
    readonly pool: Pool,
  ) {}

  static async on(day: string): Promise<WholeLedger> {
    const database = await createTestDatabase();
    const pool = new Pool({ connectionString: database.ownerUrl });
    const keys = Object.fromEntries(ROLES.map((role) => [role, newApiKey()])) as Record<Role, string>;
    for (const role of ROLES) {
      await pool.query(
        `INSERT INTO api_keys (key_hash, holder, unit_name, unit_code, role, records_for) VALUES ($1, $2, $3, $4, $5, '{*}')`,
        [hashApiKey(keys[role]), `${role}王`, ours.unitName, ours.unitCode, role],
      );
    }
    const adapters = AdaptersModule.on(database.url, { clock: clockOn(day), masterKey: aMasterKey() });
    const app = await createApi([adapters, WorkerModule.telling(waitingBodies)]);
    await app.init();
    await app.getHttpAdapter().getInstance().ready();
    return new WholeLedger(database, app, keys, pool);
  }

  async ask(role: Role, method: 'GET' | 'POST', url: string, payload?: object, headers: object = {}): Promise<Reply> {
    const answer = await this.app.inject({
      method,
      url,
      headers: { authorization: `Bearer ${this.keys[role]}`, ...headers },
      ...(payload && { payload }),
    });
    return { status: answer.statusCode, body: answer.json<Record<string, unknown>>(), headers: answer.headers };
  }

  /** What is open to everybody, as it is written. */
  async text(url: string): Promise<string> {
    return (await this.app.inject({ url })).payload;
  }

  /** Sends a file; the lines of the answer. */
  async takeIn(csv: string, kind?: string): Promise<readonly Record<string, unknown>[]> {
    const answer = await this.app.inject({
      method: 'POST',
      url: kind === undefined ? '/intake' : `/intake?kind=${kind}`,
      headers: { authorization: `Bearer ${this.keys.officer}`, 'content-type': 'text/csv' },
      payload: csv,
    });
    return answer.payload
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
  }

  async head(): Promise<number> {
    const { rows } = await this.pool.query<{ head: string | null }>('SELECT max(position) AS head FROM ledger_events');
    return Number(rows[0]?.head ?? 0);
  }

  /** Waits until whoever follows the log has read all of it. */
  async allRead(): Promise<void> {
    await comesTrue(async () => {
      const { rows } = await this.pool.query<{ known: number; behind: number }>(
        `SELECT count(*)::integer AS known,
                count(*) FILTER (WHERE position < (SELECT max(position) FROM ledger_events))::integer AS behind
         FROM projection_checkpoints WHERE name <> 'sealing'`,
      );
      return (rows[0]?.known ?? 0) >= followersMin && rows[0]?.behind === 0;
    });
  }

  async stop(): Promise<void> {
    await this.app.close();
    await this.pool.end();
    await this.database.drop();
  }
}

/** Read models follow the clock of the database, so the time of day goes on; only the day stands still. */
const clockOn = (day: string) => ({ ...clockAt(day), now: () => new Date() });
