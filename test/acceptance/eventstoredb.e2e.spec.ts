import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { EventStoreDbDouble } from '../support/eventstoredb-double';
import { eventually } from '../support/eventually';
import { LedgerProcess } from '../support/ledger-process';

const rows = 200;
/** The beginning of a feed of penalties. */
const feed = readFileSync(join(__dirname, '../data/intake/clean/penalties.csv'), 'utf8')
  .split(/\r?\n/)
  .slice(0, rows + 1)
  .join('\n');

const aPenalty = {
  subjectName: '廊坊固安演示物流有限公司',
  uscc: '91131022MA0Y00067B',
  subjectCategory: '法人及非法人组织',
  legalRepresentative: '王小明',
  documentNumber: '廊消行罚决字〔2026〕第9001号',
  violationType: '占用、堵塞、封闭消防车通道',
  facts: '检查发现消防车通道被占用。',
  legalBasis: '《中华人民共和国消防法》第六十条第一款第五项',
  penaltyKinds: '罚款',
  penaltyContent: '处罚款人民币8000元整',
  fineWan: '0.8',
  decidedOn: '2026-05-06',
  authorityName: '廊坊市消防救援支队',
  authorityCode: '1113100001YMGCE72W',
};

/** What is particular to it; the whole story on either engine is told in listing.e2e.spec.ts. */
describe('a ledger whose log is on EventStoreDB', () => {
  let server: EventStoreDbDouble;
  let ledger: LedgerProcess;
  beforeAll(async () => {
    server = await EventStoreDbDouble.start({ guarded: true });
    ledger = await LedgerProcess.start({ EVENT_LOG: 'eventstoredb', EVENTSTORE_URL: server.url });
  });
  afterAll(async () => {
    await ledger.remove();
    server.stop();
  });

  const record = () => ledger.post('officer', '/penalty-decisions', aPenalty);
  const sendFeed = async () => {
    const response = await fetch(`${ledger.url}/intake`, {
      method: 'POST',
      headers: { authorization: `Bearer ${ledger.key('officer')}`, 'content-type': 'text/csv' },
      body: feed,
    });
    const lines = (await response.text()).trim().split('\n');
    return (JSON.parse(lines.at(-1) ?? '{}') as { summary?: { rows: number; rejected: number } }).summary;
  };
  const ready = async () => {
    const response = await fetch(`${ledger.url}/health/ready`);
    return { status: response.status, body: (await response.json()) as { checks: { name: string; detail: string }[] } };
  };
  const appended = () => server.calls.filter((call) => call === 'append').length;

  it('says so where it is watched', async () => {
    const { body } = await ready();
    expect(body.checks).toContainEqual({
      name: 'event-log',
      ok: true,
      detail: expect.stringMatching(/^eventstoredb, head \d+$/),
    });
  });

  it('acknowledges nothing while the server is away, and everything again when it is back', async () => {
    server.stop();
    expect(await record()).toMatchObject({ status: 503, body: { code: 'ledger-unavailable' } });
    expect(await eventually(ready, ({ status }) => status === 503)).toMatchObject({
      status: 503,
      body: { checks: expect.arrayContaining([expect.objectContaining({ name: 'event-log', ok: false })]) as unknown },
    });

    await server.listen();
    expect(await eventually(record, ({ status }) => status === 201)).toMatchObject({ body: { outcome: 'recorded' } });
    expect(await record()).toMatchObject({ body: { outcome: 'already-recorded' } });
    expect((await eventually(ready, ({ status }) => status === 200)).status).toBe(200);
  });

  it('loses and doubles nothing when the plug is pulled in the middle of a feed', async () => {
    const before = appended();
    // Killed by the append itself, which nobody hears the answer of: a look from outside may come when the feed is through.
    const killed = new Promise<void>((resolve) => {
      server.onCall = () => {
        if (appended() <= before + rows / 2) return;
        server.onCall = () => undefined;
        resolve(ledger.kill());
      };
    });
    const cutOff = sendFeed().catch(() => undefined);
    await killed;
    expect(await cutOff).toBeUndefined();
    await ledger.start();

    expect(await sendFeed()).toMatchObject({ rows, rejected: 0 });

    const log = ledger.openLog();
    const events = await log.readAll({ after: 0, limit: 10_000 });
    await log.close();
    const papers = events.filter(({ type }) => type === 'PenaltyDecisionRecorded').map(({ stream }) => stream);
    expect(papers).toHaveLength(rows + 1);
    expect(new Set(papers).size).toBe(rows + 1);
  });

  it('has read models that a replay of that log arrives at', async () => {
    const { code, said } = await ledger.run('dist/apps/cli/src/replay.js');
    expect({ code, said }).toEqual({ code: 0, said: expect.stringContaining('全部一致') as string });
  });

  it('says of a paper whose stream somebody deleted that it cannot be read, and what has to be done in its own log', async () => {
    const log = ledger.openLog();
    const papers = await log.readAll({ after: 0, limit: 1_000 });
    await log.close();
    const stream = papers.find(({ data }) => Buffer.from(data).includes(aPenalty.documentNumber))?.stream ?? '';
    server.log.softDelete(`${ledger.streams}.${stream}`);

    expect(await record()).toMatchObject({ status: 503, body: { code: 'event-unreadable' } });
    expect(ledger.output).toContain('events of it are gone');
    server.log.restore(`${ledger.streams}.${stream}`);
    expect(await record()).toMatchObject({ status: 201, body: { outcome: 'already-recorded' } });
  });

  it('is not replayed from, nor started on, another log than its own', async () => {
    const other = { EVENT_LOG: 'postgres' };
    const replay = await ledger.run('dist/apps/cli/src/replay.js', other);
    expect(replay).toEqual({ code: 2, said: expect.stringContaining('they were built from another log') as string });

    await ledger.stop();
    const start = await ledger.run('dist/apps/evaluation/src/main.js', { ...other, PORT: '0', SAMPLE: 'off' });
    expect(start).toEqual({ code: 1, said: expect.stringContaining('they were built from another log') as string });
  });

  it('does not start with settings that nobody can follow', async () => {
    const start = await ledger.run('dist/apps/evaluation/src/main.js', { EVENTSTORE_URL: 'http://a:s3cret@b' });
    expect(start).toEqual({
      code: 1,
      said: expect.stringContaining('EVENTSTORE_URL is no connection string') as string,
    });
    expect(start.said).not.toContain('s3cret');
  });

  it('does not start with a login that may delete, unless told to', async () => {
    const open = await EventStoreDbDouble.start();
    const settings = { EVENTSTORE_URL: open.url, EVENTSTORE_UNGUARDED: 'no', PORT: '0', SAMPLE: 'off' };
    const other = { ...settings, DATA_DIR: `${ledger.dataDir}/other` };
    const start = await ledger.run('dist/apps/evaluation/src/main.js', other);
    expect(start).toEqual({
      code: 1,
      said: expect.stringContaining('may write their metadata ($mw) and delete streams ($d)') as string,
    });
    expect(open.calls).toContain('delete');
    open.stop();
  });

  it.each(['tls=False', 'tlsCAFile=/nowhere/ca.crt'])(
    'ends every command whose EVENTSTORE_URL ends in ?%s, with a code and without the password',
    async (option) => {
      const changes = { EVENTSTORE_URL: `esdb://ledger:s3cret@127.0.0.1:1?${option}` };
      const commands = [['replay'], ['ledger-verify'], ['rebuild', '--all'], ['keys', 'list'], ['calendar', 'list']];
      const ends = await Promise.all(
        commands.map(([name = '', ...args]) => ledger.run(`dist/apps/cli/src/${name}.js`, changes, args)),
      );
      for (const { code, said } of ends) {
        expect(code).toBeGreaterThan(0);
        expect(said).toMatch(/tls|certificate/i);
        expect(said).not.toContain('s3cret');
      }
    },
    60_000,
  );
});
