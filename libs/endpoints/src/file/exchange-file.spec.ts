import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { zipOf } from '@app/workbook';
import { Ajv } from 'ajv';
import type { BodyMessage } from '../body-message';
import { partsOf } from '../zip';
import { ExchangeFiles } from './exchange-file';
import { digestOf } from './manifest';

const message = (n: number, fields: BodyMessage['fields'] = { name: `第${n}号` }, kind = 'penalty'): BodyMessage => ({
  idempotencyKey: `key:${n}`,
  kind,
  subjectSequence: n,
  fields,
});

/** The published contract, as a receiver would read it. */
const published = (name: string) =>
  new Ajv({ strictRequired: false, strictTypes: false }).compile(
    JSON.parse(
      readFileSync(join(__dirname, '../../../../docs/exchange/schema', `${name}.schema.json`), 'utf8'),
    ) as object,
  );

const textsIn = async (bytes: Buffer): Promise<Record<string, string>> =>
  Object.fromEntries([...(await partsOf(bytes))].map(([name, part]) => [name, part.toString('utf8')]));

describe('a batch as a file', () => {
  const files = new ExchangeFiles({ body: 'a-body' });
  const odd = {
    plain: '甲',
    quoted: '引号"，逗号,\r\n换行',
    list: ['一', '二'],
    empty: '',
    spaced: ' 末 ',
  };

  it('is the same file for the same messages, and another for others', async () => {
    const [one, again, other] = await Promise.all([
      files.pack([message(1), message(2)]),
      files.pack([message(1), message(2)]),
      files.pack([message(1), message(2, { name: '别的' })]),
    ]);
    expect(again).toEqual(one);
    expect(other.batch).not.toBe(one.batch);
    expect(one.batch).toMatch(/^a-body-0000000001-0000000002-[0-9a-f]{16}$/);
  });

  it.each(['sha256', 'sm3'] as const)('has a manifest as it is published, with %s', async (digest) => {
    const packed = await new ExchangeFiles({ body: 'a-body', digest }).pack([
      message(7),
      message(8, {}, 'list-entry'),
      message(9),
    ]);
    const texts = await textsIn(packed.bytes);
    const manifest = JSON.parse(texts['manifest.json'] ?? '') as object;
    const check = published('file-manifest');
    expect([check(manifest), check.errors]).toEqual([true, null]);
    expect(manifest).toMatchObject({
      batch: packed.batch,
      keys: ['key:7', 'key:8', 'key:9'],
      files: [
        { name: 'penalty.csv', records: 2, [digest]: digestOf(digest, texts['penalty.csv'] ?? '') },
        { name: 'list-entry.csv', records: 1, [digest]: digestOf(digest, texts['list-entry.csv'] ?? '') },
      ],
    });
    expect(await files.keysIn(packed.bytes)).toEqual(['key:7', 'key:8', 'key:9']);
  });

  it('says texts of every sort in CSV', async () => {
    const { bytes } = await files.pack([message(1, odd), message(2, { later: '乙', plain: '丙' })]);
    expect((await textsIn(bytes))['penalty.csv']).toBe(
      '_row,_key,_sequence,plain,quoted,list:json,empty:json,spaced,later\r\n' +
        '1,key:1,1,甲,"引号""，逗号,\r\n换行","[""一"",""二""]",""""""," 末 ",\r\n' +
        '2,key:2,2,丙,,,,,乙\r\n',
    );
  });

  it('says texts of every sort in XML', async () => {
    const { bytes } = await new ExchangeFiles({ body: 'a-body', format: 'xml' }).pack([
      message(1, { plain: '甲<乙>&"', lines: '一\r\n二', odd: '\u0001\uffff', list: ['一'] }),
    ]);
    expect((await textsIn(bytes))['penalty.xml']).toBe(
      '<?xml version="1.0" encoding="UTF-8"?>\n<records kind="penalty">\n<record row="1" key="key:1" sequence="1">' +
        '<field name="plain">甲&lt;乙&gt;&amp;&quot;</field>' +
        '<field name="lines" type="json">&quot;一\\r\\n二&quot;</field>' +
        '<field name="odd" type="json">&quot;\\u0001\\uffff&quot;</field>' +
        '<field name="list" type="json">[&quot;一&quot;]</field></record>\n</records>\n',
    );
  });
});

describe('a receipt', () => {
  const files = new ExchangeFiles({ body: 'a-body' });
  const batch = 'a-body-0000000001-0000000002-0123456789abcdef';
  const answers = [
    { row: 1, idempotencyKey: 'key:1', status: '记名成功', receiptNumber: 'R1', receivedAt: '2026-06-01T02:03:04Z' },
    { row: 2, idempotencyKey: 'key:2', status: '记名不成功', code: '1001', message: '主体不匹配', fields: ['name'] },
  ];
  const receiptOf = async (content: object, said: object = {}, manifest: object = {}) => {
    const bytes = Buffer.from(JSON.stringify(content));
    const file = { name: 'answers.json', records: 2, sha256: digestOf('sha256', bytes), ...said };
    const head = { batch, version: 1, files: [file], ...manifest };
    return files.receiptIn(
      await zipOf([
        { name: 'manifest.json', bytes: Buffer.from(JSON.stringify(head)) },
        { name: 'answers.json', bytes },
      ]),
      batch,
    );
  };

  it('answers row by row, in the forms that are published', async () => {
    const check = published('file-answers');
    expect([check({ answers }), check.errors]).toEqual([true, null]);
    expect(await receiptOf({ answers })).toEqual({
      says: 'answers',
      isWhole: true,
      answers: new Map<string, object>([
        ['key:1', { outcome: 'acknowledged', receiptNumber: 'R1', receivedAt: '2026-06-01T02:03:04.000Z' }],
        ['key:2', { outcome: 'rejected', code: '1001', message: '主体不匹配', fields: ['name'] }],
      ]),
    });
  });

  it('may say that the file could not be used', async () => {
    const check = published('file-receipt-manifest');
    const refused = { code: '3003', message: '记录与清单不符' };
    expect([check({ batch, version: 1, refused }), check.errors]).toEqual([true, null]);
    expect(await receiptOf({}, {}, { refused, files: undefined })).toEqual({
      says: 'refused',
      reason: '3003 记录与清单不符',
    });
  });

  it.each<[string, object, object, object]>([
    ['another count than it says', { answers: answers.slice(1) }, {}, {}],
    ['another hash', { answers }, { sha256: '0'.repeat(64) }, {}],
    ['no hash', { answers }, { sha256: undefined }, {}],
    ['another batch', { answers }, {}, { batch: `${batch}0` }],
    ['another version', { answers }, {}, { version: 2 }],
    ['two answers about one message', { answers: [answers[0], answers[0]] }, {}, {}],
    ['no answers', { answers: 'none' }, {}, {}],
  ])('is believed of nothing with %s', async (_what, content, said, manifest) => {
    expect(await receiptOf(content, said, manifest)).toMatchObject({ says: 'unreadable' });
  });

  it('is torn when not all of it is there', async () => {
    const whole = await zipOf([{ name: 'manifest.json', bytes: Buffer.from('{}') }]);
    expect(await files.receiptIn(whole.subarray(0, whole.length - 10), batch)).toMatchObject({ says: 'torn' });
    expect(await files.receiptIn(Buffer.alloc(0), batch)).toMatchObject({ says: 'torn' });
  });
});
