import { mkdtemp, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import receiptSchema from '../../../docs/exchange/receipt.schema.json';
import refusalSchema from '../../../docs/exchange/refusal.schema.json';
import { openSandbox, Sandbox } from './sandbox';

let dataDir: string;
let sandbox: Sandbox;

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'sandbox-'));
  sandbox = await openSandbox({ port: 0, dataDir });
});

afterEach(async () => {
  await sandbox.close();
  await rm(dataDir, { recursive: true });
});

describe('a record', () => {
  it('is stored, acknowledged and shown', async () => {
    const { status, body } = await send(aPenalty());
    expect(status).toBe(200);
    expect(body).toMatchObject({ idempotencyKey: 'penalty-1', status: '记名成功' });
    expect(await get('/records/penalty-1')).toMatchObject({ sequence: 1, arrivals: 1, fields: aPenalty().fields });
    expect(await get('/subjects/91131002MABBQNQG8X')).toMatchObject({
      registeredName: '廊坊百达程酒店管理有限公司',
      penalties: [{ state: 'shown', fields: { CF_WSH: '廊消行罚决字〔2024〕第0001号' } }],
      list: { state: 'not-listed' },
    });
  });

  it('sent again is answered with the very same receipt and stored once', async () => {
    const first = await send(aPenalty());
    const fieldsInAnotherOrder = Object.fromEntries(Object.entries(aPenalty().fields).reverse());
    expect(await send({ ...aPenalty(), fields: fieldsInAnotherOrder })).toEqual(first);
    expect(await get('/records')).toMatchObject({ items: [{ arrivals: 2 }], next: null });
  });

  it('sent again with other content is refused', async () => {
    await send(aPenalty());
    const { status, body } = await send(aPenalty({ CF_NR: '处罚款人民币30000元整', CF_NR_FK: '3.000000' }));
    expect([status, body]).toMatchObject([409, { code: '1409', status: '记名不成功' }]);
    expect(await get('/records/penalty-1')).toMatchObject({ fields: { CF_NR_FK: '2.050000' } });
  });

  it('is shown no more once it is withdrawn', async () => {
    await send(aPenalty());
    expect(await send(aWithdrawal())).toMatchObject({ status: 200 });
    expect(await get('/subjects/91131002MABBQNQG8X')).toMatchObject({
      penalties: [{ state: 'withdrawn', endedBy: { CH_YY: '行政复议决定撤销原处罚决定' } }],
    });
  });

  it('puts a subject on the list, and a removal takes it off', async () => {
    await send(aListEntry());
    expect(await get('/subjects/91131002MABBQNQG8X')).toMatchObject({ list: { state: 'listed' } });
    await send(aListRemoval());
    expect(await get('/subjects/91131002MABBQNQG8X')).toMatchObject({
      list: { state: 'not-listed', entries: [{ state: 'removed', endedBy: { removedOn: '2025-06-01' } }] },
    });
  });

  it('can be listed again after the removal, under a key of its own', async () => {
    await send(aListEntry());
    await send(aListRemoval());
    expect(await send({ ...aListEntry(), idempotencyKey: 'list-2' })).toMatchObject({ status: 200 });
    expect(await get('/subjects/91131002MABBQNQG8X')).toMatchObject({ list: { state: 'listed' } });
  });
});

describe('a penalty that is collected only', () => {
  const aCollected = (changes = {}) => {
    const { CF_GSJZQ: _, ...fields } = aPenalty().fields;
    return { ...aPenalty(), fields: { ...fields, SX_SYFW: '归集共享，不公示', ...changes } };
  };

  it('is kept and not shown', async () => {
    expect(await send(aCollected())).toMatchObject({ status: 200 });
    expect(await get('/subjects/91131002MABBQNQG8X')).toMatchObject({ penalties: [{ state: 'collected' }] });
  });

  it('has no end of publicity, and one that is shown has', async () => {
    const withEnd = await send(aCollected({ CF_GSJZQ: '2025/03/05' }));
    expect(withEnd).toMatchObject({ status: 422, body: { code: '1003', fields: ['CF_GSJZQ'] } });
    const { CF_GSJZQ: _, ...fields } = aPenalty().fields;
    expect(await send({ ...aPenalty(), fields })).toMatchObject({
      status: 422,
      body: { code: '1002', fields: ['CF_GSJZQ'] },
    });
  });
});

describe('a credit repair', () => {
  const subject = '/subjects/91131002MABBQNQG8X';

  it('ends the publicity of the penalty, which is shown as repaired', async () => {
    await send(aPenalty());
    expect(await send(aRepairResult())).toMatchObject({ status: 200 });
    expect(await get(subject)).toMatchObject({ penalties: [{ state: 'shown' }] });
    expect(await send(aWithdrawalByRepair())).toMatchObject({ status: 200 });
    expect(await get(subject)).toMatchObject({
      penalties: [{ state: 'repaired', repairedBy: { XF_RQ: '2024/09/10' }, endedBy: { CH_YY: '信用修复' } }],
    });
  });

  it('is not what a withdrawal for another reason is', async () => {
    for (const message of [aPenalty(), aRepairResult(), aWithdrawal()]) await send(message);
    expect(await get(subject)).toMatchObject({ penalties: [{ state: 'withdrawn', repairedBy: null }] });
  });

  it('that is revoked lets the very record be shown again, with its receipt and its arrivals', async () => {
    await send(aPenalty());
    const before = await get('/records/penalty-1');
    for (const message of [aRepairResult(), aWithdrawalByRepair(), aRepairRevocation()]) {
      expect(await send(message)).toMatchObject({ status: 200 });
    }
    expect(await get(subject)).toMatchObject({
      penalties: [{ state: 'shown', restoredBy: { XFCX_YY: '缴款凭证系伪造' }, repairedBy: null, endedBy: null }],
    });
    expect(await get('/records/penalty-1')).toEqual({ ...(before as object), restoredBy: 'repair-revocation-1' });
    expect(await get('/records/repair-result-1')).toMatchObject({ endedBy: 'repair-revocation-1' });
  });

  it('that is revoked restores one record and no other', async () => {
    const other = aPenalty({ CF_WSH: '廊消行罚决字〔2024〕第0002号' });
    const otherWithdrawn = { ...aWithdrawal().fields, CF_WSH: '廊消行罚决字〔2024〕第0002号' };
    await send({ ...other, idempotencyKey: 'penalty-2' });
    await send({ ...aWithdrawal(), idempotencyKey: 'withdrawal-2', fields: otherWithdrawn });
    for (const message of repairedAndRevoked()) await send(message);
    expect(await get(subject)).toMatchObject({
      penalties: [
        { idempotencyKey: 'penalty-2', state: 'withdrawn' },
        { idempotencyKey: 'penalty-1', state: 'shown' },
      ],
    });
  });

  it('can be granted again after it was revoked, by another decision', async () => {
    for (const message of repairedAndRevoked()) await send(message);
    const decision = '廊消信修准〔2026〕第2号';
    const result = { ...aRepairResult().fields, XF_WSH: decision };
    const withdrawal = { ...aWithdrawalByRepair().fields, CH_WSH: decision };
    await send({ ...aRepairResult(), idempotencyKey: 'repair-result-2', fields: result });
    await send({ ...aWithdrawalByRepair(), idempotencyKey: 'withdrawal-by-repair-2', fields: withdrawal });
    expect(await get(subject)).toMatchObject({ penalties: [{ state: 'repaired', repairedBy: { XF_WSH: decision } }] });
  });

  it('said again is answered with the very same receipt, and changes nothing', async () => {
    const first = [];
    for (const message of repairedAndRevoked()) first.push(await send(message));
    const shown = await get(subject);
    const again = [];
    for (const message of repairedAndRevoked()) again.push(await send(message));
    expect(again).toEqual(first);
    expect(await get(subject)).toEqual(shown);
    expect(await get('/records')).toMatchObject({ items: repairedAndRevoked().map(() => ({ arrivals: 2 })) });
  });

  const paper = ['CF_CFJGDM', 'CF_WSH'];
  it.each<[string, object[], object, string, string[]]>([
    ['of what never came', [], aRepairResult(), '1004', paper],
    [
      'of the same record by the same decision under another key',
      [aPenalty(), aRepairResult()],
      { ...aRepairResult(), idempotencyKey: 'repair-result-2' },
      '1005',
      paper,
    ],
    [
      'revoked, where the record was withdrawn for another reason',
      [aPenalty(), aRepairResult(), aWithdrawal()],
      aRepairRevocation(),
      '1004',
      [...paper, 'XF_WSH'],
    ],
    [
      'revoked, where the repair never came',
      [aPenalty(), aWithdrawalByRepair()],
      aRepairRevocation(),
      '1004',
      [...paper, 'XF_WSH'],
    ],
    ['revoked, where the record stands', [aPenalty(), aRepairResult()], aRepairRevocation(), '1005', paper],
    [
      'revoked a second time, after the record was withdrawn once more',
      [...repairedAndRevoked(), { ...aWithdrawalByRepair(), idempotencyKey: 'withdrawal-by-repair-2' }],
      { ...aRepairRevocation(), idempotencyKey: 'repair-revocation-2' },
      '1004',
      [...paper, 'XF_WSH'],
    ],
  ])('%s, is sent back', async (_, before, message, code, fields) => {
    for (const earlier of before) expect(await send(earlier)).toMatchObject({ status: 200 });
    const { status, body } = await send(message);
    expect([status, body]).toMatchObject([422, { status: '记名不成功', code, fields }]);
  });

  it('is known after each restart as it was before', async () => {
    const views = ['/records', '/journal', subject];
    for (const message of repairedAndRevoked()) {
      await send(message);
      const before = await Promise.all(views.map(get));
      await sandbox.close();
      sandbox = await openSandbox({ port: 0, dataDir });
      expect(await Promise.all(views.map(get))).toEqual(before);
    }
  });
});

describe('what is sent back', () => {
  const without = (name: string) => {
    const fields: Record<string, unknown> = aPenalty().fields;
    return { ...aPenalty(), fields: Object.fromEntries(Object.entries(fields).filter(([key]) => key !== name)) };
  };

  it.each<[string, object, string, string[]]>([
    ['a message without a key', { kind: 'penalty', fields: {} }, '1000', ['idempotencyKey']],
    ['a kind that nobody knows', { ...aPenalty(), kind: 'licence' }, '1000', ['kind']],
    ['a name left out', without('CF_XDR_MC'), '1002', ['CF_XDR_MC']],
    ['an empty name', aPenalty({ CF_XDR_MC: '' }), '1002', ['CF_XDR_MC']],
    ['a company without its representative', without('CF_FRDB'), '1002', ['CF_FRDB']],
    ['a fine without its amount', without('CF_NR_FK'), '1002', ['CF_NR_FK']],
    ['a date in another form', aPenalty({ CF_JDRQ: '2024-03-05' }), '1003', ['CF_JDRQ']],
    ['a day that does not exist', aPenalty({ CF_JDRQ: '2024/02/30' }), '1003', ['CF_JDRQ']],
    ['an amount without six decimals', aPenalty({ CF_NR_FK: '2.05' }), '1003', ['CF_NR_FK']],
    ['an amount as a number', aPenalty({ CF_NR_FK: 2.05 }), '1003', ['CF_NR_FK']],
    ['a wrong check character', aPenalty({ CF_XDR_SHXYM: '91131002MABBQNQG8Y' }), '1003', ['CF_XDR_SHXYM']],
    ['a 92 code called a legal person', aPenalty({ CF_XDR_SHXYM: '92131022MAEHM5G2XY' }), '1003', ['CF_XDR_LB']],
    ['a field that nobody asked for', aPenalty({ CF_FR_ZJHM: '131002190001010000' }), '1003', ['CF_FR_ZJHM']],
    [
      'a repair without its decision',
      { ...aRepairResult(), fields: { ...aRepairResult().fields, XF_WSH: '' } },
      '1002',
      ['XF_WSH'],
    ],
    [
      'a revocation of a repair on a day in another form',
      { ...aRepairRevocation(), fields: { ...aRepairRevocation().fields, XFCX_RQ: '2024-11-12' } },
      '1003',
      ['XFCX_RQ'],
    ],
    ['a withdrawal of what never came', aWithdrawal(), '1004', ['CF_CFJGDM', 'CF_WSH']],
    ['a removal of what was never listed', aListRemoval(), '1004', ['decisionBodyUscc', 'decisionNo']],
  ])('%s', async (_, message, code, fields) => {
    const { status, body } = await send(message);
    expect([status, body]).toMatchObject([422, { status: '记名不成功', code, fields }]);
    expect(await get('/records')).toMatchObject({ items: [] });
    expect(await get('/journal')).toMatchObject({ items: [{ type: 'sent-back', complaint: { code } }] });
  });

  it('a name that is not the registered one: the commonest rejection', async () => {
    await send(aPenalty());
    const other = aPenalty({ CF_XDR_MC: '廊坊百达程大酒店有限公司', CF_WSH: '廊消行罚决字〔2024〕第0002号' });
    const { status, body } = await send({ ...other, idempotencyKey: 'penalty-2' });
    expect([status, body]).toMatchObject([
      422,
      { code: '1001', message: '未查询到主体或查询到的主体信息不匹配', fields: ['CF_XDR_MC', 'CF_XDR_SHXYM'] },
    ]);
  });

  it('the same paper under another key', async () => {
    await send(aPenalty());
    expect((await send({ ...aPenalty(), idempotencyKey: 'penalty-2' })).body).toMatchObject({ code: '1005' });
  });
});

describe('the answers meet the published schemas', () => {
  const ajv = new Ajv({ formats: { 'date-time': /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/ }, strictTypes: false });

  it.each<[string, object, object]>([
    ['a receipt', receiptSchema, aPenalty()],
    ['a refusal', refusalSchema, aWithdrawal()],
    ['a refusal of what cannot be read', refusalSchema, {}],
  ])('%s', async (_, schema, message) => {
    ajv.validate(schema, (await send(message)).body);
    expect(ajv.errors).toBeNull();
  });
});

describe('the register', () => {
  const uscc = '91131002MABBQNQG8X';

  it('in strict mode knows whom it was told of', async () => {
    await control('PUT', 'registry', { mode: 'strict', subjects: [] });
    expect((await send(aPenalty())).body).toMatchObject({ code: '1001' });
    await control('PUT', 'registry', { mode: 'strict', subjects: [{ uscc, name: '廊坊百达程酒店管理有限公司' }] });
    expect((await send(aPenalty())).status).toBe(200);
  });

  it('takes the new name of a subject that was renamed, and the old one no more', async () => {
    await control('POST', 'renames', { uscc, name: '廊坊百达程酒店有限公司' });
    expect((await send(aPenalty())).body).toMatchObject({ code: '1001' });
    expect((await send(aPenalty({ CF_XDR_MC: '廊坊百达程酒店有限公司' }))).status).toBe(200);
  });

  it('refuses what it cannot read', async () => {
    expect((await control('PUT', 'registry', { mode: 'guess', subjects: [] })).status).toBe(400);
    expect((await control('POST', 'faults', { mode: 'explode', times: 1 })).status).toBe(400);
  });
});

describe('told to misbehave', () => {
  const misbehave = (fault: object) => control('POST', 'faults', fault);

  it('fail: answers 503 and stores nothing, as often as told', async () => {
    await misbehave({ mode: 'fail', times: 2 });
    expect((await send(aPenalty())).status).toBe(503);
    expect((await send(aPenalty())).status).toBe(503);
    expect(await get('/journal')).toMatchObject({ items: [] });
    expect((await send(aPenalty())).status).toBe(200);
  });

  it('drop-answer: stores, then says nothing', async () => {
    await misbehave({ mode: 'drop-answer', times: 1 });
    await expect(send(aPenalty())).rejects.toThrow('fetch failed');
    const held = await get('/records/penalty-1');
    expect(held).toMatchObject({ arrivals: 1 });
    expect((await send(aPenalty())).body).toEqual((held as { receipt: object }).receipt);
  });

  it('delay: takes its time', async () => {
    const timers = jest.spyOn(global, 'setTimeout');
    await misbehave({ mode: 'delay', times: 1, delayMs: 157 });
    expect((await send(aPenalty())).status).toBe(200);
    expect(timers.mock.calls.filter(([, ms]) => ms === 157)).toHaveLength(1);
    timers.mockRestore();
  });

  it('answer-twice: the second answer follows on the same connection', async () => {
    await misbehave({ mode: 'answer-twice', times: 1 });
    const text = await sendRaw(aPenalty(), 2);
    expect(text.match(/HTTP\/1.1 200/g)).toHaveLength(2);
    expect(text.match(/"receiptNumber"/g)).toHaveLength(2);
    expect(await get('/journal')).toMatchObject({ items: [{ type: 'stored', arrivals: 1 }] });
  });

  it('refuse: sends it back and stores nothing', async () => {
    await misbehave({ mode: 'refuse', times: 1 });
    expect((await send(aPenalty())).body).toMatchObject({ idempotencyKey: 'penalty-1', code: '1001' });
    expect(await get('/records')).toMatchObject({ items: [] });
  });

  it('stops at once when the fault is taken back', async () => {
    await misbehave({ mode: 'fail', times: 100 });
    await control('DELETE', 'faults');
    expect((await send(aPenalty())).status).toBe(200);
  });
});

describe('paging and waking up again', () => {
  const manyPenalties = () =>
    Promise.all(
      Array.from({ length: 25 }, (_, i) =>
        send({ ...aPenalty({ CF_WSH: `廊消行罚决字〔2024〕第${i}号` }), idempotencyKey: `廊消/${i}` }),
      ),
    );

  it('lists everything once, page by page', async () => {
    await manyPenalties();
    const keys: string[] = [];
    for (let after: number | null = 0; after !== null;) {
      const page = (await get(`/records?uscc=91131002MABBQNQG8X&limit=10&after=${after}`)) as RecordPage;
      keys.push(...page.items.map((item) => item.idempotencyKey));
      after = page.next;
    }
    expect(new Set(keys).size).toBe(25);
    expect(await get(`/records/${encodeURIComponent('廊消/7')}`)).toMatchObject({ idempotencyKey: '廊消/7' });
  });

  it('knows after a restart what it knew before', async () => {
    await manyPenalties();
    await send({ ...aPenalty(), idempotencyKey: 'again' });
    await control('PUT', 'registry', { mode: 'strict', subjects: [] });
    const views = ['/records?limit=1000', '/journal?limit=1000', '/subjects/91131002MABBQNQG8X', '/control/registry'];
    const before = await Promise.all(views.map(get));
    await sandbox.close();
    sandbox = await openSandbox({ port: 0, dataDir });
    expect(await Promise.all(views.map(get))).toEqual(before);
  });
});

interface RecordPage {
  items: { idempotencyKey: string }[];
  next: number | null;
}

async function send(message: object): Promise<{ status: number; body: unknown }> {
  const response = await fetch(`${sandbox.url}/records`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(message),
  });
  return { status: response.status, body: await response.json() };
}

/** What comes back on the connection, up to the last of so many answers. */
function sendRaw(message: object, answers: number): Promise<string> {
  const body = JSON.stringify(message);
  return new Promise((resolve, reject) => {
    const socket = connect(Number(new URL(sandbox.url).port), '127.0.0.1');
    let text = '';
    socket.setEncoding('utf8');
    socket.on('data', (chunk) => {
      text += chunk.toString();
      if ((text.match(/"receiptNumber".*\}/g) ?? []).length < answers) return;
      socket.destroy();
      resolve(text);
    });
    socket.on('error', reject);
    socket.write(
      `POST /records HTTP/1.1\r\nhost: sandbox\r\ncontent-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
    );
  });
}

async function get(path: string): Promise<unknown> {
  return (await fetch(sandbox.url + path)).json();
}

function control(method: string, lever: string, body?: object): Promise<Response> {
  const content = body && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
  return fetch(`${sandbox.url}/control/${lever}`, { method, ...content });
}

function aPenalty(changes: Record<string, unknown> = {}) {
  return {
    idempotencyKey: 'penalty-1',
    kind: 'penalty',
    fields: {
      CF_XDR_MC: '廊坊百达程酒店管理有限公司',
      CF_XDR_LB: '法人及非法人组织',
      CF_XDR_SHXYM: '91131002MABBQNQG8X',
      CF_FRDB: '郭军丽',
      CF_WSH: '廊消行罚决字〔2024〕第0001号',
      CF_WFXW: '占用、堵塞、封闭疏散通道、安全出口',
      CF_SY: '2024-03-01检查发现，二层安全出口被货物堵塞。',
      CF_YJ: '《中华人民共和国消防法》第六十条第一款第三项',
      CF_CFLB: '罚款',
      CF_NR: '处罚款人民币20500元整',
      CF_NR_FK: '2.050000',
      CF_JDRQ: '2024/03/05',
      CF_GSJZQ: '2025/03/05',
      CF_CFJG: '廊坊市消防救援支队',
      CF_CFJGDM: '1113100001YMGCE72W',
      CF_SJLY: '廊坊市消防救援支队',
      CF_SJLYDM: '1113100001YMGCE72W',
      ...changes,
    },
  };
}

function aWithdrawal() {
  return {
    idempotencyKey: 'withdrawal-1',
    kind: 'penalty-withdrawal',
    fields: {
      CF_XDR_MC: '廊坊百达程酒店管理有限公司',
      CF_XDR_SHXYM: '91131002MABBQNQG8X',
      CF_WSH: '廊消行罚决字〔2024〕第0001号',
      CF_CFJG: '廊坊市消防救援支队',
      CF_CFJGDM: '1113100001YMGCE72W',
      CH_RQ: '2024/06/11',
      CH_YY: '行政复议决定撤销原处罚决定',
      CF_SJLY: '廊坊市消防救援支队',
      CF_SJLYDM: '1113100001YMGCE72W',
    },
  };
}

function aWithdrawalByRepair() {
  const { fields } = aWithdrawal();
  return {
    idempotencyKey: 'withdrawal-by-repair-1',
    kind: 'penalty-withdrawal',
    fields: { ...fields, CH_RQ: '2024/09/10', CH_YY: '信用修复', CH_WSH: '廊消信修准〔2024〕第1号' },
  };
}

/** By what every message about the penalty names it. */
function aPenaltyNamed() {
  return {
    CF_XDR_MC: '廊坊百达程酒店管理有限公司',
    CF_XDR_SHXYM: '91131002MABBQNQG8X',
    CF_WSH: '廊消行罚决字〔2024〕第0001号',
    CF_CFJG: '廊坊市消防救援支队',
    CF_CFJGDM: '1113100001YMGCE72W',
    CF_SJLY: '廊坊市消防救援支队',
    CF_SJLYDM: '1113100001YMGCE72W',
  };
}

function aRepairResult() {
  return {
    idempotencyKey: 'repair-result-1',
    kind: 'repair-result',
    fields: {
      ...aPenaltyNamed(),
      XF_WSH: '廊消信修准〔2024〕第1号',
      XF_RQ: '2024/09/10',
      XF_YY: '最短公示期已满，义务履行完毕，已作出信用承诺',
    },
  };
}

function aRepairRevocation() {
  return {
    idempotencyKey: 'repair-revocation-1',
    kind: 'repair-revocation',
    fields: {
      ...aPenaltyNamed(),
      XF_WSH: '廊消信修准〔2024〕第1号',
      XFCX_WSH: '廊消信修撤〔2024〕第1号',
      XFCX_RQ: '2024/11/12',
      XFCX_YY: '缴款凭证系伪造',
    },
  };
}

/** A penalty, its repair, and the end of that. */
function repairedAndRevoked() {
  return [aPenalty(), aRepairResult(), aWithdrawalByRepair(), aRepairRevocation()];
}

function aListing() {
  return {
    subjectName: '廊坊百达程酒店管理有限公司',
    uscc: '91131002MABBQNQG8X',
    decisionNo: '廊消列字〔2024〕第0003号',
    decisionBody: '廊坊市消防救援支队',
    decisionBodyUscc: '1113100001YMGCE72W',
    listedOn: '2024-05-20',
    dataSource: '廊坊市消防救援支队',
    dataSourceUscc: '1113100001YMGCE72W',
  };
}

function aListEntry() {
  return {
    idempotencyKey: 'list-1',
    kind: 'list-entry',
    fields: {
      ...aListing(),
      triggerCode: 'commitment-seriously-false',
      triggerName: '承诺严重失实',
      conductSummary: '告知承诺后经核查，承诺内容严重失实。',
      legalBasis: '《关于深化消防执法改革的若干措施》第七条',
      measureSet: ['列为重点监管对象'],
      removalDue: '2027-05-20',
    },
  };
}

function aListRemoval() {
  return {
    idempotencyKey: 'removal-1',
    kind: 'list-removal',
    fields: {
      ...aListing(),
      removedOn: '2025-06-01',
      removalReason: '信用修复，提前移出',
      removalBody: '廊坊市消防救援支队',
      removalBodyUscc: '1113100001YMGCE72W',
    },
  };
}
