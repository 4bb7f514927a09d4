import { randomUUID } from 'node:crypto';
import { afterMonthsAsCountedToday } from '../support/counted-today';
import { endsVerified } from '../support/ends-verified';
import { eventually } from '../support/eventually';
import { type Answer, LedgerProcess } from '../support/ledger-process';
import { logEngines } from '../support/log-engines';

const uscc = '91131003MA0Y000328';
const name = '廊坊广阳演示商场有限公司';
const authority = { authorityName: '廊坊市消防救援支队', authorityCode: '1113100001YMGCE72W' };

const aPenalty = (serial: number, changes: object = {}) => ({
  subjectName: name,
  subjectCategory: '法人及非法人组织',
  uscc,
  legalRepresentative: '王小明',
  documentNumber: `廊消行罚决字〔2026〕第${String(serial).padStart(4, '0')}号`,
  violationType: '占用、堵塞、封闭疏散通道、安全出口',
  facts: '检查发现安全出口被占用。',
  legalBasis: '《中华人民共和国消防法》第六十条第一款第三项',
  penaltyKinds: '罚款',
  penaltyContent: '处罚款人民币20000元整',
  fineWan: '2.000000',
  decidedOn: `2026-05-${String(serial).padStart(2, '0')}`,
  ...authority,
  ...changes,
});
const decision = {
  register: 'serious-dishonesty',
  decisionNumber: '廊消列决字〔2026〕第0001号',
  decisionBody: authority.authorityName,
  decisionBodyCode: authority.authorityCode,
  legalBasis: '演示用地方性法规第X条',
  basisLevel: 'local-regulation',
  legalReviewedBy: '法制科 李某',
  conductSummary: '一年内三次被处罚',
  measures: ['PROC_REFUSE', 'BID_RESTRICT'],
  removalConditions: '期满或者符合条件提前移出',
  remedies: '可自收到决定之日起六十日内申请行政复议',
};

describe.each(logEngines)('from a penalty to the list and off it again: $name', (engine) => {
  let ledger: LedgerProcess;
  beforeAll(async () => {
    ledger = await LedgerProcess.start(await engine.start());
  });
  afterAll(async () => {
    await ledger.remove();
    engine.stop();
  });

  const status = (query = ''): Promise<Answer> => ledger.get('department', `/subjects/${uscc}/status${query}`);
  const record = (penalty: object, headers = {}) => ledger.post('officer', '/penalty-decisions', penalty, headers);
  const onPlatform = async () => {
    const response = await fetch(`${ledger.sandboxUrl}/subjects/${uscc}`);
    return JSON.stringify(await response.json());
  };
  let listingId = '';

  it('says that it does not know a subject, which is not to say that it is clear', async () => {
    expect(await status()).toMatchObject({
      status: 200,
      body: { status: 'subject-unknown', score: null, grade: null },
    });
  });

  it('gives a receipt for a penalty, the same one for the same paper and for the same command', async () => {
    const command = { 'idempotency-key': randomUUID() };
    const first = await record(aPenalty(1), command);
    expect(first).toMatchObject({ status: 201, body: { outcome: 'recorded', revision: 0 } });

    const { id, position, recordedAt } = first.body as Record<string, unknown>;
    const again = { body: { outcome: 'already-recorded', id, position, recordedAt } };
    expect(await record(aPenalty(1), command)).toMatchObject(again);
    expect(await record(aPenalty(1))).toMatchObject(again);
    expect(
      await record(aPenalty(1, { documentNumber: '廊消行罚决字[２０２６]第０００１号', uscc: uscc.toLowerCase() })),
    ).toMatchObject(again);
  });

  it('refuses the same paper with other content, a reused command id, and what nobody can read', async () => {
    expect(await record(aPenalty(1, { fineWan: '3' }))).toMatchObject({
      status: 409,
      body: { code: 'exists-with-different-content', fields: [{ field: 'documentNumber' }] },
    });
    const command = { 'idempotency-key': randomUUID() };
    await record(aPenalty(2), command);
    expect(await record(aPenalty(3), command)).toMatchObject({ status: 409, body: { code: 'command-id-reused' } });
    expect(await record(aPenalty(4, { decidedOn: '2026-02-30' }))).toMatchObject({
      status: 400,
      body: { code: 'date-invalid' },
    });
    expect(await record(aPenalty(4, { subjectCategory: '自然人' }))).toMatchObject({
      status: 400,
      body: { code: 'uscc-not-for-person' },
    });
  });

  it('lets nobody write who may not', async () => {
    expect(await ledger.post('department', '/penalty-decisions', aPenalty(5))).toMatchObject({ status: 403 });
    expect((await fetch(`${ledger.url}/penalty-decisions`, { method: 'POST' })).status).toBe(401);
    expect(await ledger.get('operator', `/subjects/${uscc}/status`)).toMatchObject({ status: 403 });
    expect(await ledger.get('department', `/subjects/${uscc}/history`)).toMatchObject({ status: 403 });
  });

  it('proposes a candidate at the third penalty within a year, never from the score alone', async () => {
    const { body } = await record(aPenalty(3));
    const search = () => ledger.get('officer', `/blacklist/listings?uscc=${uscc}`);
    const found = await eventually(search, (answer) => answer.body.listings.length > 0);
    expect(found.body.listings).toMatchObject([
      { ground: 'REPEATED_VIOLATIONS', status: 'candidate', subjectName: name },
    ]);
    expect(found.body.listings[0].steps.candidate.evidence).toHaveLength(3);
    listingId = found.body.listings[0].listingId;

    const answer = await status(`?minPosition=${body.position}`);
    expect(answer.body).toMatchObject({ status: 'not-listed', name, score: 70, grade: 'C', listings: [] });
    const points = answer.body.contributions.map((one: { points: number }) => one.points) as number[];
    expect(points.reduce((sum, one) => sum + one, 0)).toBe(answer.body.score);
  });

  it('does not list without a served notice and a closed window', async () => {
    const list = (decidedOn: string) =>
      ledger.post('approver', `/blacklist/listings/${listingId}/decision`, { ...decision, decidedOn });
    expect(await list('2026-06-10')).toMatchObject({ status: 422, body: { code: 'intent-not-notified' } });

    const notice = {
      noticeNumber: '廊消列告字〔2026〕第0001号',
      servedOn: '2026-06-01',
      reasons: '一年内三次被处罚',
      legalBasis: '演示',
    };
    expect(await ledger.post('officer', `/blacklist/listings/${listingId}/notice`, notice)).toMatchObject({
      status: 200,
    });
    expect(await list('2026-06-08')).toMatchObject({
      status: 422,
      body: { code: 'defence-window-open', facts: { defenceUntil: '2026-06-08' } },
    });

    const defence = { receivedOn: '2026-06-05', summary: '已经整改' };
    expect(await ledger.post('officer', `/blacklist/listings/${listingId}/defence`, defence)).toMatchObject({
      status: 200,
    });
    expect(await list('2026-06-10')).toMatchObject({ status: 422, body: { code: 'defence-not-answered' } });
    const answer = {
      documentNumber: '廊消列复字〔2026〕第0001号',
      answeredOn: '2026-06-09',
      outcome: 'not-upheld',
      reasons: '理由不成立',
    };
    expect(await ledger.post('officer', `/blacklist/listings/${listingId}/defence-answer`, answer)).toMatchObject({
      status: 200,
    });
    expect(
      await ledger.post('officer', `/blacklist/listings/${listingId}/decision`, {
        ...decision,
        decidedOn: '2026-06-10',
      }),
    ).toMatchObject({ status: 403 });
  });

  it('needs a basis that can carry a list with outside effect', async () => {
    const weak = { ...decision, basisLevel: 'normative-document', decidedOn: '2026-06-10' };
    expect(await ledger.post('approver', `/blacklist/listings/${listingId}/decision`, weak)).toMatchObject({
      status: 422,
      body: { code: 'legal-basis-insufficient' },
    });
  });

  it('lists, shows it on every channel, and tells the platform', async () => {
    const listed = await ledger.post('approver', `/blacklist/listings/${listingId}/decision`, {
      ...decision,
      decidedOn: '2026-06-10',
    });
    expect(listed).toMatchObject({ status: 200, body: { outcome: 'recorded' } });

    const now = await status(`?minPosition=${listed.body.position}`);
    expect(now.body).toMatchObject({ status: 'listed', grade: 'D', listings: [{ listingId, listedOn: '2026-06-10' }] });
    const bidders = await ledger.post('procurement', '/bidder-checks', {
      bidders: [{ uscc, name }, { uscc: '91131022MA0Y00067B' }, { uscc: 'x' }],
    });
    expect(bidders.body.rows).toMatchObject([
      { status: 'listed', nameMatch: 'current' },
      { status: 'subject-unknown' },
      { status: 'cannot-answer', error: 'uscc-length' },
    ]);
    expect(await ledger.get('auditor', `/bidder-checks/${bidders.body.checkId}`)).toEqual({
      status: 200,
      body: bidders.body,
    });
    expect(await eventually(onPlatform, (shown) => shown.includes(decision.decisionNumber))).toContain(
      decision.decisionNumber,
    );
  });

  it('answers for earlier days and earlier knowledge', async () => {
    expect((await status('?validAt=2026-06-09')).body).toMatchObject({ status: 'not-listed', score: 70 });
    expect((await status('?validAt=2026-04-30')).body).toMatchObject({ status: 'not-listed', score: 100 });
    expect((await status('?validAt=2026-06-10&knownAt=2026-01-01T00:00:00Z')).body).toMatchObject({
      status: 'subject-unknown',
    });
    expect((await status('?validAt=nonsense')).body).toMatchObject({ code: 'date-invalid' });
  });

  it('corrects what the list says, and shows the listing as it was beside it', async () => {
    const correction = {
      documentNumber: '廊消更字〔2026〕第0001号',
      correctedOn: '2026-06-20',
      field: 'legalBasis',
      oldValue: decision.legalBasis,
      newValue: '演示用地方性法规第X条第二款',
      reason: '漏写款项',
      correctionBody: authority.authorityName,
      correctionBodyCode: authority.authorityCode,
    };
    const correct = (changes: object = {}, role: 'approver' | 'officer' = 'approver') =>
      ledger.post(role, `/blacklist/listings/${listingId}/corrections`, { ...correction, ...changes });
    expect(await correct({}, 'officer')).toMatchObject({ status: 403 });
    expect(await correct({ oldValue: '别的依据' })).toMatchObject({ status: 409, body: { code: 'old-value-differs' } });
    const corrected = await correct();
    expect(corrected).toMatchObject({ status: 200, body: { outcome: 'recorded' } });
    expect(await correct()).toMatchObject({ body: { outcome: 'already-recorded' } });

    const basis = async (query: string) => (await status(query)).body.listings[0].legalBasis as string;
    expect(await basis(`?minPosition=${corrected.body.position}`)).toBe(correction.newValue);
    expect(await basis('?validAt=2026-06-19')).toBe(decision.legalBasis);
    expect((await ledger.get('officer', `/blacklist/listings/${listingId}`)).body.steps).toMatchObject({
      listing: { legalBasis: decision.legalBasis },
      corrections: [{ newValue: correction.newValue }],
    });
    expect(await eventually(onPlatform, (shown) => shown.includes(correction.newValue))).toContain(
      correction.documentNumber,
    );
  });

  it('removes, and the removal reaches the platform', async () => {
    const removal = {
      reason: 'early',
      removedOn: '2026-11-01',
      decisionNumber: '廊消移决字〔2026〕第0001号',
      removalBody: authority.authorityName,
      removalBodyCode: authority.authorityCode,
      explanation: '已经改正',
    };
    const remove = (changes: object) =>
      ledger.post('approver', `/blacklist/listings/${listingId}/removal`, { ...removal, ...changes });
    expect(await remove({})).toMatchObject({
      status: 422,
      body: { code: 'early-removal-too-soon', facts: { earliest: afterMonthsAsCountedToday('2026-06-10', 12) } },
    });
    const removed = await remove({ reason: 'revoked', explanation: '决定撤销' });
    expect(removed).toMatchObject({ status: 200 });

    expect((await status(`?minPosition=${removed.body.position}`)).body).toMatchObject({
      status: 'not-listed',
      listings: [],
    });
    expect((await status('?validAt=2026-10-31')).body).toMatchObject({ status: 'listed' });
    expect(
      await eventually(onPlatform, (shown) => shown.includes('2026-11-01') || shown.includes('2026/11/01')),
    ).toMatch(/2026.11.01/);
  });

  it('shows the auditor every step, and every push with its receipt', async () => {
    const history = await eventually(
      () => ledger.get('auditor', `/subjects/${uscc}/history?limit=500`),
      (answer) =>
        (answer.body.events as { type: string }[]).filter(({ type }) => type === 'PushDelivered').length === 6,
    );
    const types = (history.body.events as { type: string }[]).map(({ type }) => type);
    for (const type of [
      'PenaltyDecisionRecorded',
      'ListingCandidateProposed',
      'ListingIntentNotified',
      'SubjectListedOnBlacklist',
      'SubjectRemovedFromBlacklist',
      'PushDelivered',
    ]) {
      expect(types).toContain(type);
    }
    const { body } = await ledger.get('operator', `/pushes?uscc=${uscc}`);
    const pushes = body.pushes as { kind: string; status: string; receiptNumber: string | null }[];
    expect(pushes.map(({ kind, status }) => `${kind} ${status}`).sort()).toEqual([
      'list-correction acknowledged',
      'list-entry ended',
      'list-removal acknowledged',
      ...Array.from({ length: 3 }, () => 'penalty acknowledged'),
    ]);
    expect(pushes.filter(({ receiptNumber }) => receiptNumber === null)).toEqual([]);
  });

  it('serves its own description, health and metrics', async () => {
    expect((await fetch(`${ledger.url}/openapi.json`)).status).toBe(200);
    expect((await fetch(`${ledger.url}/health/live`)).status).toBe(200);
    expect((await fetch(`${ledger.url}/health/ready`)).status).toBe(200);
    expect(await (await fetch(`${ledger.url}/metrics`)).text()).toContain('ledger_log_head');
  });

  it('stops politely, and continues where it was', async () => {
    const before = await ledger.get('auditor', `/subjects/${uscc}/history?limit=500`);
    expect(await ledger.stop()).toBe(0);
    await ledger.start();
    const after = await eventually(
      () => ledger.get('auditor', `/subjects/${uscc}/history?limit=500`),
      (answer) => answer.status === 200,
    );
    expect(after.body.events).toEqual(before.body.events);
  });

  endsVerified(() => ledger);
});
