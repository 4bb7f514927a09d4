import { randomUUID } from 'node:crypto';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PostgresEventLog } from '@app/event-store/postgres';
import { ed25519Signer, newEd25519Key, Sealer } from '@app/sealing';
import { Pool } from 'pg';
import { aRegistration } from '../../../test/support/ledger-events';
import { createTestDatabase, type TestDatabase } from '../../../test/support/test-database';
import { verifyLedger } from './verify-ledger';

const key = { signer: ed25519Signer(newEd25519Key(), 'ledger.example/verified') };
const stranger = ed25519Signer(newEd25519Key(), 'ledger.example/verified');
const folder = mkdtempSync(join(tmpdir(), 'verify-'));
const fileOf = (text: string): string => {
  const file = join(folder, randomUUID());
  writeFileSync(file, text);
  return file;
};

let database: TestDatabase;
let owner: Pool;
let checkpoint: string;

/** Thirty events, sealed and signed; no read model has read them yet. */
beforeEach(async () => {
  database = await createTestDatabase();
  owner = new Pool({ connectionString: database.ownerUrl });
  const pool = new Pool({ connectionString: database.url });
  const log = new PostgresEventLog({ url: database.url });
  for (let n = 0; n < 30; n++)
    await log.append(`subject-${n}`, 'no-stream', [{ ...aRegistration(), id: randomUUID() }]);
  const sealer = new Sealer({ pool, log, keys: key });
  await sealer.sealNext();
  checkpoint = (await sealer.sign())?.note ?? '';
  await Promise.all([log.close(), pool.end()]);
});
afterEach(async () => {
  await owner.end();
  await database.drop();
});

async function verified(...args: string[]) {
  const lines: string[] = [];
  const exit = await verifyLedger(args, { DATABASE_URL: database.url }, (line) => lines.push(line));
  return { exit, lines };
}
const tamper = async (statement: string) => {
  await owner.query('ALTER TABLE ledger_events DISABLE TRIGGER USER');
  await owner.query(statement);
};

describe('npm run ledger:verify', () => {
  it('finds everything as it was sealed, and every read model what the log says: exit 0', async () => {
    const { exit, lines } = await verified();
    expect(exit).toBe(0);
    expect(lines).toContain('台账与封存一致');
    expect(lines.slice(1, 4).join('\n')).toMatch(
      /^封存 30 条，核对 30 条.*\n相符的检查点 1 个，有签名担保的条目 30 条\n尚未封存 0 条$/,
    );
    expect(lines.at(-1)).toMatch(/^全部一致/);
  });

  it('says which keys it trusted', async () => {
    const { vkey, keyId } = key.signer.verifier;
    expect((await verified()).lines[0]).toContain('取自数据库自身的登记');
    const given = await verified('--vkeys', fileOf(`${vkey}\n`));
    expect(given).toMatchObject({ exit: 0 });
    expect(given.lines[0]).toBe(`信任的公钥（由您提供）：ledger.example/verified+${keyId}`);
  });

  it('holds the log against a checkpoint an auditor kept', async () => {
    const { exit, lines } = await verified('--checkpoint', fileOf(checkpoint));
    expect(exit).toBe(0);
    expect(lines[2]).toContain('相符的检查点 2 个');
  });

  it('names the first bad entry: exit 1', async () => {
    await tamper(`UPDATE ledger_events SET occurred_on = occurred_on + 1 WHERE position IN (12, 20)`);
    const { exit, lines } = await verified();
    expect(exit).toBe(1);
    expect(lines).toContain('首个问题：条目 11（台账位置 12）：记录被改动：内容与封存时不同（event-altered）');
  });

  it('does not believe a key that was not given to it: exit 1', async () => {
    const { exit, lines } = await verified('--vkeys', fileOf(stranger.verifier.vkey));
    expect(exit).toBe(1);
    expect(lines.find((line) => line.startsWith('首个问题'))).toContain('checkpoint-signer-unknown');
  });

  it('finds a read model that is not what the log says: exit 1', async () => {
    await owner.query(
      `INSERT INTO due_work VALUES ('nobody-1', 'nobody', NULL, NULL, NULL, NULL, NULL, '[]', '{}', 1)`,
    );
    const { exit, lines } = await verified();
    expect(exit).toBe(1);
    expect(lines).toContain('台账与封存一致');
    expect(lines.at(-1)).toMatch(/^不一致：due_work/);
  });

  it('could not find out: exit 2', async () => {
    const nowhere: string[] = [];
    const say = (line: string) => nowhere.push(line);
    expect(await verifyLedger([], { DATA_DIR: join(folder, 'nothing') }, say)).toBe(2);
    expect(nowhere[0]).toContain('用法');
    expect((await verified('--vkeys', fileOf('not a key'))).exit).toBe(2);
    expect((await verified('--vkeys', fileOf('\n'))).exit).toBe(2);
    expect((await verified('--checkpoint', join(folder, 'nothing'))).exit).toBe(2);
    expect((await verified('--no-such-option')).exit).toBe(2);
    expect(await verifyLedger([], { DATABASE_URL: 'postgres://127.0.0.1:1/none' }, say)).toBe(2);
  });
});
