import { ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { transformFileSync } from '@swc/core';

/** The sandbox as the process that it is in life, compiled into a folder of its own. */
const root = join(__dirname, '../../..');
let folder: string;
let program: string;
const children: ChildProcess[] = [];

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'sandbox-process-'));
  const compiledInto = join(folder, 'apps/sandbox/src');
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  cpSync(join(root, 'docs/exchange'), join(folder, 'docs/exchange'), { recursive: true });
  const files = readdirSync(__dirname, { recursive: true, encoding: 'utf8' });
  for (const file of files.filter((name) => name.endsWith('.ts') && !name.endsWith('.spec.ts'))) {
    const { code } = transformFileSync(join(__dirname, file), { configFile: join(root, '.swcrc') });
    const compiled = join(compiledInto, file.replace(/\.ts$/, '.js'));
    mkdirSync(dirname(compiled), { recursive: true });
    writeFileSync(compiled, code);
  }
  program = join(compiledInto, 'main.js');
});

afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** Starts it as a child with a channel, on what it kept in `name`. */
async function start(name: string): Promise<{ child: ChildProcess; url: string }> {
  const env = { ...process.env, PORT: '0', DATA_DIR: join(folder, name) };
  const child = fork(program, { env, execArgv: [], stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  children.push(child);
  const [message] = (await once(child, 'message')) as [{ ready: string }];
  return { child, url: message.ready };
}

it('exits by itself when its parent is gone', async () => {
  const { child } = await start('orphan');
  child.disconnect();
  expect(await once(child, 'exit')).toEqual([0, null]);
});

it('stops politely on SIGTERM, and leaves Ctrl-C to its parent', async () => {
  const { child, url } = await start('polite');
  child.kill('SIGINT');
  expect((await fetch(`${url}/health`)).status).toBe(200);
  child.kill('SIGTERM');
  expect(await once(child, 'exit')).toEqual([0, null]);
});

it('holds after kill -9 everything that it acknowledged, under the same receipts', async () => {
  const acknowledged = new Map<string, unknown>();
  for (let round = 0; round < 3; round += 1) {
    const { child, url } = await start('killed');
    for (let i = 0; child.exitCode === null && child.signalCode === null; i += 1) {
      const key = `${round}-${i}`;
      const receipt = await send(url, key).catch(() => undefined);
      if (receipt === undefined) break;
      acknowledged.set(key, receipt);
      if (i === 0) setTimeout(() => child.kill('SIGKILL'), 40); // amid those that follow
    }
  }
  expect(acknowledged.size).toBeGreaterThanOrEqual(3);
  const { url } = await start('killed');
  for (const [key, receipt] of acknowledged) expect(await send(url, key)).toEqual(receipt);
});

async function send(url: string, key: string): Promise<unknown> {
  const response = await fetch(`${url}/records`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      idempotencyKey: key,
      kind: 'list-entry',
      fields: {
        subjectName: '廊坊百达程酒店管理有限公司',
        uscc: '91131002MABBQNQG8X',
        triggerCode: 'commitment-seriously-false',
        triggerName: '承诺严重失实',
        conductSummary: '告知承诺后经核查，承诺内容严重失实。',
        legalBasis: '《关于深化消防执法改革的若干措施》第七条',
        decisionNo: `廊消列字〔2024〕第${key}号`,
        decisionBody: '廊坊市消防救援支队',
        decisionBodyUscc: '1113100001YMGCE72W',
        listedOn: '2024-05-20',
        measureSet: [],
        dataSource: '廊坊市消防救援支队',
        dataSourceUscc: '1113100001YMGCE72W',
      },
    }),
  });
  expect(response.status).toBe(200);
  return response.json();
}
