import type { StoredEvent } from '@app/event-store';
import * as event from '../../../../test/support/ledger-events';
import { publishedRules } from '../rule-set';
import { pushesOf } from './pushes-of';
import { type BodyId, told } from './told';
import { columnOf, fedColumn } from './told-table';

/** What the two sites are told that show to the public whatever they are told. */
const at = { recordedAt: '2026-12-02T02:00:00.000Z' };
const first = { ...at, revision: 0 };
const pushesFor = (body: BodyId, ...history: readonly StoredEvent[]) =>
  pushesOf({ id: body, column: columnOf(told, body) }, publishedRules, history);
const documentOf = (body: BodyId, ...history: readonly StoredEvent[]) => pushesFor(body, ...history).at(0)?.document;
const kindsOf = (body: BodyId, ...history: readonly StoredEvent[]) =>
  pushesFor(body, ...history).map(({ kind }) => kind);
const penalty = (change: Parameters<typeof event.aPenaltyDecision>[0] = {}) => event.aPenaltyDecision(change, first);
const sites = ['credit-china-hebei', 'gsxt-hebei'] as const;

describe('信用中国', () => {
  it.each([
    [null, '2027-05-06'],
    ['2027-02-03', '2027-02-03'],
    ['2029-05-06', '2027-05-06'],
  ])('is told from when and until when a penalty is shown: printed %s, through %s', (publicUntil, until) => {
    expect(documentOf('credit-china-hebei', penalty({ publicUntil }))).toMatchObject({
      publicUntil: until,
      publicity: { from: '2026-05-06', until },
    });
  });

  it.each([['警告'], ['通报批评']] as const)('is not told of a mere %s: it may not show it', (kind) => {
    expect(
      pushesFor('credit-china-hebei', penalty({ penaltyKinds: [kind], severity: 'MINOR', fineFen: null })),
    ).toEqual([]);
  });

  it('is told of a spot-check result from its day on, without an end while no term is known', () => {
    expect(documentOf('credit-china-hebei', event.aSpotCheck({}, first))).toMatchObject({
      publicity: { from: '2026-05-20', until: null },
    });
  });

  it('is told of a repair only that it hides the penalty', () => {
    const approval = event.aRepairApproval({ bodies: ['credit-hebei', 'credit-china-hebei'] }, at);
    const story = [
      event.aRepairApplication({}, first),
      event.aRepairAcceptance({}, at),
      event.aRepairVerification({}, at),
    ];
    expect(kindsOf('credit-china-hebei', ...story, approval)).toEqual(['penalty-withdrawal']);
    expect(kindsOf('credit-hebei', ...story, approval)).toEqual(['repair-result', 'penalty-withdrawal']);
    expect(kindsOf('gsxt-hebei', ...story, approval)).toEqual([]); // it was never told of the penalty
  });
});

describe('公示系统', () => {
  it('is told no end: its publicity runs from the day that the receipt names', () => {
    expect(documentOf('gsxt-hebei', penalty({ publicUntil: '2027-02-03' }))).toMatchObject({
      publicUntil: null,
      publicity: { from: null, until: null },
    });
  });

  it('is told of a mere 通报批评, and of no mere 警告', () => {
    const lone = (kind: '警告' | '通报批评') => penalty({ penaltyKinds: [kind], severity: 'MINOR', fineFen: null });
    expect(kindsOf('gsxt-hebei', lone('通报批评'))).toEqual(['penalty']);
    expect(kindsOf('gsxt-hebei', lone('警告'))).toEqual([]);
  });

  it('is told of no term of a spot-check result', () => {
    expect(documentOf('gsxt-hebei', event.aSpotCheck({}, first))).not.toHaveProperty('publicity');
  });
});

describe.each(sites)('%s', (body) => {
  it('is told of no simple-procedure penalty, nor of what becomes of it', () => {
    const simple = penalty({ procedure: 'simple' });
    expect(pushesFor(body, simple)).toEqual([]);
    expect(pushesFor(body, simple, event.aPenaltyRevocation({}, { ...at, revision: 1 }))).toEqual([]);
  });

  it('takes a penalty back that it was told of', () => {
    expect(kindsOf(body, penalty(), event.aPenaltyRevocation({}, { ...at, revision: 1 }))).toEqual([
      'penalty-withdrawal',
    ]);
  });

  it('is told of nothing that was recorded before its day, nor of what follows on it', () => {
    const early = event.aPenaltyDecision({}, { recordedAt: '2026-11-30T15:59:59.999Z', revision: 0 });
    expect(pushesFor(body, early)).toEqual([]);
    expect(pushesFor(body, early, event.aPenaltyRevocation({}, { ...at, revision: 1 }))).toEqual([]);
  });

  it('is told nothing of a penalty that it was not told of, however often that changes, until all of it is said anew', () => {
    const early = event.aPenaltyDecision({}, { recordedAt: '2026-11-30T15:59:59.999Z', revision: 0 });
    const change = (nth: number, more = {}) =>
      event.aPenaltyChange({ documentNumber: `廊消复决〔2026〕第${nth}号`, ...more }, { ...at, revision: nth });
    const warning = { penaltyKinds: ['警告'], penaltyContent: '警告', fineFen: null, severity: 'MINOR' } as const;
    const [once, twice] = [change(1), change(2)];
    expect(pushesFor(body, early, once)).toEqual([]);
    expect(pushesFor(body, early, once, twice)).toEqual([]);
    expect(pushesFor(body, early, once, twice, event.aPenaltyRevocation({}, { ...at, revision: 3 }))).toEqual([]);
    expect(kindsOf(body, early, change(1, warning), twice)).toEqual(['penalty']);
    expect(kindsOf(body, early, change(1, warning), twice, change(3))).toEqual(['penalty-change']);
  });

  it('is told of no listing on the internal register', () => {
    const steps = [event.aCandidate({}, first), event.aNotice({}, at)];
    expect(kindsOf(body, ...steps, event.aListing({}, at))).toEqual(['list-entry']);
    expect(kindsOf(body, ...steps, event.aListing({ register: 'key-supervision' }, at))).toEqual([]);
  });

  it('is told nothing about a natural person', () => {
    const person = `person-${'0'.repeat(32)}`;
    expect(pushesFor(body, event.aPenaltyDecision({ subjectId: person }, { ...first, subjectId: person }))).toEqual([]);
  });
});

it('the node is told what it was told before there were others: no publicity of its own', () => {
  for (const one of [penalty(), event.aSpotCheck({}, first)])
    expect(documentOf('credit-hebei', one)).not.toHaveProperty('publicity');
});

it('a body that another one feeds is told nothing', () => {
  const pushes = pushesOf({ id: 'credit-china-hebei', column: fedColumn }, publishedRules, [penalty()]);
  expect(pushes).toEqual([]);
  expect(fedColumn.said(publishedRules, [penalty()])).toMatch(/转供/);
});
