import { ApiKeys, hashApiKey, ROLES } from '@app/ledger';
import { Client, Pool } from 'pg';
import { createTestDatabase, type TestDatabase } from '../../../test/support/test-database';
import { issueKey, revokeKey } from './issue-key';

const holder = { role: 'auditor', holder: '审计员', unitName: '审计局', unitCode: '1113100001YMGCE72W' };

describe('keys', () => {
  let database: TestDatabase;
  let pool: Pool;
  beforeAll(async () => {
    database = await createTestDatabase();
    pool = new Pool({ connectionString: database.url });
  });
  afterAll(async () => {
    await pool.end();
    await database.drop();
  });

  it('let their holder in, and no longer once revoked', async () => {
    const key = await issueKey(database.ownerUrl, holder);
    expect(await new ApiKeys(pool).callerOf(key)).toEqual({
      name: '审计员',
      unitName: '审计局',
      unitCode: '1113100001YMGCE72W',
      role: 'auditor',
    });
    expect(await revokeKey(database.ownerUrl, key)).toBe(true);
    expect(await new ApiKeys(pool).callerOf(key)).toBeUndefined();
    expect(await revokeKey(database.ownerUrl, key)).toBe(false);
  });

  it('are stored as hashes only, which the application may read and not write', async () => {
    const key = await issueKey(database.ownerUrl, holder);
    const { rows } = await pool.query<{ row: string }>('SELECT api_keys::text AS row FROM api_keys');
    expect(rows.filter(({ row }) => row.includes(key))).toEqual([]);
    await expect(issueKey(database.url, holder)).rejects.toThrow(/permission denied/);
  });

  it('are of any role of the access table, which the database does not repeat', async () => {
    for (const role of ROLES) {
      const key = await issueKey(database.ownerUrl, { ...holder, role });
      expect(await new ApiKeys(pool).callerOf(key)).toMatchObject({ role });
    }
  });

  it('of a role the access table does not have let nobody in', async () => {
    const stored = async (key: string, role: string) => {
      const owner = new Client(database.ownerUrl);
      await owner.connect();
      await owner
        .query('INSERT INTO api_keys (key_hash, holder, unit_name, unit_code, role) VALUES ($1, $2, $3, $4, $5)', [
          hashApiKey(key),
          '内勤',
          '支队',
          '1113100001YMGCE72W',
          role,
        ])
        .finally(() => owner.end());
    };
    await stored('key of tomorrow', 'joint-punisher');
    expect(await new ApiKeys(pool).callerOf('key of tomorrow')).toBeUndefined();
    await expect(stored('key of nobody', "officer'); --")).rejects.toThrow(/api_keys_role_is_a_word/);
  });

  it('need a role of the table and a holder', async () => {
    await expect(issueKey(database.ownerUrl, { ...holder, role: 'king' })).rejects.toThrow('角色应为');
    await expect(issueKey(database.ownerUrl, { ...holder, holder: ' ' })).rejects.toThrow('不能为空');
    await expect(issueKey(database.ownerUrl, { ...holder, unitName: '某\u0007局' })).rejects.toThrow('U+0007');
  });
});
