import { fingerprintOf, hashApiKey, newApiKey } from '@app/ledger';
import { PersonalData } from '@app/personal-data';
import { PostgresPersonKeys } from '@app/personal-data/postgres';
import { PostgresEventLog } from '@app/event-store/postgres';
import { Pool } from 'pg';
import { aMasterKey } from '../../../test/support/personal-data';
import * as event from '../../../test/support/ledger-events';
import { createTestDatabase, type TestDatabase } from '../../../test/support/test-database';
import { logOnPostgres } from '../../composition/src/log-settings';
import { issueKey } from './issue-key';
import { verifyKeys } from './verify-keys';

const holder = { role: 'approver', holder: '王审批', unitName: '支队', unitCode: '1113100001YMGCE72W' };
const masterKey = aMasterKey();

let database: TestDatabase;
let owner: Pool;
let log: PostgresEventLog;
beforeEach(async () => {
  database = await createTestDatabase();
  owner = new Pool({ connectionString: database.ownerUrl });
  log = new PostgresEventLog({ url: database.url });
  await issueKey({ ownerUrl: database.ownerUrl }, holder);
});
afterEach(async () => {
  await log.close();
  await owner.end();
  await database.drop();
});

async function verified(): Promise<{ agree: boolean; said: string[] }> {
  const said: string[] = [];
  const wanted = { databaseUrl: database.url, log: logOnPostgres, masterKey };
  return { agree: await verifyKeys(wanted, (line) => said.push(line)), said };
}
const behindTheLog = async (...statements: string[]) => {
  for (const table of ['api_keys', 'person_keys']) await owner.query(`ALTER TABLE ${table} DISABLE TRIGGER USER`);
  for (const statement of statements) await owner.query(statement);
};
const slipIn = (hash: string) =>
  behindTheLog(
    `INSERT INTO api_keys (key_hash, holder, unit_name, unit_code, role) VALUES ('${hash}', '幽灵', '支队', 'X', 'approver')`,
  );

it('finds keys as the log says', async () => {
  expect(await verified()).toEqual({ agree: true, said: [expect.stringContaining('核对密钥 1 个'), '密钥与台账一致'] });
});

it('finds a key that somebody put there, and what it did when it is gone again', async () => {
  const hash = hashApiKey(newApiKey());
  const fingerprint = fingerprintOf(hash);
  await slipIn(hash);
  expect((await verified()).said).toContainEqual(
    expect.stringContaining(`${fingerprint}（幽灵）在用，台账中没有发放记录`),
  );

  const actor = { name: '幽灵', unitName: '支队', unitCode: 'X', role: 'approver', key: fingerprint };
  const { position } = await log.append('blacklistListing-x', 'no-stream', [
    { ...event.aRemoval(), occurredOn: '2026-11-01', actor },
  ]);
  await behindTheLog(`DELETE FROM api_keys WHERE key_hash = '${hash}'`);
  const { agree, said } = await verified();
  expect(agree).toBe(false);
  expect(said).toContainEqual(expect.stringContaining(`位置 ${position} 的记录由密钥 ${fingerprint} 作出`));
});

describe('keys of people', () => {
  const makeTwo = async (): Promise<void> => {
    const personal = new PersonalData(new PostgresPersonKeys(owner), masterKey, () => undefined);
    await Promise.all(['a', 'b'].map((name) => personal.sealOf(personal.personIdOf('spec', name))));
  };

  it('are found in the place of each other', async () => {
    await makeTwo();
    expect((await verified()).agree).toBe(true);
    await behindTheLog(
      `UPDATE person_keys k SET wrapped_key = o.wrapped_key FROM person_keys o WHERE o.key_id <> k.key_id`,
    );
    expect((await verified()).said.filter((line) => line.includes('不能用主密钥打开'))).toHaveLength(2);
  });

  it('are found destroyed without an order, whatever event is named', async () => {
    await makeTwo();
    await behindTheLog(
      `UPDATE person_keys SET wrapped_key = NULL, destroyed_at = now(), destroyed_by = 'x', destroyed_for = 'x',
              destroyed_by_event = gen_random_uuid()`,
    );
    expect((await verified()).said.filter((line) => line.includes('没有相应的删除决定'))).toHaveLength(2);
  });
});
