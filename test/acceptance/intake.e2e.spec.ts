import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { endsVerified } from '../support/ends-verified';
import { LedgerProcess, type Role } from '../support/ledger-process';

const root = join(__dirname, '../..');
const feed = (name: string): string => join(root, 'test/data/intake', name);

interface Report {
  readonly rows: number;
  readonly recorded: number;
  readonly alreadyRecorded: number;
  readonly rejected: number;
  readonly exceptions: readonly { row: number; outcome: string; field?: string; rule?: string }[];
}
const reportIn = (path: string): Report => JSON.parse(readFileSync(path, 'utf8')) as Report;
const outcomes = ({ exceptions }: Report) =>
  exceptions
    .filter(({ outcome }) => outcome !== 'recorded')
    .map(({ row, outcome, field, rule }) => ({ row, outcome, field, rule }));

describe('npm run intake', () => {
  let ledger: LedgerProcess;
  let folder: string;
  beforeAll(async () => {
    ledger = await LedgerProcess.start();
    folder = mkdtempSync(join(tmpdir(), 'intake-'));
  });
  afterAll(() => ledger.remove(), 30_000);

  async function intake(args: readonly string[], env: Record<string, string> = {}) {
    const child = spawn(process.execPath, [join(root, 'dist/apps/cli/src/intake.js'), ...args], {
      cwd: folder,
      env: { ...process.env, LEDGER_URL: ledger.url, DATA_DIR: ledger.dataDir, npm_lifecycle_event: '', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let said = '';
    child.stdout.on('data', (piece: Buffer) => (said += piece.toString()));
    child.stderr.on('data', (piece: Buffer) => (said += piece.toString()));
    const [code] = (await once(child, 'close')) as [number | null];
    return { code, said };
  }
  const asRole = (role: Role) => ({ LEDGER_KEY: ledger.key(role) });

  it('reports the dirty feed row by row, and again in the other encoding', async () => {
    const expected = reportIn(feed('dirty/penalties.expected.json'));
    copyFileSync(feed('dirty/penalties.csv'), join(folder, 'feed.csv'));
    const { code, said } = await intake(['feed.csv', '--report', 'first.json']);
    expect({ code, said }).toEqual({ code: 0, said: expect.stringContaining('未受理 85') as string });
    const first = reportIn(join(folder, 'first.json'));
    expect(outcomes(first)).toEqual(outcomes(expected));
    const { exceptions: _, ...counts } = expected;
    expect(first).toMatchObject(counts);

    copyFileSync(feed('dirty/penalties.gb18030.csv'), join(folder, 'feed.gb18030.csv'));
    const again = await intake(['feed.gb18030.csv', '--kind', 'penalties', '--report', 'again.json'], {
      ...asRole('officer'),
    });
    expect(again.code).toBe(0);
    const { recorded, alreadyRecorded, rejected, rows } = expected;
    expect(reportIn(join(folder, 'again.json'))).toMatchObject({
      rows,
      recorded: 0,
      alreadyRecorded: recorded + alreadyRecorded,
      rejected,
    });
  });

  it('writes the rejected rows so that they can be mended and sent again', async () => {
    const rejects = join(folder, 'feed.csv.rejected.csv');
    const text = readFileSync(rejects, 'utf8');
    expect(text).toMatch(/^\uFEFF行政相对人名称,.*,备注,行号,问题字段,规则,说明\r\n/);
    expect(text.trimEnd().split('\r\n')).toHaveLength(1 + 85);

    const unmended = await intake([rejects, '--report', 'unmended.json']);
    expect(unmended.code).toBe(0);
    expect(reportIn(join(folder, 'unmended.json'))).toMatchObject({ rows: 85, recorded: 0, rejected: 85 });

    // A clerk fills in the name that was missing.
    const rows = text.trimEnd().split('\r\n');
    const nameless = rows.findIndex((row) => row.startsWith(','));
    writeFileSync(join(folder, 'mended.csv'), [rows[0], `补录某店${rows[nameless] ?? ''}`].join('\r\n'));
    const mended = await intake(['mended.csv', '--report', 'mended.json']);
    expect(mended.code).toBe(0);
    expect(reportIn(join(folder, 'mended.json'))).toMatchObject({ rows: 1, recorded: 1, exceptions: [] });
    expect(existsSync(join(folder, 'mended.csv.rejected.csv'))).toBe(false);
  });

  it.each([
    ['by someone who may not', 'department', feed('clean/subjects.csv'), []],
    ['that is not there', 'officer', 'absent.csv', []],
    ['of no known kind', 'officer', join(root, 'LICENSE'), []],
    ['of another kind than was said', 'officer', feed('clean/subjects.csv'), ['--kind', 'spot-checks']],
  ] as [string, Role, string, string[]][])(
    'says in Chinese why it did not process a file %s',
    async (_what, role, path, more) => {
      const { code, said } = await intake([path, '--report', 'refused.json', ...more], asRole(role));
      expect(code).toBe(1);
      expect(said).toMatch(/[\u4e00-\u9fa5]/);
      expect(said).not.toMatch(/^\s+at /m);
      expect(existsSync(join(folder, 'refused.json'))).toBe(false);
    },
  );

  it('says that nobody answers, and that sending again is safe', async () => {
    const { code, said } = await intake([feed('clean/subjects.csv')], {
      ...asRole('officer'),
      LEDGER_URL: 'http://127.0.0.1:1',
    });
    expect(code).toBe(1);
    expect(said).toContain('连接不上台账');
    expect(said).toContain('重新发送是安全的');
  });

  endsVerified(() => ledger);
});
