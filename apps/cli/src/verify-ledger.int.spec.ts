import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
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
  await owner.query('ALTER TABLE seal_checkpoints DISABLE TRIGGER USER');
  await owner.query(statement);
};
const { vkey, keyId } = key.signer.verifier;
const vkeys = fileOf(`${vkey}\n`);
const strictly = (...args: string[]) => verified('--vkeys', vkeys, ...args);

describe('npm run ledger:verify', () => {
  it('finds everything as it was sealed, and every read model what the log says: exit 0', async () => {
    const { exit, lines } = await strictly();
    expect(lines).toContain('台账与封存一致');
    expect(lines.join('\n')).toMatch(
      /封存 30 条，核对 30 条.*\n相符的检查点 1 个，有签名担保的条目 30 条\n尚未封存 0 条/,
    );
    expect(lines).toContain(`信任的公钥（由您提供，以及由其签名启用的）：ledger.example/verified+${keyId}`);
    expect(lines.at(-1)).toBe('全部一致');
    expect(exit).toBe(0);
  });

  it('without public keys of one’s own could not find out: exit 2, or 1 when something is wrong all the same', async () => {
    const { exit, lines } = await verified();
    expect(exit).toBe(2);
    expect(lines.join('\n')).toContain('只能自证');
    expect(lines.at(-1)).toMatch(/^没有查清：/);
    await tamper(`UPDATE ledger_events SET occurred_on = occurred_on + 1 WHERE position = 12`);
    expect((await verified()).exit).toBe(1);
  });

  it('holds the log against a checkpoint an auditor kept, whatever an editor did to its file', async () => {
    for (const copy of [
      checkpoint,
      checkpoint.replaceAll('\n', '\r\n'),
      `\ufeff${checkpoint}`,
      checkpoint.trimEnd(),
      `${checkpoint}\n`,
    ]) {
      const { exit, lines } = await strictly('--checkpoint', fileOf(copy));
      expect(lines.join('\n')).toContain('相符的检查点 2 个');
      expect(exit).toBe(0);
    }
  });

  it.each([
    ['cut off', () => checkpoint.slice(0, 60), '不是检查点，或已残缺'],
    ['of another kind', () => 'nothing', '不是检查点，或已残缺'],
    ['empty', () => '\r\n', '是空的'],
    ['changed', () => checkpoint.replace('\n30\n', '\n29\n'), '签名不符'],
  ])('takes a copy that is %s for a fault of the file, never of the ledger: exit 2', async (_what, copy, sentence) => {
    const { exit, lines } = await strictly('--checkpoint', fileOf(copy()));
    expect(exit).toBe(2);
    expect(lines).toEqual([expect.stringMatching(/^没有查清：文件 /)]);
    expect(lines[0]).toContain(sentence);
  });

  it('names the first bad entry: exit 1', async () => {
    await tamper(`UPDATE ledger_events SET occurred_on = occurred_on + 1 WHERE position IN (12, 20)`);
    const { exit, lines } = await strictly();
    expect(exit).toBe(1);
    expect(lines).toContain('首个问题：条目 11（台账位置 12）：记录被改动：内容与封存时不同（event-altered）');
    expect(lines.at(-1)).toMatch(/^不一致：封存有 \d+ 个问题$/);
  });

  it('does not believe a key that was not given to it: exit 1', async () => {
    const { exit, lines } = await verified('--vkeys', fileOf(stranger.verifier.vkey));
    expect(exit).toBe(1);
    expect(lines.find((line) => line.startsWith('首个问题'))).toContain('checkpoint-signer-unknown');
  });

  it('finds a key in the database that the log never introduced: exit 1', async () => {
    await owner.query('INSERT INTO seal_keys (vkey) VALUES ($1)', [stranger.verifier.vkey]);
    const { exit, lines } = await strictly();
    expect(exit).toBe(1);
    expect(lines.join('\n')).toContain('没有在台账中启用过（key-not-introduced）');
  });

  it('finds that nothing was signed for long, and that checkpoints are gone: exit 1', async () => {
    const memory = fileOf(
      JSON.stringify({ version: 1, note: checkpoint, checkpoints: 1, alarm: null, acknowledged: [] }),
    );
    expect((await strictly('--memory', memory)).exit).toBe(0);
    await tamper('DELETE FROM seal_checkpoints');
    const { exit, lines } = await strictly('--memory', memory);
    expect(exit).toBe(1);
    expect(lines.join('\n')).toContain('检查点少于签名者所记的数目（0 < 1）（checkpoints-missing）');
    await tamper(`UPDATE ledger_events SET recorded_at = recorded_at - interval '2 minutes'`);
    expect((await strictly()).lines.join('\n')).toContain('signing-overdue');
  });

  it('remembers the last result: the log has to continue it, though all checkpoints were made anew', async () => {
    const remember = fileOf('');
    rmSync(remember);
    expect((await strictly('--remember', remember)).exit).toBe(0);
    expect((await strictly('--remember', remember)).exit).toBe(0);
    await tamper(`UPDATE ledger_events SET occurred_on = occurred_on + 1 WHERE position = 12`);
    await signAnew();
    const { exit, lines } = await strictly('--remember', remember);
    expect(exit).toBe(1);
    expect(lines.join('\n')).toMatch(/条目 0 至 29 之间：台账与检查点 上次核验（.*） 矛盾/);
    expect((await strictly('--remember', remember)).exit).toBe(1); // the last good one is what is remembered
    expect((await strictly('--checkpoint', fileOf(checkpoint))).lines.join('\n')).toContain('条目 0 至 29 之间');
  });

  it('names the subjects that stand still, and is not content: exit 1', async () => {
    await owner.query(
      `INSERT INTO projection_stopped_subjects (projection, subject_id, position, reason)
       VALUES ('credit-dossier-2', '91131000MA0Y000167', 3, 'drill')`,
    );
    const { exit, lines } = await strictly();
    expect(exit).toBe(1);
    expect(lines.join('\n')).toContain('停下的主体：91131000MA0Y000167（credit-dossier-2），停在台账位置 3');
    expect(lines.at(-1)).toContain('停下的主体 1 个');
    expect(lines.at(-1)).not.toContain('全部一致');
  });

  it('finds a read model that is a view: exit 1', async () => {
    await owner.query('ALTER TABLE due_work RENAME TO hidden');
    await owner.query('CREATE VIEW due_work AS SELECT * FROM hidden');
    await owner.query('GRANT SELECT ON due_work TO ledger_app');
    expect((await strictly()).lines.join('\n')).toContain('due_work 不是普通的数据表');
  });

  it('finds a read model that is not what the log says: exit 1', async () => {
    await owner.query(
      `INSERT INTO due_work VALUES ('nobody-1', 'nobody', NULL, NULL, NULL, NULL, NULL, '[]', '{}', 1)`,
    );
    const { exit, lines } = await strictly();
    expect(exit).toBe(1);
    expect(lines).toContain('台账与封存一致');
    expect(lines.at(-1)).toMatch(/^不一致：读模型不一致：due_work/);
  });

  it('could not find out: exit 2', async () => {
    const nowhere: string[] = [];
    const say = (line: string) => nowhere.push(line);
    expect(await verifyLedger([], { DATA_DIR: join(folder, 'nothing') }, say)).toBe(2);
    expect(nowhere[0]).toContain('用法');
    expect((await verified('--vkeys', fileOf('not a key'))).exit).toBe(2);
    expect((await verified('--vkeys', fileOf('\n'))).exit).toBe(2);
    expect((await strictly('--checkpoint', join(folder, 'nothing'))).exit).toBe(2);
    expect((await strictly('--memory', fileOf('{}'))).exit).toBe(2);
    expect((await verified('--no-such-option')).exit).toBe(2);
    expect(await verifyLedger([], { DATABASE_URL: 'postgres://127.0.0.1:1/none' }, say)).toBe(2);
  });
});

/** Tiles and checkpoints of the log as it stands now, by the true key: as somebody with database, key and memory. */
async function signAnew(): Promise<void> {
  await owner.query('ALTER TABLE seal_tiles DISABLE TRIGGER USER');
  await owner.query('DELETE FROM seal_tiles');
  await owner.query('DELETE FROM seal_checkpoints');
  await owner.query('UPDATE seal_state SET tree_size = 0, last_position = 0');
  const pool = new Pool({ connectionString: database.url });
  const log = new PostgresEventLog({ url: database.url });
  const sealer = new Sealer({ pool, log, keys: key });
  await sealer.sealNext();
  await sealer.sign();
  await Promise.all([log.close(), pool.end()]);
}
