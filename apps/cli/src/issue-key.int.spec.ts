import { ApiKeys } from '@app/ledger';
import { Pool } from 'pg';
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

  it('need a role of the table and a holder', async () => {
    await expect(issueKey(database.ownerUrl, { ...holder, role: 'king' })).rejects.toThrow('角色应为');
    await expect(issueKey(database.ownerUrl, { ...holder, holder: ' ' })).rejects.toThrow('不能为空');
  });
});
