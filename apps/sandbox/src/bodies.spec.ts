import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BODY_NAMES, type BodyName } from './bodies';
import type { Kind, Submission } from './platform';
import { openSandbox, type Sandbox } from './sandbox';

const uscc = '91131002MABBQNQG8X';
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

/** The published example of a kind. */
async function exampleOf(body: BodyName, kind: Kind): Promise<Submission> {
  const path = join(__dirname, '../../../docs/exchange', body, `${kind}.example.json`);
  return JSON.parse(await readFile(path, 'utf8')) as Submission;
}

async function send(body: string, message: Submission): Promise<{ status: number; answer: Record<string, unknown> }> {
  const response = await fetch(`${sandbox.url}/bodies/${body}/records`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(message),
  });
  return { status: response.status, answer: (await response.json()) as Record<string, unknown> };
}

async function get(path: string): Promise<Record<string, unknown>> {
  return (await (await fetch(sandbox.url + path)).json()) as Record<string, unknown>;
}

const subjectOf = (body: string) => get(`/bodies/${body}/subjects/${uscc}`);

async function sendAll(body: BodyName, ...kinds: Kind[]): Promise<void> {
  for (const kind of kinds)
    expect([kind, await send(body, await exampleOf(body, kind))]).toMatchObject([kind, { status: 200 }]);
}

describe.each(BODY_NAMES)('%s', (body) => {
  it('takes a penalty and what becomes of it', async () => {
    await sendAll(body, 'penalty', 'penalty-change');
    expect(await subjectOf(body)).toMatchObject({ penalties: [{ state: 'shown' }] });
    await sendAll(body, 'penalty-withdrawal');
    expect(await subjectOf(body)).toMatchObject({ penalties: [{ state: 'withdrawn' }] });
  });

  it.each<Kind>(['penalty-unlawful', 'penalty-void'])('shows a penalty no longer after %s', async (kind) => {
    await sendAll(body, 'penalty', kind);
    expect(await subjectOf(body)).toMatchObject({ penalties: [{ state: 'withdrawn' }] });
  });

  it('takes a listing, its correction and its removal', async () => {
    await sendAll(body, 'list-entry', 'list-correction');
    expect(await subjectOf(body)).toMatchObject({ list: { state: 'listed' } });
    await sendAll(body, 'list-removal');
    expect(await subjectOf(body)).toMatchObject({ list: { state: 'not-listed' } });
  });

  it('takes commitments and spot checks, and hides a withdrawn result', async () => {
    await sendAll(body, 'commitment', 'spot-check', 'spot-check-withdrawal');
    expect(await subjectOf(body)).toMatchObject({
      commitments: [{ state: 'shown' }],
      spotChecks: [{ state: 'withdrawn' }],
    });
  });

  it('takes a correction in the place of a penalty, published as that was, and withdraws it', async () => {
    const { answer } = await send(body, await exampleOf(body, 'penalty'));
    const corrected = await send(body, await exampleOf(body, 'penalty-correction'));
    expect(corrected.answer.publishedOn).toEqual(answer.publishedOn);
    expect(await subjectOf(body)).toMatchObject({ penalties: [{ state: 'superseded' }, { state: 'shown' }] });
    await sendAll(body, 'penalty-withdrawal');
    expect(await subjectOf(body)).toMatchObject({ penalties: [{ state: 'superseded' }, { state: 'withdrawn' }] });
  });

  it('takes a correction of what it never had as the penalty, and keeps hidden what was hidden', async () => {
    await sendAll(body, 'penalty-correction');
    expect(await subjectOf(body)).toMatchObject({ penalties: [{ state: 'shown' }] });
    await sendAll(body, 'penalty-withdrawal');
    const again = { ...(await exampleOf(body, 'penalty-correction')), idempotencyKey: 'again' };
    expect(await send(body, again)).toMatchObject({ status: 200 });
    expect(await subjectOf(body)).toMatchObject({ penalties: [{ state: 'superseded' }, { state: 'withdrawn' }] });
  });

  it('hides a commitment by its repair, and shows it again when that is revoked', async () => {
    await sendAll(body, 'commitment', 'commitment-repair');
    expect(await subjectOf(body)).toMatchObject({ commitments: [{ state: 'repaired' }] });
    await sendAll(body, 'commitment-repair-revocation');
    expect(await subjectOf(body)).toMatchObject({ commitments: [{ state: 'shown' }] });
  });

  it('repairs no commitment it does not show, and restores none by another repair', async () => {
    const missing = { status: 422, answer: { code: '1004' } };
    expect(await send(body, await exampleOf(body, 'commitment-repair'))).toMatchObject(missing);
    await sendAll(body, 'commitment', 'commitment-repair');
    const again = { ...(await exampleOf(body, 'commitment-repair')), idempotencyKey: 'again' };
    expect(await send(body, again)).toMatchObject(missing);
    const revocation = await exampleOf(body, 'commitment-repair-revocation');
    const named = body === 'gsxt-hebei' ? 'xyxfDocNo' : 'repairNo';
    const another = { ...revocation, fields: { ...revocation.fields, [named]: '廊消信修准〔2025〕第9号' } };
    expect(await send(body, another)).toMatchObject(missing);
  });

  it('restores no commitment that stands', async () => {
    await sendAll(body, 'commitment');
    expect(await send(body, await exampleOf(body, 'commitment-repair-revocation'))).toMatchObject({
      status: 422,
      answer: { code: '1005' },
    });
  });

  it('has nothing to withdraw of what it never had', async () => {
    expect(await send(body, await exampleOf(body, 'list-removal'))).toMatchObject({
      status: 422,
      answer: { code: '1004' },
    });
  });

  it('knows after a restart what it knew before', async () => {
    await sendAll(body, 'penalty', 'list-entry', 'penalty-withdrawal');
    const before = await subjectOf(body);
    await sandbox.close();
    sandbox = await openSandbox({ port: 0, dataDir });
    expect(await subjectOf(body)).toEqual(before);
  });
});

describe('the bodies', () => {
  it('know nothing of each other', async () => {
    await sendAll('gsxt-hebei', 'penalty');
    expect(await subjectOf('gsxt-hebei')).toMatchObject({ penalties: [{ state: 'shown' }] });
    for (const other of ['credit-hebei', 'credit-china-hebei'])
      expect(await subjectOf(other)).toMatchObject({ registeredName: null, penalties: [] });
    expect(await get('/health')).toMatchObject({ records: 0 });
  });

  it('misbehave each by itself', async () => {
    await fetch(`${sandbox.url}/bodies/gsxt-hebei/control/faults`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ mode: 'refuse', times: 1 }),
    });
    await sendAll('credit-hebei', 'penalty');
    expect(await send('gsxt-hebei', await exampleOf('gsxt-hebei', 'penalty'))).toMatchObject({ status: 422 });
  });

  it('the first one answers at the addresses without a name, too', async () => {
    await sendAll('credit-hebei', 'penalty');
    expect(await get(`/subjects/${uscc}`)).toEqual(await subjectOf('credit-hebei'));
  });

  it('one that nobody plays is not found', async () => {
    expect((await fetch(`${sandbox.url}/bodies/credit-henan/records`)).status).toBe(404);
    expect((await fetch(`${sandbox.url}/bodies/constructor/records`)).status).toBe(404);
  });

  it('take no kind without a contract', async () => {
    const foreign = { ...(await exampleOf('credit-hebei', 'repair-result')), idempotencyKey: 'foreign' };
    expect(await send('credit-china-hebei', foreign)).toMatchObject({
      status: 422,
      answer: { code: '1000', fields: ['kind'] },
    });
  });
});

describe('公示系统', () => {
  it('names in its receipt the day on which the record is published, and the same one ever after', async () => {
    const penalty = await exampleOf('gsxt-hebei', 'penalty');
    const { answer } = await send('gsxt-hebei', penalty);
    const day = new Date(Date.parse(String(answer.receivedAt)) + 8 * 3_600_000).toISOString().slice(0, 10);
    expect(answer).toMatchObject({ publishedOn: day });
    expect((await send('gsxt-hebei', penalty)).answer).toEqual(answer);
  });

  it('names none where nothing is published, nor does another body', async () => {
    await sendAll('gsxt-hebei', 'penalty');
    const withdrawal = await send('gsxt-hebei', await exampleOf('gsxt-hebei', 'penalty-withdrawal'));
    expect(withdrawal.answer).not.toHaveProperty('publishedOn');
    const other = await send('credit-china-hebei', await exampleOf('credit-china-hebei', 'penalty'));
    expect(other.answer).not.toHaveProperty('publishedOn');
  });
});

describe('信用中国', () => {
  it('hides a penalty by the decision that repairs it, and shows it again when that is revoked', async () => {
    const body = 'credit-china-hebei';
    await sendAll(body, 'penalty');
    const withdrawal = await exampleOf(body, 'penalty-withdrawal');
    const { repairNo } = (await exampleOf(body, 'repair-revocation')).fields;
    const hiding = { ...withdrawal, fields: { ...withdrawal.fields, withdrawalNo: repairNo } };
    expect(await send(body, hiding)).toMatchObject({ status: 200 });
    expect(await subjectOf(body)).toMatchObject({ penalties: [{ state: 'withdrawn' }] });
    await sendAll(body, 'repair-revocation');
    expect(await subjectOf(body)).toMatchObject({ penalties: [{ state: 'shown' }] });
  });
});
