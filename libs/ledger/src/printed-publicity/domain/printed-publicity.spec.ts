import { specFor } from '../../../../../test/support/given-when-then';
import { examples as decisions } from '../../penalty-decision/domain/penalty-decision.examples';
import { publishedRules as rules } from '../../rule-set';
import { find, printedPublicity, settleWithdrawn, tooLong } from './printed-publicity';
import { examples } from './printed-publicity.examples';

const { given } = specFor(printedPublicity, rules);
const finding = examples.PrintedPublicityFoundTooLong;
const found = { type: 'PrintedPublicityFoundTooLong', data: finding } as const;
const settled = { type: 'PrintedPublicitySettled', data: examples.PrintedPublicitySettled } as const;
const over = { ...settled, data: { ...settled.data, because: 'term-over', settledOn: '2027-05-07' } } as const;

describe('an end of publicity as a decision prints it', () => {
  const [then, now] = ['2026-11-28', '2026-11-29'];
  const decision = decisions.PenaltyDecisionRecorded;
  const printed = (publicUntil: string | null, change: Partial<typeof decision> = {}, recordedOn = now) =>
    tooLong(rules, { ...decision, publicUntil, ...change }, recordedOn);

  it.each([
    ['none', null],
    ['an earlier one', '2026-12-31'],
    ['the legal one', '2027-05-06'],
  ])('is in order: %s', (_what, publicUntil) => {
    expect(printed(publicUntil)).toBeUndefined();
  });

  it('is too long from the day after the legal one on', () => {
    expect(printed('2027-05-07')).toEqual({ ...finding, printedUntil: '2027-05-07' });
    expect(printed('2029-05-06')).toEqual(finding);
  });

  it('is told as it stands, and nobody has to look at it, if it was recorded when it was told so', () => {
    expect(printed('2029-05-06', {}, then)).toBeUndefined();
  });

  it.each([
    ['by simple procedure', { procedure: 'simple' }],
    ['of a mere warning', { penaltyKinds: ['警告'], severity: 'MINOR' }],
    ['of a natural person', { subjectId: 'person-0d0b9ff4000050008000000000000001' }],
  ] as const)('means nothing where the decision is not shown: %s', (_what, change) => {
    expect(printed('2029-05-06', change)).toBeUndefined();
  });
});

describe('an end of publicity that is too long', () => {
  it('is found once', () => {
    given().when(find(finding)).then(found);
    given(found).when(find(finding)).thenNothing();
    given(found, settled).when(find(finding)).thenNothing();
  });

  it('is work for an officer until the legal end has come', () => {
    given(found).waitsFor({
      what: 'public-until-beyond-maximum',
      whose: 'officer',
      since: '2026-05-06',
      until: '2027-05-06',
    });
    given(found).onDay('2027-05-06').thenNothing();
    given(found).onDay('2027-05-07').then(over);
    given(found).onDay('2030-01-01').then(over);
  });

  it('is work no more once it is settled, or when nothing was found', () => {
    given().waitsFor();
    given(found, settled).waitsFor();
    given(found, settled).onDay('2027-05-07').thenNothing();
    given(settled).waitsFor();
    given().onDay('2027-05-07').thenNothing();
  });

  it('is settled when the decision is withdrawn', () => {
    given(found).when(settleWithdrawn('2026-12-01')).then(settled);
    given(found, over).when(settleWithdrawn('2027-06-01')).thenNothing();
    given().when(settleWithdrawn('2026-12-01')).thenNothing();
  });
});
