import { specFor } from '../../../../../test/support/given-when-then';
import { publishedRules, ruleBook, type RuleBook } from '../../rule-set';
import { addDays } from '../../shared';
import { creditRepair } from './credit-repair';
import {
  aCompletion,
  aConfirmation,
  anAcceptance,
  anApplication,
  anApproval,
  anEnd,
  anExtension,
  aNonAcceptance,
  aRecord,
  aRejection,
  aRepairRevocation,
  aReturn,
  aTermDated,
  aVerification,
  papers,
  repairId,
  subjectId,
} from './credit-repair.examples';
import type { CreditRepairEvent } from './credit-repair.events';
import { accept, applyForRepair, completeApplication, refuseAcceptance, returnApplication } from './repair-application';
import type { Circumstances } from './repair-conditions';
import { approve, confirm, extendAnswer, reject, revokeRepair, verify } from './repair-decision';

const rules = publishedRules;
const { given } = specFor(creditRepair, rules);

const clear: Circumstances = { stands: true, newSameKind: [], barredUntil: null };
const without = <T extends { subjectId: string }>({ subjectId: _, ...data }: T): Omit<T, 'subjectId'> => data;
const applying = (change: { applicationNumber?: string; appliedOn?: string; proof?: string } = {}) => {
  const { applicationNumber, channel, appliedOn } = anApplication().data;
  const { proof, ...rest } = change;
  return { repairId, applicationNumber, channel, appliedOn, papers: { ...papers, ...(proof && { proof }) }, ...rest };
};
const apply = (change: Parameters<typeof applying>[0] = {}, record = aRecord(), stands = true) =>
  applyForRepair(rules, applying(change), record, subjectId, stands);
const approving = (change: Partial<{ approvedOn: string; reasons: string }> = {}) => {
  const { documentNumber, approvedOn, reasons } = anApproval().data;
  return { repairId, documentNumber, approvedOn, reasons, ...change };
};
const approved = (circumstances: Partial<Circumstances> = {}, change: Parameters<typeof approving>[0] = {}) =>
  approve(rules, approving(change), { ...clear, ...circumstances }, ['credit-hebei']);

const upTo = {
  accepted: [anApplication(), anAcceptance()],
  verified: [anApplication(), anAcceptance(), aVerification()],
  approved: [anApplication(), anAcceptance(), aVerification(), anApproval()],
} satisfies Record<string, CreditRepairEvent[]>;

describe('applying for a repair', () => {
  it('is recorded, with the days on which acceptance and answer are due', () => {
    given().when(apply()).then(anApplication());
  });
  it('stays quiet when said again, also when the procedure has gone on', () => {
    given(anApplication()).when(apply()).thenNothing();
    given(...upTo.approved)
      .when(apply())
      .thenNothing();
  });
  it('is refused with other content under the same number', () => {
    given(anApplication())
      .when(apply({ proof: '另一份凭证' }))
      .thenRefused('exists-with-different-content', 'applicationNumber');
  });
  it('is refused while another application is under way', () => {
    for (const before of [[anApplication()], [anApplication(), aReturn()], upTo.accepted, upTo.verified]) {
      given(...before)
        .when(apply({ applicationNumber: 'XYXF202608070002' }))
        .thenRefused('repair-under-way', undefined, { applicationNumber: 'XYXF202608070001' });
    }
  });
  it('is refused when the record is repaired already', () => {
    given(...upTo.approved)
      .when(apply({ applicationNumber: 'XYXF202608070002' }))
      .thenRefused('already-repaired');
  });
  it('may follow an application that came to nothing, and a repair that was revoked', () => {
    const again = { applicationNumber: 'XYXF202609010001', appliedOn: '2026-09-01' };
    const due = {
      acceptanceDue: { dueOn: '2026-09-04', dueOpen: null },
      answerDue: { dueOn: '2026-09-15', dueOpen: null },
    };
    for (const before of [
      [anApplication(), aNonAcceptance()],
      [...upTo.verified, aRejection()],
      [...upTo.approved, aRepairRevocation()],
    ] as const) {
      given(...before)
        .when(apply(again))
        .then(anApplication({ ...again, ...due }));
    }
  });
  it('meets an earlier application by its number', () => {
    const second = anApplication({ applicationNumber: 'XYXF202609010001', appliedOn: '2026-09-01' });
    given(anApplication(), aNonAcceptance(), second).when(apply()).thenNothing();
  });
  it('is refused for a record that has fallen', () => {
    given()
      .when(apply({}, aRecord(), false))
      .thenRefused('record-no-longer-stands');
  });
  it('is refused before the finding', () => {
    given()
      .when(apply({ appliedOn: '2026-05-05' }))
      .thenRefused('applied-before-found', 'appliedOn', { foundOn: '2026-05-06' });
  });
  it('is refused where there is nothing to repair, with the basis', () => {
    given()
      .when(apply({}, aRecord({ procedure: 'simple' })))
      .thenRefused('record-not-repairable', undefined, { basis: '简易程序处罚不归集、不公示，无需修复' });
  });
  it('refuses in this order', () => {
    const simple = aRecord({ procedure: 'simple', foundOn: '2026-09-01' });
    given(anApplication())
      .when(apply({ proof: '另一份' }, simple, false))
      .thenRefused('exists-with-different-content');
    given(anApplication())
      .when(apply({ applicationNumber: 'X2' }, simple, false))
      .thenRefused('repair-under-way');
    given()
      .when(apply({}, simple, false))
      .thenRefused('record-no-longer-stands');
    given().when(apply({}, simple)).thenRefused('applied-before-found');
  });
});

describe('returning an application, once', () => {
  const returning = (change = {}) => returnApplication(without(aReturn(change).data));

  it('says all that is missing', () => {
    given(anApplication()).when(returning()).then(aReturn());
  });
  it('stays quiet when said again', () => {
    given(anApplication(), aReturn()).when(returning()).thenNothing();
  });
  it('is refused with other content', () => {
    given(anApplication(), aReturn())
      .when(returning({ missing: '缺少凭证' }))
      .thenRefused('exists-with-different-content');
  });
  it('is refused a second time', () => {
    given(anApplication(), aReturn(), aCompletion())
      .when(returning({ returnedOn: '2026-08-17' }))
      .thenRefused('already-returned', undefined, { returnedOn: '2026-08-10' });
  });
  it('is refused when there is none, and when the procedure has moved on', () => {
    given().when(returning()).thenRefused('repair-not-found');
    given(...upTo.accepted)
      .when(returning())
      .thenRefused('repair-moved-on', undefined, { status: 'accepted' });
  });
  it('is refused before the application', () => {
    given(anApplication())
      .when(returning({ returnedOn: '2026-08-06' }))
      .thenRefused('returned-before-applied', 'returnedOn');
  });
});

describe('completing an application', () => {
  const { completedOn, papers: complete } = aCompletion().data;
  const completing = (change: { completedOn?: string } = {}) =>
    completeApplication(rules, { repairId, completedOn, papers: complete, ...change });

  it('lets the clocks begin anew', () => {
    given(anApplication(), aReturn()).when(completing()).then(aCompletion());
  });
  it('stays quiet when said again', () => {
    given(anApplication(), aReturn(), aCompletion()).when(completing()).thenNothing();
  });
  it('is refused when nothing was returned', () => {
    given(anApplication()).when(completing()).thenRefused('repair-not-returned');
    given().when(completing()).thenRefused('repair-not-found');
  });
  it('is refused before the return', () => {
    given(anApplication(), aReturn())
      .when(completing({ completedOn: '2026-08-09' }))
      .thenRefused('completed-before-returned', 'completedOn');
  });
  it('is refused when the procedure has moved on', () => {
    given(anApplication(), aReturn(), aNonAcceptance()).when(completing()).thenRefused('repair-moved-on');
  });
});

describe('not accepting', () => {
  const refusing = (change = {}) => refuseAcceptance(without(aNonAcceptance(change).data));

  it('ends the application, with reasons', () => {
    given(anApplication()).when(refusing()).then(aNonAcceptance());
  });
  it('is possible for one that was returned and never completed', () => {
    given(anApplication(), aReturn()).when(refusing()).then(aNonAcceptance());
  });
  it('stays quiet when said again', () => {
    given(anApplication(), aNonAcceptance()).when(refusing()).thenNothing();
  });
  it('is refused with other reasons, too early, and after acceptance', () => {
    given(anApplication(), aNonAcceptance())
      .when(refusing({ reasons: '材料不实' }))
      .thenRefused('exists-with-different-content', 'documentNumber');
    given(anApplication())
      .when(refusing({ notAcceptedOn: '2026-08-06' }))
      .thenRefused('decided-before-applied', 'notAcceptedOn');
    given(...upTo.accepted)
      .when(refusing())
      .thenRefused('repair-moved-on');
    given().when(refusing()).thenRefused('repair-not-found');
  });
});

describe('accepting', () => {
  const accepting = (change = {}) => accept(without(anAcceptance(change).data));

  it('opens the verification', () => {
    given(anApplication()).when(accepting()).then(anAcceptance());
  });
  it('is recorded after its day, too: being late voids nothing', () => {
    given(anApplication())
      .when(accepting({ acceptedOn: '2026-08-28' }))
      .then(anAcceptance({ acceptedOn: '2026-08-28' }));
  });
  it('stays quiet when said again', () => {
    given(...upTo.verified)
      .when(accepting())
      .thenNothing();
  });
  it('is refused on another day, before the application, and while papers are missing', () => {
    given(...upTo.accepted)
      .when(accepting({ acceptedOn: '2026-08-12' }))
      .thenRefused('exists-with-different-content');
    given(anApplication())
      .when(accepting({ acceptedOn: '2026-08-06' }))
      .thenRefused('decided-before-applied', 'acceptedOn');
    given(anApplication(), aReturn())
      .when(accepting())
      .thenRefused('repair-moved-on', undefined, { status: 'returned' });
    given().when(accepting()).thenRefused('repair-not-found');
  });
});

describe('verifying', () => {
  const verifying = (change = {}) => verify(without(aVerification(change).data));

  it('records what was found', () => {
    given(...upTo.accepted)
      .when(verifying())
      .then(aVerification());
  });
  it('stays quiet when said again', () => {
    given(...upTo.verified)
      .when(verifying())
      .thenNothing();
  });
  it('may find something else later', () => {
    const found = { verifiedOn: '2026-08-17', openDuties: '罚款尚欠5000元' };
    given(...upTo.verified)
      .when(verifying(found))
      .then(aVerification(found));
  });
  it('is refused before acceptance and without it', () => {
    given(...upTo.accepted)
      .when(verifying({ verifiedOn: '2026-08-10' }))
      .thenRefused('verified-before-accepted', 'verifiedOn');
    given(anApplication()).when(verifying()).thenRefused('repair-moved-on');
    given().when(verifying()).thenRefused('repair-not-found');
  });
});

describe('putting the answer off', () => {
  const { extendedOn, reason } = anExtension().data;
  const extending = (change = {}) => extendAnswer(rules, { repairId, extendedOn, reason, ...change });

  it('is possible once, from the day the answer was due', () => {
    given(...upTo.verified)
      .when(extending())
      .then(anExtension());
    given(...upTo.verified, anExtension())
      .when(extending({ reason: '另有原因' }))
      .thenRefused('already-extended', undefined, { extendedOn: '2026-08-20' });
  });
  it('is refused when the answer is overdue, before acceptance, and without it', () => {
    given(...upTo.verified)
      .when(extending({ extendedOn: '2026-08-24' }))
      .thenRefused('answer-overdue', 'extendedOn');
    given(...upTo.verified)
      .when(extending({ extendedOn: '2026-08-10' }))
      .thenRefused('extended-before-accepted');
    given(anApplication()).when(extending()).thenRefused('repair-moved-on');
  });
  it('waits for the calendar when nobody can say when the answer is due', () => {
    const open = { dueOn: null, dueOpen: 'calendar-2027' } as const;
    given(anApplication({ answerDue: open }), anAcceptance())
      .when(extending())
      .thenRefused('working-day-calendar-missing', undefined, { year: 2027 });
  });
});

describe('approving', () => {
  it('is recorded with everybody who was told', () => {
    given(...upTo.verified)
      .when(approved())
      .then(anApproval());
  });
  it('is complete at once when nobody was told', () => {
    given(...upTo.verified)
      .when(approve(rules, approving(), clear, []))
      .then(anApproval({ bodies: [] }), anEnd({ completedOn: '2026-08-18' }));
  });
  it('stays quiet when said again, though others may be told by now', () => {
    given(...upTo.approved)
      .when(approve(rules, approving(), clear, ['credit-hebei', 'another']))
      .thenNothing();
  });
  it('is refused with other content', () => {
    given(...upTo.approved)
      .when(approved({}, { reasons: '另有理由' }))
      .thenRefused('exists-with-different-content');
  });
  it('is refused with every unmet condition', () => {
    given(anApplication(), anAcceptance(), aVerification({ corrected: false, openDuties: '罚款尚欠5000元' }))
      .when(approved({ barredUntil: '2027-01-01' }))
      .thenRefused('repair-conditions-unmet', undefined, {
        unmet: [
          '义务尚未履行完毕：罚款尚欠5000元',
          '广消行罚决字〔2026〕第0005号认定的失信行为尚未纠正',
          '因前次修复弄虚作假，2027-01-01前不予修复',
        ],
      });
  });
  it('is refused for a record that has fallen since', () => {
    given(...upTo.verified)
      .when(approved({ stands: false }))
      .thenRefused('record-no-longer-stands');
  });
  it('is refused before the verification and without one', () => {
    given(...upTo.verified)
      .when(approved({}, { approvedOn: '2026-08-13' }))
      .thenRefused('decided-before-verified', 'approvedOn');
    given(...upTo.accepted)
      .when(approved())
      .thenRefused('repair-moved-on', undefined, { status: 'accepted' });
    given().when(approved()).thenRefused('repair-not-found');
  });
});

describe('rejecting', () => {
  const { documentNumber, rejectedOn, reasons } = aRejection().data;
  const rejecting = (circumstances: Partial<Circumstances> = {}, change = {}) =>
    reject(rules, { repairId, documentNumber, rejectedOn, reasons, ...change }, { ...clear, ...circumstances });
  const withDebt = [anApplication(), anAcceptance(), aVerification({ openDuties: '罚款尚欠5000元' })];

  it('names every unmet condition', () => {
    given(...withDebt)
      .when(rejecting())
      .then(aRejection());
  });
  it('stays quiet when said again', () => {
    given(...withDebt, aRejection())
      .when(rejecting())
      .thenNothing();
  });
  it('is refused with other content, and after another decision', () => {
    given(...withDebt, aRejection())
      .when(rejecting({}, { reasons: '其他' }))
      .thenRefused('exists-with-different-content');
    given(...upTo.approved)
      .when(rejecting())
      .thenRefused('repair-moved-on');
    given(...withDebt)
      .when(rejecting({}, { rejectedOn: '2026-08-13' }))
      .thenRefused('decided-before-verified');
  });
});

describe('the confirmation of a body', () => {
  const { body, confirmedOn, receipt } = aConfirmation().data;
  const confirming = (change = {}) => confirm({ repairId, body, confirmedOn, receipt, ...change });
  const told = [anApplication(), anAcceptance(), aVerification(), anApproval({ bodies: ['credit-hebei', 'other'] })];

  it('completes the repair when it is the last one', () => {
    given(...upTo.approved)
      .when(confirming())
      .then(aConfirmation(), anEnd());
  });
  it('completes nothing while another body is missing', () => {
    given(...told)
      .when(confirming())
      .then(aConfirmation());
    given(...told, aConfirmation())
      .when(confirming({ body: 'other' }))
      .then(aConfirmation({ body: 'other' }), anEnd());
  });
  it('says nothing new from a body that was not told, nor again, nor after the end or a revocation', () => {
    given(...upTo.approved)
      .when(confirming({ body: 'stranger' }))
      .thenNothing();
    given(...told, aConfirmation())
      .when(confirming())
      .thenNothing();
    given(...upTo.approved, aConfirmation(), anEnd())
      .when(confirming())
      .thenNothing();
    given(...upTo.approved, aRepairRevocation())
      .when(confirming())
      .thenNothing();
  });
});

describe('revoking a repair', () => {
  const { documentNumber, revokedOn, reason } = aRepairRevocation().data;
  const revoking = (change = {}, recordedOn = '2026-11-28') =>
    revokeRepair(rules, { repairId, documentNumber, revokedOn, reason, ...change }, recordedOn);

  it('restores the record and begins a bar', () => {
    given(...upTo.approved)
      .when(revoking())
      .then(aRepairRevocation());
  });
  it('is possible after completion', () => {
    given(...upTo.approved, aConfirmation(), anEnd())
      .when(revoking())
      .then(aRepairRevocation());
  });
  it('begins a bar through the last day of its term, as it is read now', () => {
    const { data, ...revocation } = aRepairRevocation();
    given(...upTo.approved)
      .when(revoking({}, '2026-11-29'))
      .then({ ...revocation, data: { ...data, barredUntil: addDays(data.barredUntil, 1) } });
  });
  it('stays quiet when said again, under another reading too', () => {
    given(...upTo.approved, aRepairRevocation())
      .when(revoking())
      .thenNothing();
    given(...upTo.approved, aRepairRevocation())
      .when(revoking({}, '2026-11-29'))
      .thenNothing();
  });
  it('is refused without an approval, with other content, before the approval', () => {
    given(...upTo.verified)
      .when(revoking())
      .thenRefused('repair-not-approved', undefined, { status: 'verifying' });
    given(...upTo.approved, aRepairRevocation())
      .when(revoking({ reason: '其他' }))
      .thenRefused('exists-with-different-content');
    given(...upTo.approved)
      .when(revoking({ revokedOn: '2026-08-17' }))
      .thenRefused('revoked-before-approved', 'revokedOn');
    given().when(revoking()).thenRefused('repair-not-found');
  });
});

describe('what waits for a day', () => {
  it('is acceptance, then the answer, then the confirmation of those who were told', () => {
    given().waitsFor();
    given(anApplication()).waitsFor({
      what: 'repair-acceptance',
      whose: 'officer',
      until: '2026-08-12',
      since: '2026-08-07',
    });
    given(anApplication(), aReturn()).waitsFor();
    given(...upTo.verified).waitsFor({ what: 'repair-answer', whose: 'approver', until: '2026-08-21' });
    given(...upTo.verified, anExtension()).waitsFor({
      what: 'repair-answer',
      until: '2026-09-04',
      since: '2026-08-21',
    });
    given(...upTo.approved).waitsFor({ what: 'repair-confirmation', whose: 'operator', until: '2026-08-21' });
    given(...upTo.approved, aConfirmation(), anEnd()).waitsFor();
  });

  it('writes nothing when the day passes: people are late, not the record', () => {
    given(...upTo.verified)
      .onDay('2027-08-21')
      .thenNothing();
  });

  describe('while the calendar of the year is not loaded', () => {
    const open = { dueOn: null, dueOpen: 'calendar-2027' } as const;
    const applied = anApplication({
      appliedOn: '2026-12-25',
      acceptanceDue: { dueOn: '2026-12-30', dueOpen: null },
      answerDue: open,
    });
    const december = [applied, anAcceptance({ acceptedOn: '2026-12-28' })];
    const with2027: RuleBook = ruleBook(
      [rules.inForce('2026-12-25')].map((set) => ({ ...set, effectiveFrom: null })),
      {
        years: new Map([
          ...rules.workingDays.years,
          [2027, { holidays: new Set(['2027-01-01']), workingWeekendDays: new Set<string>() }],
        ]),
      },
    );

    it('is recorded all the same, and open', () => {
      given()
        .when(apply({ appliedOn: '2026-12-25' }))
        .then(applied);
      given(...december).waitsFor({ what: 'repair-answer', until: null, dueOpen: 'calendar-2027' });
      given(...december)
        .onDay('2026-12-31')
        .thenNothing();
    });

    it('is dated once the calendar has come', () => {
      given(...december)
        .onDay('2026-12-31', with2027)
        .then(aTermDated({ dueOn: '2027-01-11', datedOn: '2026-12-31' }));
    });
  });
});
