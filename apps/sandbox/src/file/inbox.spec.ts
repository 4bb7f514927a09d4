import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { Ajv } from 'ajv';
import { fromBufferPromise } from 'yauzl';
import { ZipFile } from 'yazl';
import { openSandbox, type Sandbox } from '../sandbox';

/** A batch as `docs/exchange/file.md` says it, written by hand. */
const batch = 'somebody-0000000001-0000000002-0123456789abcdef';
const csv =
  '_row,_key,_sequence,subjectName,uscc,decisionNo,decisionBody,decisionBodyUscc,listedOn\r\n' +
  '1,key:1,1,"廊坊""百达程""大酒店",91131002MA0XXXXX0X,第1号,某机关,11131000000000000X,2024-03-05\r\n' +
  '2,key:2,2,,,,,,\r\n';
const xml =
  '<records kind="list-entry">\n<record row="1" key="key:1" sequence="1"><field name="uscc">91&lt;</field>' +
  '<field name="measures" type="json">["一"]</field></record>\n<record row="2" key="key:2" sequence="2"/></records>';
const hashOf = (text: string, hash = 'sha256') => createHash(hash).update(text).digest('hex');

const manifestOf = (name: string, text: string, changes: object = {}, file: object = {}) => ({
  batch,
  version: 1,
  body: 'somebody',
  keys: ['key:1', 'key:2'],
  files: [{ name, kind: 'list-entry', records: 2, sha256: hashOf(text), ...file }],
  ...changes,
});

async function zipped(parts: Readonly<Record<string, string>>): Promise<Buffer> {
  const zip = new ZipFile();
  for (const [name, text] of Object.entries(parts)) zip.addBuffer(Buffer.from(text), name);
  zip.end();
  return buffer(zip.outputStream);
}

const published = (name: string) =>
  readFile(join(__dirname, '../../../../docs/exchange/schema', `${name}.schema.json`), 'utf8').then((text) =>
    new Ajv({ strictRequired: false, strictTypes: false }).compile(JSON.parse(text) as object),
  );

describe('the platform by files', () => {
  let root: string;
  let sandbox: Sandbox;
  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'inbox-'));
    sandbox = await openSandbox({ port: 0, dataDir: join(root, 'data'), inbox: root });
    await fetch(`${sandbox.url}/control/answers`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: '{"later":true}',
    });
  });
  afterEach(async () => {
    await sandbox.close();
    await rm(root, { recursive: true });
  });

  /** Hands a file in, has it judged, and opens the receipt. */
  async function receiptFor(bytes: Buffer): Promise<Record<string, unknown>> {
    await writeFile(join(root, 'inbox', `${batch}.zip`), bytes);
    await fetch(`${sandbox.url}/control/inbox/decisions`, { method: 'POST' });
    expect(await readdir(join(root, 'inbox'))).toEqual([]);
    const zip = await fromBufferPromise(await readFile(join(root, 'receipts', `${batch}.receipt.zip`)), {
      lazyEntries: true,
    });
    const parts: Record<string, unknown> = {};
    for await (const entry of zip.eachEntry())
      parts[entry.fileName] = JSON.parse((await buffer(await zip.openReadStreamPromise(entry))).toString('utf8'));
    return parts;
  }

  it.each([
    ['list-entry.csv', csv, {}],
    ['list-entry.xml', xml, {}],
    ['list-entry.csv', csv, { sha256: undefined, sm3: hashOf(csv, 'sm3') }],
  ])('answers each row of %s, in the form that is published', async (name, text, file) => {
    const manifest = manifestOf(name, text, {}, file);
    const [ofBatch, ofReceipt, ofAnswers] = await Promise.all(
      ['file-manifest', 'file-receipt-manifest', 'file-answers'].map(published),
    );
    expect(ofBatch?.(JSON.parse(JSON.stringify(manifest)))).toBe(true);
    const receipt = await receiptFor(await zipped({ 'manifest.json': JSON.stringify(manifest), [name]: text }));
    expect([ofReceipt?.(receipt['manifest.json']), ofReceipt?.errors]).toEqual([true, null]);
    expect([ofAnswers?.(receipt['answers.json']), ofAnswers?.errors]).toEqual([true, null]);
    expect(receipt['answers.json']).toMatchObject({
      answers: [
        { row: 1, idempotencyKey: 'key:1', status: '记名不成功' },
        { row: 2, idempotencyKey: 'key:2', status: '记名不成功', code: '1002' },
      ],
    });
  });

  it.each([
    ['3001', () => Promise.resolve(Buffer.from('PK'))],
    ['3002', () => zipped({ 'list-entry.csv': csv })],
    ['3002', () => zipped({ 'manifest.json': '{"version": 2}', 'list-entry.csv': csv })],
    ['3002', () => zipped({ 'manifest.json': JSON.stringify(manifestOf('a.csv', csv, { files: [null] })) })],
    ['3003', () => zipped({ 'manifest.json': JSON.stringify(manifestOf('list-entry.csv', csv)) })],
    ['3003', () => zipped({ 'manifest.json': JSON.stringify(manifestOf('a.csv', csv)), 'a.csv': `${csv} ` })],
    [
      '3003',
      () => zipped({ 'manifest.json': JSON.stringify(manifestOf('a.csv', csv, {}, { records: 3 })), 'a.csv': csv }),
    ],
    [
      '3003',
      () => zipped({ 'manifest.json': JSON.stringify(manifestOf('a.csv', csv, { keys: ['key:2'] })), 'a.csv': csv }),
    ],
    [
      '3003',
      () =>
        zipped({ 'manifest.json': JSON.stringify(manifestOf('a.csv', csv, {}, { sha256: undefined })), 'a.csv': csv }),
    ],
    [
      '3004',
      () => zipped({ 'manifest.json': JSON.stringify(manifestOf('a.csv', csv, { batch: 'other' })), 'a.csv': csv }),
    ],
    ['3005', () => zipped({ 'manifest.json': JSON.stringify(manifestOf('a.xml', '<a')), 'a.xml': '<a' })],
  ])('refuses a file as a whole with %s, and looks at nothing in it: %#', async (code, file) => {
    const receipt = await receiptFor(await file());
    const check = await published('file-receipt-manifest');
    expect([check(receipt['manifest.json']), check.errors]).toEqual([true, null]);
    expect(receipt).toMatchObject({ 'manifest.json': { batch, refused: { code } } });
  });
});
