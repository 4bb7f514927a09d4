import { setTimeout as sleep } from 'node:timers/promises';
import { hashApiKey, newApiKey } from '@app/ledger';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Pool } from 'pg';
import { createApi } from '../apps/api/src/api';
import { AdaptersModule } from '../apps/composition/src/adapters.module';
import { createTestDatabase, type TestDatabase } from './support/test-database';

/** A read model that stands still or is behind says so; it never answers "nothing found" (docs/decisions/0008). */
const subject = '92131003MA9ANPJY55';
const staleAfterMs = 20_000;
const lists: readonly (readonly [string, string])[] = [
  ['/blacklist/listings', 'blacklist-register-2'],
  [`/blacklist/listings?uscc=${subject}`, 'blacklist-register-2'],
  ['/blacklist/listings/8c1f7a00-0000-5000-8000-000000000001', 'blacklist-register-2'],
  ['/due-work', 'due-work-1'],
  ['/pushes', 'push-outbox-credit-hebei-1'],
  [`/pushes?uscc=${subject}`, 'push-outbox-credit-hebei-1'],
  [`/subjects/${subject}/history`, 'subject-history-5'],
];

let database: TestDatabase;
let owner: Pool;
let app: NestFastifyApplication;
const key = newApiKey();

beforeAll(async () => {
  database = await createTestDatabase();
  owner = new Pool({ connectionString: database.ownerUrl });
  await owner.query(
    `INSERT INTO api_keys (key_hash, holder, unit_name, unit_code, role) VALUES ($1, '张三', '某局', '1113100001YMGCE72W', 'auditor')`,
    [hashApiKey(key)],
  );
  app = await createApi([AdaptersModule.on(database.url, { staleAfterMs })]);
  await app.init();
  await app.getHttpAdapter().getInstance().ready();
});
afterAll(async () => {
  await app.close();
  await owner.end();
  await database.drop();
});

/** The stand of every read model that answers. */
const allStand = async (caughtUpSecondsAgo: number, stoppedBy: string | null = null) => {
  await owner.query(
    `INSERT INTO projection_checkpoints (name, position, caught_up_at, stopped_by)
     SELECT name, 9, clock_timestamp() - make_interval(secs => $1), $2
     FROM unnest(ARRAY['credit-dossier-2', 'subject-history-5', 'blacklist-register-2', 'due-work-1', 'push-outbox-credit-hebei-1']) AS name
     ON CONFLICT (name) DO UPDATE SET caught_up_at = EXCLUDED.caught_up_at, stopped_by = EXCLUDED.stopped_by`,
    [caughtUpSecondsAgo, stoppedBy],
  );
};

async function ask(url: string) {
  const answer = await app.inject({ method: 'GET', url, headers: { authorization: `Bearer ${key}` } });
  return {
    status: answer.statusCode,
    retryAfter: answer.headers['retry-after'],
    body: answer.json<Record<string, unknown>>(),
  };
}

const cannotAnswer = (reason: string) => ({
  status: 503,
  retryAfter: '2',
  body: {
    code: 'cannot-answer',
    detail: '台账暂不能作答，请稍后再查。未作答不等于没有问题。',
    facts: expect.objectContaining({ reason }) as object,
  },
});

describe.each(lists)('GET %s', (url, readModel) => {
  it('cannot answer before its read model ever ran', async () => {
    await owner.query('DELETE FROM projection_checkpoints WHERE name = $1', [readModel]);
    expect(await ask(url)).toMatchObject(cannotAnswer('read-model-behind'));
  });

  it('cannot answer while its read model stands still', async () => {
    await allStand(0, 'an event that is not understood');
    expect(await ask(url)).toMatchObject(cannotAnswer('read-model-stopped'));
  });

  it('cannot answer once its read model is older than the deployment allows', async () => {
    await allStand(21);
    expect(await ask(url)).toMatchObject(cannotAnswer('read-model-behind'));
  });
});

it.each(lists.filter(([url]) => !url.includes('/listings/')))(
  'GET %s answers while it runs, with position and age',
  async (url) => {
    await allStand(16);
    const { status, body } = await ask(url);
    expect(status).toBe(200);
    expect(body.position).toBe(9);
    expect(body.dataAge).toBeGreaterThanOrEqual(16_000);
  },
);

it('GET /blacklist/listings/{id} knows of no such case only while the register runs', async () => {
  await allStand(16);
  const { status, body } = await ask('/blacklist/listings/8c1f7a00-0000-5000-8000-000000000001');
  expect([status, body.code]).toEqual([404, 'listing-not-found']);
});

it('the same setting governs health and answers', async () => {
  /** Health shares an answer for half a second. */
  const health = async () => {
    await sleep(600);
    return (await app.inject({ url: '/health/ready' })).statusCode;
  };
  const answer = async () => (await ask(`/subjects/${subject}/status`)).status;
  await allStand(16);
  expect([await health(), await answer()]).toEqual([200, 200]);
  await allStand(21);
  expect([await health(), await answer()]).toEqual([503, 503]);
});

describe('readiness, while what nobody is answered from stands still', () => {
  const ready = async () => {
    await sleep(600); // an answer is shared for half a second
    return (await app.inject({ url: '/health/ready' })).json<{ status: string; degraded: string[] }>();
  };
  const stopped = (name: string) =>
    owner.query(
      `INSERT INTO projection_checkpoints (name, position, stopped_by) VALUES ($1, 0, 'relation "gone" does not exist')
       ON CONFLICT (name) DO UPDATE SET caught_up_at = '-infinity', stopped_by = EXCLUDED.stopped_by`,
      [name],
    );
  beforeAll(() => allStand(0));

  it.each(['listing-candidates-1', 'push-outbox-credit-hebei-1', 'due-work-pushes-gsxt-hebei-1'])(
    'is degraded and names it: %s',
    async (name) => {
      await stopped(name);
      const { status, degraded } = await ready();
      expect(status).toBe('degraded');
      expect(degraded).toContainEqual(expect.stringMatching(`^${name}: at .* stopped$`));
      await owner.query('DELETE FROM projection_checkpoints WHERE name = $1', [name]);
    },
  );

  it('does not look at what another build left behind', async () => {
    await stopped('of-another-build-7');
    const { status, degraded } = await ready();
    expect(status).not.toBe('unavailable');
    expect(degraded.join()).not.toContain('of-another-build-7');
  });
});
