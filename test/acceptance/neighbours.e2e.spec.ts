import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createServer, connect, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import pg from 'pg';
import { isInMemoryOf } from '../support/memory-of';
import { endsVerified } from '../support/ends-verified';
import { eventually } from '../support/eventually';
import { type Answer, LedgerProcess } from '../support/ledger-process';

const evaluation = 'dist/apps/evaluation/src/main.js';
const uscc = '91131022MA0Y00067B';
const aPenalty = (serial: number) => ({
  subjectName: '廊坊固安演示物流有限公司',
  uscc,
  subjectCategory: '法人及非法人组织',
  legalRepresentative: '王小明',
  documentNumber: `廊消行罚决字〔2026〕第${String(serial).padStart(4, '0')}号`,
  violationType: '占用、堵塞、封闭消防车通道',
  facts: '检查发现消防车通道被占用。',
  legalBasis: '《中华人民共和国消防法》第六十条第一款第五项',
  penaltyKinds: '罚款',
  penaltyContent: '处罚款人民币8000元整',
  fineWan: '0.8',
  decidedOn: '2026-05-06',
  authorityName: '廊坊市消防救援支队',
  authorityCode: '1113100001YMGCE72W',
});

/** From the moment a neighbour ends until everything answers again, on a machine that is busy. On an idle one it takes two seconds. */
const healedMs = 20_000;

describe('what runs beside the ledger is looked after', () => {
  let ledger: LedgerProcess;
  let serial = 0;
  beforeAll(async () => {
    ledger = await LedgerProcess.start();
  });
  afterAll(() => ledger.remove(), 30_000);

  const record = () => ledger.post('officer', '/penalty-decisions', aPenalty(++serial));
  const again = () => ledger.post('officer', '/penalty-decisions', aPenalty(serial));
  const ready = async () => (await fetch(`${ledger.url}/health/ready`)).status;
  const listings = (status: string) => ledger.get('operator', `/pushes?uscc=${uscc}&status=${status}`);

  it('a database server that is killed is back by itself, at the same address, with everything acknowledged', async () => {
    expect(await record()).toMatchObject({ status: 201 });
    const before = ledger.pids.postgres ?? 0;
    process.kill(before, 'SIGKILL');
    await eventually(
      () => Promise.resolve(ledger.pids.postgres),
      (pid) => pid !== undefined && pid !== before,
      healedMs,
    );
    // It failed: the same is said again until it is taken.
    const told = await eventually(again, ({ status }) => status === 200 || status === 201, healedMs);
    expect(told.body).toMatchObject({ outcome: 'already-recorded' });
    expect(await eventually(ready, (status) => status === 200, healedMs)).toBe(200);
    expect(await record()).toMatchObject({ status: 201, body: { outcome: 'recorded' } });
  });

  it('a server that is killed in the midst of writes loses none it acknowledged and doubles none it did not', async () => {
    const numbers = Array.from({ length: 40 }, () => ++serial);
    const send = (number: number) => ledger.post('officer', '/penalty-decisions', aPenalty(number));
    const first = numbers.map(async (number) => {
      await new Promise((resolve) => setTimeout(resolve, (number % 40) * 10));
      return send(number);
    });
    setTimeout(() => {
      process.kill(ledger.pids.postgres ?? 0, 'SIGKILL');
    }, 150);
    const answers = await Promise.all(first);
    // Acknowledged, or refused with the sentence that asks to say it again: it failed, or the answer was lost.
    expect(answers.filter(({ status }) => status !== 201 && status !== 503)).toEqual([]);
    // That it was ready a moment ago says nothing about a server that is being started: the same is said again until it is taken.
    const taken = ({ status }: Answer) => status === 200 || status === 201;
    const outcomes: unknown[] = [];
    for (const number of numbers) outcomes.push((await eventually(() => send(number), taken, healedMs)).body.outcome);
    expect(await eventually(ready, (status) => status === 200, healedMs)).toBe(200);
    const acknowledged = outcomes.filter((_, at) => answers[at]?.status === 201);
    expect(acknowledged.filter((outcome) => outcome !== 'already-recorded')).toEqual([]);
    expect(outcomes.filter((outcome) => outcome !== 'recorded' && outcome !== 'already-recorded')).toEqual([]);
  });

  it('a sandbox that is killed is back by itself, and what waited for it arrives', async () => {
    const before = ledger.pids.sandbox ?? 0;
    process.kill(before, 'SIGKILL');
    // A session that the death of the server before it broke may still be met once: it is said again then.
    await record();
    const taken = await eventually(again, ({ status }) => status === 200 || status === 201, healedMs);
    expect(taken.status === 200 || taken.status === 201).toBe(true);
    const found = await eventually(
      () => Promise.resolve(ledger.pids.sandbox),
      (pid) => pid !== undefined && pid !== before,
      healedMs,
    );
    expect(found).not.toBe(before);
    const waiting = await eventually(
      () => listings('waiting'),
      ({ body }) => body.pushes.length === 0,
      2 * healedMs,
    );
    expect(waiting.body.pushes).toEqual([]);
    // It is there again before it listens, and nothing waits before it is queued.
    const received = async () => {
      const answer = await fetch(`${ledger.sandboxUrl}/records?uscc=${uscc}&limit=100`).catch(() => undefined);
      return answer ? ((await answer.json()) as { items: unknown[] }) : { items: [] };
    };
    const kept = await eventually(received, ({ items }) => items.length >= serial, 2 * healedMs);
    expect(kept.items).toHaveLength(serial);
  });

  it('the owner of the schema is nowhere in the process that serves', async () => {
    const password = (file: string) => new URL(readFileSync(join(ledger.dataDir, file), 'utf8')).password;
    expect(await isInMemoryOf(ledger.pids.ledger ?? 0, password('database-api-url'))).toBe(true);
    expect(await isInMemoryOf(ledger.pids.ledger ?? 0, password('database-owner-url'))).toBe(false);
  });

  it('a second start on the same folder says who runs there, and touches nothing', async () => {
    const files = ['database-url', 'database-owner-url', 'keys.json', 'seal-key.pem', 'running'];
    const look = () =>
      files.map((file) => [
        file,
        readFileSync(join(ledger.dataDir, file), 'utf8'),
        statSync(join(ledger.dataDir, file)).mtimeMs,
      ]);
    const [before, names] = [look(), readdirSync(ledger.dataDir)];

    const second = await ledger.run(evaluation, { PORT: '0', SAMPLE: 'off' });
    expect(second).toMatchObject({ code: 1 });
    expect(second.said).toContain(`数据目录 ${ledger.dataDir} 已有台账在运行：进程 ${ledger.pids.ledger}`);
    expect(look()).toEqual(before);
    expect(readdirSync(ledger.dataDir)).toEqual(names);

    // Whoever has to connect anew still gets in.
    const owner = new pg.Client(readFileSync(join(ledger.dataDir, 'database-owner-url'), 'utf8'));
    await owner.connect();
    const login = new pg.Client(readFileSync(join(ledger.dataDir, 'database-url'), 'utf8'));
    await login.connect();
    await login.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'ledger_login' AND pid <> pg_backend_pid()`,
    );
    await Promise.all([owner.end(), login.end()]);
    const refused: number[] = [];
    await eventually(ready, (status) => status === 200, healedMs);
    for (let n = 0; n < 40; n += 1) {
      const { status } = await ledger.get('department', `/subjects/${uscc}/status`);
      if (status !== 200) refused.push(status);
    }
    expect(refused).toEqual([]);
  });

  endsVerified(() => ledger);
});

describe('a stop has an end, and leaves nothing running', () => {
  let ledger: LedgerProcess;
  beforeEach(async () => {
    ledger = await LedgerProcess.start();
  });
  afterEach(() => ledger.remove(), 30_000);

  it('when everything is well: code 0, and the folder is free', async () => {
    expect(await ledger.stop()).toBe(0);
    expect(ledger.pids).toEqual({});
    expect(readdirSync(ledger.dataDir)).not.toContain('running');
  });

  it('when a request never ends, and database and sandbox hang', async () => {
    const { port } = new URL(ledger.url);
    const stalled = connect(Number(port), '127.0.0.1');
    stalled.on('error', () => undefined);
    stalled.write(
      `POST /penalty-decisions HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${ledger.key('officer')}\r\n` +
        'content-type: application/json\r\ncontent-length: 1000\r\n\r\n{',
    );
    expect((await fetch(`${ledger.url}/health/live`)).status).toBe(200);
    const { postgres = 0, sandbox = 0 } = ledger.pids;
    for (const pid of [postgres, sandbox]) process.kill(pid, 'SIGSTOP');
    expect(await ledger.stop()).not.toBeNull();
    expect(ledger.pids).toEqual({});
    stalled.destroy();
  });

  it('when the database was killed a moment before', async () => {
    process.kill(ledger.pids.postgres ?? 0, 'SIGKILL');
    expect(await ledger.stop()).not.toBeNull();
    expect(ledger.pids).toEqual({});
  });
});

describe('a start that fails leaves nothing running, and names what is in its way', () => {
  let ledger: LedgerProcess;
  beforeAll(async () => {
    ledger = await LedgerProcess.start();
    await ledger.stop();
  });
  afterAll(() => ledger.remove(), 30_000);

  it('a port that somebody has', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const { port } = other.address() as AddressInfo;
    const start = await ledger.run(evaluation, { PORT: String(port), SAMPLE: 'off' });
    other.close();
    expect(start).toMatchObject({ code: 1 });
    expect(start.said).toContain(`启动失败：端口 ${port} 已被别的程序占用`);
    expect(ledger.pids).toEqual({});
  });

  it.each([
    ['keys.json', '{ "officer": 1', 'JSON'],
    ['keys.json', '{"officer":"fcl_x"}', '其中没有这些角色的密钥：approver'],
    ['seal-key.pem', 'no key', ''],
    ['personal-master-key', 'no key', ''],
  ])(
    'a broken %s: %s',
    async (name, content, why) => {
      const file = join(ledger.dataDir, name);
      const kept = readFileSync(file);
      writeFileSync(file, content);
      const start = await ledger.run(evaluation, { PORT: '0', SAMPLE: 'off' });
      writeFileSync(file, kept);
      expect(start).toMatchObject({ code: 1 });
      expect(start.said).toContain(`启动失败：文件 ${file} 无法使用`);
      expect(start.said).toContain(why);
      expect(start.said).not.toContain('    at ');
      expect(ledger.pids).toEqual({});
    },
    60_000,
  );

  it('and starts when that is mended', async () => {
    await ledger.start();
    expect((await fetch(`${ledger.url}/health/ready`)).status).toBe(200);
    expect(await ledger.stop()).toBe(0);
  });
});
