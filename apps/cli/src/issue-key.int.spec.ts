import { ApiKeys, fingerprintOf, hashApiKey, newApiKey, ROLES, systemClock } from '@app/ledger';
import { PostgresEventLog } from '@app/event-store/postgres';
import { Client, Pool } from 'pg';
import { createTestDatabase, type TestDatabase } from '../../../test/support/test-database';
import { adoptKeys, issueKey, type KeyOffice, listKeys, revokeKeys } from './issue-key';

const holder = { role: 'auditor', holder: '审计员', unitName: '审计局', unitCode: '1113100001YMGCE72W' };
const reason = '人员调离';

describe('keys', () => {
  let database: TestDatabase;
  let office: KeyOffice;
  let pool: Pool;
  let log: PostgresEventLog;
  beforeAll(async () => {
    database = await createTestDatabase();
    office = { ownerUrl: database.ownerUrl, by: '王运维' };
    pool = new Pool({ connectionString: database.url });
    log = new PostgresEventLog({ url: database.url });
  });
  afterAll(async () => {
    await log.close();
    await pool.end();
    await database.drop();
  });

  const callerOf = (key: string) => new ApiKeys(pool).callerOf(key);
  const fingerprint = (key: string) => fingerprintOf(hashApiKey(key));
  const eventsOf = async (key: string) => {
    const stored = await log.readStream(`apiKey-${fingerprint(key)}`);
    return stored.map(({ type, data, actor }) => ({
      type,
      by: actor.name,
      ...(JSON.parse(Buffer.from(data).toString()) as object),
    }));
  };
  async function asOwner(sql: string, values: unknown[] = []): Promise<void> {
    const owner = new Client(database.ownerUrl);
    await owner.connect();
    await owner.query(sql, values).finally(() => owner.end());
  }
  /** As keys were put there before they had a history, or behind the back of the log. */
  const slippedIn = (key: string, role: string) =>
    asOwner('INSERT INTO api_keys (key_hash, holder, unit_name, unit_code, role) VALUES ($1, $2, $3, $4, $5)', [
      hashApiKey(key),
      '内勤',
      '支队',
      '1113100001YMGCE72W',
      role,
    ]);

  it('let their holder in, and no longer once revoked by somebody who does not have them', async () => {
    const key = await issueKey(office, { ...holder, recordsFor: ['*'] });
    expect(await callerOf(key)).toEqual({
      name: '审计员',
      unitName: '审计局',
      unitCode: '1113100001YMGCE72W',
      role: 'auditor',
      key: fingerprint(key),
      recordsFor: ['*'],
    });
    expect(await revokeKeys(office, { fingerprint: fingerprint(key) }, reason)).toBe(1);
    expect(await callerOf(key)).toBeUndefined();
    expect(await revokeKeys(office, { fingerprint: fingerprint(key) }, reason)).toBe(0);
    expect(await eventsOf(key)).toMatchObject([
      { type: 'ApiKeyIssued', by: '王运维', keyHash: hashApiKey(key), role: 'auditor', foundInUse: false },
      { type: 'ApiKeyRevoked', by: '王运维', reason },
    ]);
  });

  it('are revoked all together for a holder, and for nobody of that name elsewhere', async () => {
    const clerk = { ...holder, holder: '李审计' };
    const [one, other] = [await issueKey(office, clerk), await issueKey(office, { ...clerk, role: 'department' })];
    const elsewhere = await issueKey(office, { ...clerk, unitCode: 'X-1' });
    expect(await revokeKeys(office, { holder: '李审计', unitCode: holder.unitCode }, reason)).toBe(2);
    expect([await callerOf(one), await callerOf(other)]).toEqual([undefined, undefined]);
    expect(await callerOf(elsewhere)).toMatchObject({ unitCode: 'X-1' });
  });

  it('let their holder in up to their last day', async () => {
    const today = systemClock.today();
    const yesterday = new Date(Date.parse(today) - 86_400_000).toISOString().slice(0, 10);
    const [last, over] = [
      await issueKey(office, { ...holder, expiresOn: today }),
      await issueKey(office, { ...holder, expiresOn: yesterday }),
    ];
    expect(await callerOf(last)).toMatchObject({ name: '审计员' });
    expect(await callerOf(over)).toBeUndefined();
    await expect(issueKey(office, { ...holder, expiresOn: '2027-02-30' })).rejects.toThrow('有效期');
  });

  it('can be issued again when what came after the event broke off', async () => {
    const key = newApiKey();
    await expect(issueKey({ ...office, ownerUrl: database.url }, holder, key)).rejects.toThrow(/permission denied/);
    expect(await callerOf(key)).toBeUndefined();
    await issueKey(office, holder, key);
    expect(await callerOf(key)).toMatchObject({ name: '审计员' });
    expect(await eventsOf(key)).toHaveLength(1);
  });

  it('are stored as hashes only, which the application may read and not write, but for the end of one', async () => {
    const key = await issueKey(office, holder);
    const { rows } = await pool.query<{ row: string }>('SELECT api_keys::text AS row FROM api_keys');
    expect(rows.filter(({ row }) => row.includes(key))).toEqual([]);
    const changes = ['role = $$officer$$', 'records_for = $${*}$$', 'expires_on = NULL', 'key_hash = $$x$$'];
    for (const change of changes)
      await expect(pool.query(`UPDATE api_keys SET ${change}`)).rejects.toThrow(/permission denied/);
    await expect(pool.query('DELETE FROM api_keys')).rejects.toThrow(/permission denied/);
  });

  it('come back by no way, and go to nobody else, the owner included', async () => {
    const key = await issueKey(office, holder);
    await revokeKeys(office, { fingerprint: fingerprint(key) }, reason);
    for (const sql of ['UPDATE api_keys SET revoked_at = NULL', `UPDATE api_keys SET holder = 'x'`])
      await expect(asOwner(sql)).rejects.toThrow(/api-keys-are-only-revoked/);
    await expect(asOwner('DELETE FROM api_keys')).rejects.toThrow(/append-only/);
  });

  it('are of any role of the access table, which the database does not repeat', async () => {
    for (const role of ROLES) {
      const key = await issueKey(office, { ...holder, role });
      expect(await callerOf(key)).toMatchObject({ role });
    }
  });

  it('of a role the access table does not have let nobody in', async () => {
    await slippedIn('key of tomorrow', 'joint-punisher');
    expect(await callerOf('key of tomorrow')).toBeUndefined();
    await expect(slippedIn('key of nobody', "officer'; --")).rejects.toThrow(/api_keys_role_is_a_word/);
  });

  it('that the log does not know are written down when somebody says so, once', async () => {
    await slippedIn('key of before', 'officer');
    const count = await adoptKeys(office);
    expect(count).toBeGreaterThanOrEqual(1);
    expect(await adoptKeys(office)).toBe(0);
    expect(await eventsOf('key of before')).toMatchObject([
      { type: 'ApiKeyIssued', by: '王运维', holder: '内勤', role: 'officer', foundInUse: true },
    ]);
    expect((await listKeys(office)).map((key) => key.fingerprint)).toContain(fingerprint('key of before'));
  });

  it('need a role of the table and a holder', async () => {
    await expect(issueKey(office, { ...holder, role: 'king' })).rejects.toThrow('角色应为');
    await expect(issueKey(office, { ...holder, holder: ' ' })).rejects.toThrow('不能为空');
    await expect(issueKey(office, { ...holder, unitName: '某\u0007局' })).rejects.toThrow('U+0007');
    expect(() => revokeKeys(office, { fingerprint: 'x' }, ' ')).toThrow('不能为空');
  });
});
