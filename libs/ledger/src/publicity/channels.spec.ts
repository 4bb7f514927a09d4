import * as fc from 'fast-check';
import { publishedRules, ruleBook } from '../rule-set';
import { addDays, PENALTY_KINDS, personSubjectId, SEVERITIES, stateCouncilCalendar, termEnd } from '../shared';
import { publicityOn, type PublishablePenalty, reportedOf } from './channels';
import { CHANNELS } from './channels.rules';
import { severityOf } from './publicity';

const rules = publishedRules;
const person = personSubjectId('0d0b9ff4-0000-5000-8000-000000000001');
/** Recorded since terms are read as they are now. */
const now = '2026-11-29';

/** A decision of these kinds, of the tier and the rule set of its day. */
function aDecision(decidedOn: string, given: Partial<PublishablePenalty> = {}): PublishablePenalty {
  const ruleSet = rules.inForce(decidedOn);
  const penaltyKinds = given.penaltyKinds ?? ['罚款'];
  return {
    subjectId: '91131002MABBQNQG8X',
    procedure: 'ordinary',
    penaltyKinds,
    fineFen: penaltyKinds.includes('罚款') ? 2_050_000 : null,
    decidedOn,
    effectiveUntil: null,
    publicUntil: null,
    severity: severityOf(ruleSet, penaltyKinds),
    ruleSetId: ruleSet.id,
    ...given,
  };
}

describe.each(CHANNELS)('%s', (channel) => {
  const reported = (given: Partial<PublishablePenalty>, decidedOn = '2026-05-06') =>
    reportedOf(rules, channel, aDecision(decidedOn, given));

  it.each(['2022-01-01', '2023-05-01', '2026-04-01'])(
    'is told of every tier of ordinary procedure, and of none of simple procedure, in the world of %s',
    (decidedOn) => {
      for (const severity of SEVERITIES) {
        expect(reported({ severity }, decidedOn)).toEqual({ reported: true });
        expect(reported({ severity, procedure: 'simple' }, decidedOn)).toEqual({
          reported: false,
          why: '简易程序作出的处罚不归集、不公示',
        });
      }
    },
  );

  it('waits with natural persons until somebody says how it masks them', () => {
    expect(reported({ subjectId: person })).toEqual({
      reported: false,
      why: '自然人信息的脱敏规则尚未录入，暂不报送',
    });
    const ruleSet = rules.inForce('2026-05-06');
    const { reported: told, publicity } = ruleSet.channels[channel];
    const masking = { value: '证件号码第7至14位以*代替', mark: 'our-default', basis: 'a draft' } as const;
    const entered = { ...told, personMasking: masking };
    const draft = {
      ...ruleSet,
      effectiveFrom: null,
      channels: { ...ruleSet.channels, [channel]: { reported: entered, publicity } },
    };
    const decision = aDecision('2026-05-06', { subjectId: person });
    expect(reportedOf(ruleBook([draft], stateCouncilCalendar), channel, decision)).toEqual({ reported: true });
  });

  it('shows nothing that it is not told of', () => {
    expect(publicityOn(rules, channel, aDecision('2026-05-06', { procedure: 'simple' }), now)).toMatchObject({
      published: false,
    });
  });
});

it('the node collects and shares, and shows nothing itself', () => {
  expect(publicityOn(rules, 'credit-node', aDecision('2026-05-06'), now)).toEqual({
    published: false,
    why: '该渠道只归集共享，不向社会公示',
  });
});

describe('信用中国 shows a decision from the day of the document', () => {
  const shown = (decidedOn: string, given: Partial<PublishablePenalty> = {}, recordedOn = now) =>
    publicityOn(rules, 'credit-china', aDecision(decidedOn, given), recordedOn);

  it.each([
    // decided on, kinds, last day
    ['2023-04-30', ['罚款'], '2024-04-30'],
    ['2023-04-30', ['责令停产停业'], '2026-04-30'],
    ['2023-05-01', ['罚款'], '2026-05-01'],
    ['2023-05-01', ['责令停产停业'], '2026-05-01'],
    ['2024-02-29', ['罚款'], '2027-02-28'],
    ['2026-03-31', ['罚款'], '2029-03-31'],
    ['2026-04-01', ['罚款'], '2027-04-01'],
    ['2026-04-01', ['警告', '罚款'], '2027-04-01'],
    ['2026-04-30', ['没收违法所得'], '2027-04-30'],
    ['2026-04-01', ['罚款', '吊销许可证件'], '2029-04-01'],
    ['2028-02-29', ['罚款'], '2029-02-28'],
  ] as const)('of %s, %j: through %s', (decidedOn, penaltyKinds, through) => {
    expect(shown(decidedOn, { penaltyKinds })).toEqual({
      published: true,
      from: 'document',
      through,
      legalThrough: through,
      beyondMaximum: null,
    });
  });

  it.each(['2022-01-01', '2024-01-01', '2026-05-06'])('but not what is 轻微, in the world of %s', (decidedOn) => {
    for (const penaltyKinds of [['警告'], ['通报批评'], ['警告', '通报批评']] as const)
      expect(shown(decidedOn, { penaltyKinds })).toEqual({ published: false, why: '轻微失信原则上不公示' });
  });

  it('as it was read when it was recorded', () => {
    expect(shown('2024-02-29', {}, '2026-11-28')).toMatchObject({ through: '2027-02-27' });
  });

  it('does not follow a restriction that lasts longer', () => {
    const decision = { penaltyKinds: ['限制从业'], effectiveUntil: '2036-05-06' } as const;
    expect(shown('2026-05-06', decision)).toMatchObject({ through: '2029-05-06' });
  });
});

describe('公示系统 shows a decision from the day of publication', () => {
  const shown = (
    decidedOn: string,
    given: Partial<PublishablePenalty> = {},
    publishedOn: string | null = '2026-08-31',
  ) => publicityOn(rules, 'enterprise-publicity', aDecision(decidedOn, given), now, publishedOn);

  it('whose end is open until the receipt names that day', () => {
    expect(shown('2026-05-06', { publicUntil: '2027-01-01' }, null)).toEqual({
      published: true,
      from: 'publication',
      through: null,
      legalThrough: null,
      beyondMaximum: null,
    });
  });

  it.each([
    // decided on, kinds, last day after publication on 2026-08-31; of documents before 令45 by our default
    ['2021-08-31', ['罚款'], '2029-08-31'],
    ['2021-09-01', ['罚款'], '2029-08-31'],
    ['2021-09-01', ['通报批评'], '2026-11-30'],
    ['2021-09-01', ['警告', '通报批评'], '2026-11-30'],
    ['2023-05-01', ['罚款'], '2029-08-31'],
    ['2025-12-24', ['罚款'], '2029-08-31'],
    ['2025-12-25', ['罚款'], '2027-08-31'],
    ['2025-12-25', ['通报批评'], '2026-11-30'],
    ['2025-12-25', ['警告', '罚款'], '2027-08-31'],
    ['2026-03-31', ['责令停产停业'], '2029-08-31'],
    ['2026-04-01', ['罚款'], '2027-08-31'],
    ['2026-04-01', ['通报批评'], '2026-11-30'],
    ['2026-04-01', ['吊销许可证件'], '2029-08-31'],
  ] as const)('of %s, %j: through %s', (decidedOn, penaltyKinds, through) => {
    expect(shown(decidedOn, { penaltyKinds })).toMatchObject({ from: 'publication', through, legalThrough: through });
  });

  it.each(['2021-09-01', '2024-01-01', '2025-12-25', '2026-05-06'])('but no mere 警告, of %s', (decidedOn) => {
    expect(shown(decidedOn, { penaltyKinds: ['警告'] })).toEqual({ published: false, why: '仅警告的处罚不公示' });
  });

  it('with the last day of a month that is too short', () => {
    expect(shown('2026-05-06', { penaltyKinds: ['通报批评'] }, '2027-11-30')).toMatchObject({ through: '2028-02-29' });
    expect(shown('2026-05-06', {}, '2028-02-29')).toMatchObject({ through: '2029-02-28' });
  });

  it('a restriction as long as it lasts, where that is longer', () => {
    const decision = (effectiveUntil: string) => ({ penaltyKinds: ['限制从业'], effectiveUntil }) as const;
    expect(shown('2026-05-06', decision('2036-05-06'))).toMatchObject({ through: '2036-05-06' });
    expect(shown('2026-05-06', decision('2028-05-06'))).toMatchObject({ through: '2029-08-31' });
    expect(shown('2026-05-06', { penaltyKinds: ['暂扣许可证件'], effectiveUntil: '2036-05-06' })).toMatchObject({
      through: '2027-08-31',
    });
  });

  it('a small fine for three months, once somebody says what is small', () => {
    const ruleSet = rules.byId('langfang-2023-05-01');
    const channel = ruleSet.channels['enterprise-publicity'];
    const smallFineMaxFen = { value: 500_000, mark: 'our-default', basis: 'a draft' } as const;
    const publicity = (channel.publicity ?? []).map((table) => ({
      ...table,
      byKind: table.byKind && { ...table.byKind, smallFineMaxFen },
    }));
    const draft = ruleBook(
      [
        {
          ...ruleSet,
          effectiveFrom: null,
          channels: { ...ruleSet.channels, 'enterprise-publicity': { ...channel, publicity } },
        },
      ],
      stateCouncilCalendar,
    );
    const through = (fineFen: number, penaltyKinds: PublishablePenalty['penaltyKinds'] = ['罚款']) =>
      publicityOn(draft, 'enterprise-publicity', aDecision('2024-01-01', { fineFen, penaltyKinds }), now, '2026-08-31');
    expect(through(500_000)).toMatchObject({ through: '2026-11-30' });
    expect(through(500_000, ['警告', '罚款'])).toMatchObject({ through: '2026-11-30' });
    expect(through(500_001)).toMatchObject({ through: '2029-08-31' });
    expect(through(500_000, ['罚款', '没收违法所得'])).toMatchObject({ through: '2029-08-31' });
  });
});

describe('the printed end', () => {
  const ends = (publicUntil: string | null) =>
    publicityOn(rules, 'credit-china', aDecision('2026-05-06', { publicUntil }), now);

  it.each([
    ['before the legal one is followed', '2027-05-05', '2027-05-05', null],
    ['on the legal one is that', '2027-05-06', '2027-05-06', null],
    ['after the legal one is not followed, and said', '2027-05-07', '2027-05-06', '2027-05-07'],
    ['without end is not followed, and said', '9999-12-31', '2027-05-06', '9999-12-31'],
  ])('%s', (_what, printed, through, beyondMaximum) => {
    expect(ends(printed)).toEqual({
      published: true,
      from: 'document',
      through,
      legalThrough: '2027-05-06',
      beyondMaximum,
    });
  });

  it('counts on 公示系统 as well, once the day of publication is known', () => {
    const on = (publicUntil: string) =>
      publicityOn(rules, 'enterprise-publicity', aDecision('2026-05-06', { publicUntil }), now, '2026-06-01');
    expect(on('2027-05-06')).toMatchObject({ through: '2027-05-06', beyondMaximum: null });
    expect(on('2027-06-02')).toMatchObject({ through: '2027-06-01', beyondMaximum: '2027-06-02' });
  });
});

it('never shows anything longer than the longest term after its clock began, or than its own effect', () => {
  const anyDay = fc.integer({ min: 0, max: 4_000 }).map((days) => addDays('2020-01-01', days));
  const anyDecision = fc
    .record({
      decidedOn: anyDay,
      penaltyKinds: fc.uniqueArray(fc.constantFrom(...PENALTY_KINDS), { minLength: 1, maxLength: 3 }),
      publicUntil: fc.option(anyDay),
      effectiveUntil: fc.option(anyDay),
    })
    .map(({ decidedOn, ...given }) => aDecision(decidedOn, given));
  fc.assert(
    fc.property(anyDecision, anyDay, fc.constantFrom(...CHANNELS), (decision, publishedOn, channel) => {
      const found = publicityOn(rules, channel, decision, now, publishedOn);
      if (!found.published) return;
      const { through, legalThrough, beyondMaximum } = found;
      const longest = termEnd(found.from === 'document' ? decision.decidedOn : publishedOn, 36);
      const bound = [longest, decision.effectiveUntil ?? longest].sort().at(-1) ?? longest;
      expect(through !== null && legalThrough !== null && through <= legalThrough && legalThrough <= bound).toBe(true);
      expect(through).toBe([legalThrough, decision.publicUntil ?? legalThrough].sort()[0]);
      expect(beyondMaximum === null).toBe(
        decision.publicUntil === null || decision.publicUntil <= (legalThrough ?? ''),
      );
    }),
  );
});
