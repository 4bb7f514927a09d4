import { hashApiKey, newApiKey } from '@app/ledger';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Pool } from 'pg';
import { createApi } from '../apps/api/src/api';
import { AdaptersModule } from '../apps/composition/src/adapters.module';
import { createTestDatabase, type TestDatabase } from './support/test-database';

const stopped = '92131003MA9ANPJY55';
const other = '91131000MA0Y000167';

let database: TestDatabase;
let owner: Pool;
let app: NestFastifyApplication;
const keys: Record<string, string> = {};

/** Two subjects whom every read model knows; one of them stands still in each, since position 5. */
beforeAll(async () => {
  database = await createTestDatabase();
  owner = new Pool({ connectionString: database.ownerUrl });
  for (const role of ['department', 'procurement', 'auditor', 'officer']) {
    const key = newApiKey();
    keys[role] = key;
    await owner.query(
      `INSERT INTO api_keys (key_hash, holder, unit_name, unit_code, role) VALUES ($1, '张三', '某局', '1113100001YMGCE72W', $2)`,
      [hashApiKey(key), role],
    );
  }
  await owner.query(`
    INSERT INTO projection_checkpoints (name, position, events_read, caught_up_at)
      SELECT name, 9, 9, now() FROM unnest(ARRAY['credit-dossier-2', 'subject-history-5', 'blacklist-register-2']) AS name;
    INSERT INTO credit_dossiers_2 SELECT subject, '某单位', 4, gen_random_uuid(), json_build_object('subjectId', subject, 'names', '[]'::json,
        'knownSince', '2026-01-01T00:00:00.000Z', 'newestAt', '2026-01-01T00:00:00.000Z', 'position', 4) FROM unnest(ARRAY['${stopped}', '${other}']) AS subject;
    INSERT INTO projection_stopped_subjects (projection, subject_id, position, reason)
      SELECT name, '${stopped}', 5, 'not understood' FROM projection_checkpoints`);
  app = await createApi([AdaptersModule.on(database.url, { staleAfterMs: 3_600_000 })]);
  await app.init();
  await app.getHttpAdapter().getInstance().ready();
});
afterAll(async () => {
  await app.close();
  await owner.end();
  await database.drop();
});

async function ask(role: string, url: string, payload?: object) {
  const answer = await app.inject({
    method: payload ? 'POST' : 'GET',
    url,
    headers: { authorization: `Bearer ${keys[role] ?? ''}` },
    ...(payload && { payload }),
  });
  return { status: answer.statusCode, body: answer.json<Record<string, unknown>>() };
}

describe('a subject that stands still in the read models', () => {
  it('gets no status, and no score that would read as clear; any other does', async () => {
    expect(await ask('department', `/subjects/${stopped}/status`)).toMatchObject({
      status: 503,
      body: { status: 'cannot-answer', reason: 'subject-stopped', score: null, listings: [] },
    });
    expect(await ask('department', `/subjects/${other}/status`)).toMatchObject({
      status: 200,
      body: { status: 'not-listed', reason: null },
    });
  });

  it('is the one row of a bidder check that cannot be answered', async () => {
    const bidders = [{ uscc: stopped }, { uscc: other }];
    const { body } = await ask('procurement', '/bidder-checks', { bidders });
    expect(body.rows).toMatchObject([
      { status: 'cannot-answer', reason: 'subject-stopped' },
      { status: 'not-listed', reason: null },
    ]);
  });

  it('has a history that says from where on it is not complete', async () => {
    expect((await ask('auditor', `/subjects/${stopped}/history`)).body).toMatchObject({ heldBackSince: 5 });
    expect((await ask('auditor', `/subjects/${other}/history`)).body).toMatchObject({ heldBackSince: null });
  });

  it('is named by a search of the register that may lack its cases', async () => {
    const heldBack = [{ uscc: stopped, since: 5 }];
    expect((await ask('officer', '/blacklist/listings')).body).toMatchObject({ heldBack });
    expect((await ask('officer', `/blacklist/listings?uscc=${stopped}`)).body).toMatchObject({ heldBack });
    expect((await ask('officer', `/blacklist/listings?uscc=${other}`)).body).toMatchObject({ heldBack: [] });
  });

  it('makes the ledger degraded, not unavailable, and is counted but not named', async () => {
    const ready = await app.inject({ url: '/health/ready' });
    expect(ready.statusCode).toBe(200);
    expect(ready.json()).toMatchObject({
      status: 'degraded',
      degraded: expect.arrayContaining(['credit-dossier-2: 1 subjects stand still']) as string[],
    });
    const metrics = (await app.inject({ url: '/metrics' })).body;
    expect(metrics).toContain('ledger_projection_stopped_subjects{projection="credit-dossier-2"} 1');
    expect(metrics).toContain('ledger_projection_lag_events{projection="credit-dossier-2"} 0');
    expect(metrics + ready.body).not.toContain(stopped);
  });
});
