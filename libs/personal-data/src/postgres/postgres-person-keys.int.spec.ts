import { Pool } from 'pg';
import { createTestDatabase, type TestDatabase } from '../../../../test/support/test-database';
import { aKey, destroyed, matching, personKeysContract } from '../person-keys.contract';
import { PostgresPersonKeys } from './postgres-person-keys';

let database: TestDatabase;
let pool: Pool;
let owner: Pool;
beforeAll(async () => {
  database = await createTestDatabase();
  pool = new Pool({ connectionString: database.url });
  owner = new Pool({ connectionString: database.ownerUrl });
});
afterAll(async () => {
  await pool.end();
  await owner.end();
  await database.drop();
});

personKeysContract('PostgreSQL', () => new PostgresPersonKeys(pool));

describe('the table', () => {
  const keys = () => new PostgresPersonKeys(pool);
  async function aDestroyedKey() {
    const key = aKey();
    await keys().make([key], matching);
    await keys().destroy([destroyed(key.keyId)]);
    return key;
  }

  it('keeps a tombstone: when, by whom, for what, by which event; the first one stays', async () => {
    const { keyId } = await aDestroyedKey();
    await keys().destroy([{ ...destroyed(keyId), destroyedBy: '别人', ground: 'other-law' }]);
    const { rows } = await pool.query(
      `SELECT wrapped_key, destroyed_at IS NOT NULL AS dated, destroyed_by, destroyed_for, destroyed_by_event
       FROM person_keys WHERE key_id = $1`,
      [keyId],
    );
    const { destroyedBy, ground, eventId } = destroyed(keyId);
    expect(rows).toEqual([
      { wrapped_key: null, dated: true, destroyed_by: destroyedBy, destroyed_for: ground, destroyed_by_event: eventId },
    ]);
  });

  it.each<[string, string]>([
    [
      'brings a destroyed key back',
      `UPDATE person_keys SET wrapped_key = '\\x00', destroyed_at = NULL WHERE key_id = $1`,
    ],
    ['rewrites a tombstone', `UPDATE person_keys SET destroyed_by = 'nobody' WHERE key_id = $1`],
    ['removes a tombstone', 'DELETE FROM person_keys WHERE key_id = $1'],
  ])('lets nobody, the owner included, who %s', async (_what, statement) => {
    const { keyId } = await aDestroyedKey();
    await expect(owner.query(statement, [keyId])).rejects.toMatchObject({ code: '23001' });
  });

  it('lets the owner change what wraps a key, together with its name, and nothing else with it', async () => {
    const key = aKey();
    await keys().make([key], matching);
    const change = (what: string) => owner.query(`UPDATE person_keys SET ${what} WHERE key_id = $1`, [key.keyId]);
    for (const what of [
      `master_key_id = 'other', wrapped_key = '\\x00', person_id = gen_random_uuid()`,
      `master_key_id = 'other', wrapped_key = NULL, destroyed_at = now(), destroyed_by_event = gen_random_uuid()`,
    ])
      await expect(change(what)).rejects.toMatchObject({ code: '23001' });
    await change(`master_key_id = 'other', wrapped_key = '\\x00'`);
    expect((await keys().read([key.keyId])).get(key.keyId)).toMatchObject({ masterKeyId: 'other' });
    const asApplication = `UPDATE person_keys SET master_key_id = 'again', wrapped_key = '\\x00'`;
    await expect(pool.query(asApplication)).rejects.toMatchObject({ code: '42501' });
  });

  it('lets nobody put another key in place of one', async () => {
    const key = aKey();
    await keys().make([key], matching);
    const exchange = `UPDATE person_keys SET wrapped_key = '\\x00' WHERE key_id = $1`;
    await expect(owner.query(exchange, [key.keyId])).rejects.toMatchObject({ code: '23001' });
  });

  it('gives the application no right to remove rows or to change whose they are', async () => {
    for (const statement of [
      'DELETE FROM person_keys',
      'TRUNCATE person_keys',
      'UPDATE person_keys SET generation = 9',
    ])
      await expect(pool.query(statement)).rejects.toMatchObject({ code: '42501' });
  });

  it('two makers of the same keys in another order wait for each other, never in a circle', async () => {
    const made = Array.from({ length: 200 }, () => aKey());
    const rivals = made.map(({ personId }) => aKey({ personId })).reverse();
    await Promise.all([
      keys().make(made, matching),
      keys().make(rivals, matching),
      keys().make(rivals, matching),
      keys().make(made, matching),
    ]);
    expect((await keys().newestOf(made.map(({ personId }) => personId))).size).toBe(200);
  });
});
