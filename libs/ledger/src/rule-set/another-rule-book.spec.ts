import { specFor } from '../../../../test/support/given-when-then';
import { blacklistListing, list, notifyIntent, remove } from '../blacklist/domain/blacklist-listing';
import * as example from '../blacklist/domain/blacklist-listing.examples';
import { readMissingCommitmentPaper } from '../commitment/domain/missing-commitment-paper';
import { majorFireHazard } from '../major-fire-hazard/domain/major-fire-hazard';
import { readPenaltyPaper } from '../penalty-decision/domain/penalty-paper';
import { publishedRules, ruleBook, type RuleSet } from '../rule-set';
import type { WorkingDayCalendar } from '../shared';

const inForce = publishedRules.inForce('2026-04-01');
const said = <T>(value: T) => ({ value, mark: 'our-default', basis: 'a draft' }) as const;

/** Two working days to defend oneself, half a year on the list, a fine is serious: no such rule set stands on disk. */
const draft: RuleSet = {
  ...inForce,
  id: 'draft-2030',
  effectiveFrom: null,
  effectiveUntil: null,
  severity: {
    ...inForce.severity,
    penaltyKinds: { ...inForce.severity.penaltyKinds, 罚款: said('SERIOUS') },
    noCommitment: said('MINOR'),
    overdueHazard: said('GENERAL'),
  },
  blacklist: {
    ...inForce.blacklist,
    defenceWindowWorkingDays: said(2),
    listingMonths: said(6),
    earlyRemovalMinMonths: said(1),
  },
  simpleProcedure: { fineMaxFen: said(100) },
};
/** A year that no notice of the State Council speaks of yet. */
const workingDays: WorkingDayCalendar = {
  years: new Map([[2030, { holidays: new Set(['2030-05-01', '2030-05-02']), workingWeekendDays: new Set<string>() }]]),
};
const rules = ruleBook([draft], workingDays);

const today = '2030-12-31';
const { listingId, proposed, notified, listed } = example;

describe('a rule book that exists nowhere on disk', () => {
  const { given } = specFor(blacklistListing);

  it('gives the term of a defence, by its own calendar', () => {
    given(proposed)
      .when(notifyIntent(rules, { ...example.notice, servedOn: '2030-04-30' }))
      .then({
        type: 'ListingIntentNotified',
        data: { ...notified.data, servedOn: '2030-04-30', defenceUntil: '2030-05-06', ruleSetId: 'draft-2030' },
      });
  });

  it('knows no other year', () => {
    const open = { defenceUntil: null, dueOpen: 'calendar-2026', ruleSetId: 'draft-2030' } as const;
    given(proposed)
      .when(notifyIntent(rules, example.notice))
      .then({ ...notified, data: { ...notified.data, ...open } });
  });

  it('gives the time on the list, and how early it may end', () => {
    const [event] = list(
      rules,
      example.decision,
      '2026-06-09',
    )([proposed, notified].reduce(blacklistListing.evolve, blacklistListing.initial));
    expect(event?.data).toMatchObject({ listedUntil: '2026-11-21', ruleSetId: 'draft-2030' });
    given(proposed, notified, listed)
      .when(remove(rules, { ...example.removal, listingId, reason: 'early', removedOn: '2026-06-09' }, '2026-06-09'))
      .thenRefused('early-removal-too-soon');
  });

  const penalty = {
    subjectName: '广阳区鑫桥阳酒店店',
    subjectCategory: '个体工商户',
    uscc: '92131003MA9ANPJY55',
    legalRepresentative: '孙超磊',
    documentNumber: '广消行罚决字〔2030〕第0005号',
    violationType: '损坏消防设施',
    facts: '擅自停用消防设施',
    legalBasis: '消防法第六十条',
    penaltyKinds: '罚款',
    penaltyContent: '罚款',
    fineWan: '0.03',
    decidedOn: '2030-05-06',
    authorityName: '广阳区消防救援大队',
    authorityCode: '1113100358CBJ3JHX9',
  };
  it('says how grave a penalty is, and how small a fine may be decided simply', () => {
    const read = (change: object) => readPenaltyPaper(rules, { ...penalty, ...change }, today, () => '');
    expect(read({})).toMatchObject({ severity: 'SERIOUS', ruleSetId: 'draft-2030' });
    expect(() => read({ procedure: 'simple' })).toThrow('simple-procedure-not-applicable');
  });

  it('says how grave a missing commitment is', () => {
    const { subjectName, uscc, documentNumber, authorityName, authorityCode } = penalty;
    const paper = { subjectName, uscc, documentNumber, authorityName, authorityCode, foundOn: '2030-05-06' };
    expect(readMissingCommitmentPaper(rules, paper, today)).toMatchObject({ severity: 'MINOR' });
  });

  it('says how grave an overdue hazard is, and refuses a judgement under a rule set it does not hold', () => {
    const judgedBy = (ruleSetId: string) => ({
      type: 'MajorFireHazardJudged' as const,
      data: {
        hazardId: 'hazard-1',
        subjectId: '92131003MA9ANPJY55',
        hazardNumber: '131003ZD20300001',
        subjectName: '广阳区鑫桥阳酒店店',
        judgedOn: '2030-01-03',
        standardEdition: '2025' as const,
        method: '直接判定' as const,
        rectifyBy: '2030-06-16',
        ruleSetId,
        recordingAuthority: null,
      },
    });
    const state = (ruleSetId: string) => majorFireHazard.evolve(majorFireHazard.initial, judgedBy(ruleSetId));
    const decide = majorFireHazard.dayCame(rules, '2030-06-17');
    expect(decide(state('draft-2030'))).toMatchObject([{ data: { severity: 'GENERAL', ruleSetId: 'draft-2030' } }]);
    expect(() => decide(state(inForce.id))).toThrow('rule-set-unknown');
  });
});
