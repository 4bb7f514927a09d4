import { randomUUID } from 'node:crypto';
import { type EventLog, LogUnavailable, type NewEvent } from '@app/event-store';
import { STORED_LOG } from '@app/ledger';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Client } from 'pg';
import { waitingBodies } from '../../../test/support/bodies';
import { createTestDatabase, type TestDatabase } from '../../../test/support/test-database';
import { createApi } from '../../api/src/api';
import { WorkerModule } from '../../worker/src/worker.module';
import { AdaptersModule } from './adapters.module';

let database: TestDatabase;
let owner: Client;
let app: NestFastifyApplication;

beforeAll(async () => {
  database = await createTestDatabase();
  owner = new Client(database.ownerUrl);
  await owner.connect();
  app = await createApi([AdaptersModule.on(database.url), WorkerModule.telling(waitingBodies)]);
  await app.init();
  await app.getHttpAdapter().getInstance().ready();
  await ready(({ status }) => status === 200);
});
afterAll(async () => {
  await app.close();
  await owner.end();
  await database.drop();
});

interface Ready {
  readonly status: number;
  readonly writes: { readonly ok: boolean; readonly detail: string };
}

/** Seen within this, both that it began and that it is over: five seconds of an answer that is kept, and what is needed to look. */
const seenMs = 10_000;

async function ready(pleases: (found: Ready) => boolean): Promise<Ready> {
  const end = Date.now() + seenMs;
  for (;;) {
    const response = await app.inject({ method: 'GET', url: '/health/ready' });
    const { checks } = response.json<{ checks: ({ name: string } & Ready['writes'])[] }>();
    const found = checks.find(({ name }) => name === 'writes');
    const seen = { status: response.statusCode, writes: { ok: found?.ok ?? false, detail: found?.detail ?? '' } };
    if (pleases(seen) || Date.now() > end) return seen;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

const event = (): NewEvent => ({
  id: randomUUID(),
  type: 'CommitmentMade',
  typeVersion: 1,
  subjectId: null,
  occurredOn: '2026-05-06',
  actor: { name: '演示执法员', unitName: '廊坊市消防救援支队', unitCode: '1113100001YMGCE72W', role: 'officer' },
  commandId: randomUUID(),
  causeId: null,
  requestId: 'test',
  data: Buffer.from('{}'),
});
const append = () => app.get<EventLog>(STORED_LOG).append(`writability-${randomUUID()}`, 'no-stream', [event()]);
const name = async () => (await owner.query<{ name: string }>('SELECT current_database() AS name')).rows[0]?.name ?? '';

it.each([
  [
    'a server that takes no writes',
    (db: string) => `ALTER DATABASE ${db} SET default_transaction_read_only = on`,
    (db: string) => `SET default_transaction_read_only = off; ALTER DATABASE ${db} RESET default_transaction_read_only`,
  ],
  [
    'no connection that is left',
    (db: string) => `ALTER DATABASE ${db} CONNECTION LIMIT 0`,
    (db: string) => `ALTER DATABASE ${db} CONNECTION LIMIT -1`,
  ],
])(
  'shows %s, though what is connected still answers, and that it is over',
  async (_, begin, over) => {
    await owner.query(begin(await name()));
    expect(await ready(({ writes }) => !writes.ok)).toMatchObject({ status: 503, writes: { ok: false } });
    await owner.query(over(await name()));
    expect(await ready(({ status }) => status === 200)).toMatchObject({ status: 200, writes: { ok: true } });
  },
  60_000,
);

it('shows that appends are not taken, though all else is, for as long as they are not', async () => {
  const rights = 'EXECUTE ON FUNCTION append_one_event';
  await owner.query(`REVOKE ${rights} FROM ledger_app, ledger_api`);
  await expect(append()).rejects.toBeInstanceOf(LogUnavailable);
  expect(await ready(({ writes }) => !writes.ok)).toMatchObject({ status: 503, writes: { ok: false } });
  await new Promise((resolve) => setTimeout(resolve, 2_500)); // nobody appends, and it does not look well by itself
  expect(await ready(() => true)).toMatchObject({ status: 503 });

  await owner.query(`GRANT ${rights} TO ledger_app, ledger_api`);
  expect(await ready(({ status }) => status === 200)).toMatchObject({
    status: 200,
    writes: { ok: true, detail: 'taken' },
  });
});

it('tries without leaving anything behind', async () => {
  const { position } = await append();
  expect((await owner.query(`SELECT FROM ledger_events WHERE type = 'AppendTried'`)).rowCount).toBe(0);
  expect(await append()).toMatchObject({ position: position + 1 });
});
