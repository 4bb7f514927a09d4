import { setTimeout as sleep } from 'node:timers/promises';
import { gsxtHebeiForms } from '../../libs/endpoints/src/gsxt-hebei/forms';
import { Workbook } from '../../libs/ledger/src/sheet-file/workbook/read-workbook';
import type { World } from './world';

/** So long an officer tries again when something stands in the way: processes are killed under his hands. */
const patienceMs = 60_000;
const rowsMax = 10_000;

/** Carries workbooks until the end: each that waits is entered at the body, row by row, and what the body says to it is handed in. */
export async function carryWorkbooks(world: World, signal: AbortSignal): Promise<void> {
  for (let succeededAt = Date.now(); !signal.aborted;) {
    try {
      for (const body of world.carried) await carryAll(world, body);
      succeededAt = Date.now();
    } catch (error) {
      if (Date.now() - succeededAt > patienceMs) throw error;
    }
    await sleep(300, undefined, { signal }).catch(() => undefined); // it is over
  }
}

async function carryAll(world: World, body: string): Promise<void> {
  const forms = `/pushes/bodies/${body}/workbooks`;
  const { workbooks } = (await (await ask(world, 'GET', forms)).json()) as { workbooks: { batch: string }[] };
  for (const { batch } of workbooks) {
    const file = Buffer.from(await (await ask(world, 'GET', `${forms}/${batch}`)).arrayBuffer());
    const rows = await rowsIn(file);
    const results: string[][] = [];
    for (const row of rows) results.push(await entered(world, body, row));
    const text = [headings, ...results].map((cells) => `${cells.map(quoted).join(',')}\n`).join('');
    await ask(world, 'POST', `${forms}/${batch}/result`, Buffer.from(text));
  }
}

const headings = ['报送标识', '状态', '回执编号', '反馈时间', '公示日期', '错误代码', '错误说明', '出错字段'];
const quoted = (cell: string): string => `"${cell.replaceAll('"', '""')}"`;

interface Row {
  readonly key: string;
  readonly at: number;
  readonly kind: string;
  readonly fields: Readonly<Record<string, string>>;
}

/** What stands in a workbook, in the order of its rows. An empty cell says nothing of its field. */
async function rowsIn(file: Buffer): Promise<readonly Row[]> {
  const workbook = await Workbook.of(file);
  const all: Row[] = [];
  for (const sheet of workbook.sheets) {
    const form = gsxtHebeiForms.find(({ name }) => name === sheet.name);
    if (!form) throw new Error(`a page that is no form: ${sheet.name}`);
    const [first, ...rows] = await workbook.firstRows(sheet, rowsMax);
    const cells = (row: (typeof rows)[number]) => new Map(first?.cells.map((heading, at) => [heading, row.cells[at]]));
    for (const row of rows) {
      const cellsOf = cells(row);
      const fields = form.columns.flatMap(({ heading, field }) => {
        const text = cellsOf.get(heading);
        return text === undefined || text === '' ? [] : [[field, text]];
      });
      const said: Row['fields'] = Object.fromEntries(fields) as Record<string, string>;
      all.push({ key: cellsOf.get('报送标识') ?? '', at: Number(cellsOf.get('序号')), kind: form.kind, fields: said });
    }
  }
  return all.sort((one, other) => one.at - other.at);
}

/** Enters a record at the body. @returns its row of the result. @throws when the body does not answer */
async function entered(world: World, body: string, { key, kind, fields }: Row): Promise<string[]> {
  const response = await fetch(`${world.sandboxUrl(body)}/bodies/${body}/records`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ idempotencyKey: key, kind, fields }),
    signal: AbortSignal.timeout(20_000),
  });
  if (![200, 409, 422].includes(response.status)) throw new Error(`the body answered ${response.status}`);
  const said = (await response.json()) as Record<string, unknown>;
  const text = (name: string) => (typeof said[name] === 'string' ? said[name] : '');
  if (response.status === 200)
    return [key, '1', text('receiptNumber'), text('receivedAt'), text('publishedOn'), '', '', ''];
  const atFault = Array.isArray(said.fields) ? said.fields.join(';') : '';
  return [key, '0', '', '', '', text('code'), text('message'), atFault];
}

async function ask(world: World, method: 'GET' | 'POST', path: string, csv?: Buffer): Promise<Response> {
  const response = await fetch(`${world.apiUrl}${path}`, {
    method,
    headers: { authorization: `Bearer ${world.key('officer')}`, ...(csv && { 'content-type': 'text/csv' }) },
    ...(csv && { body: new Uint8Array(csv) }),
    signal: AbortSignal.timeout(20_000),
  });
  if (!response.ok) throw new Error(`${path} was answered ${response.status} ${await response.text()}`);
  return response;
}
