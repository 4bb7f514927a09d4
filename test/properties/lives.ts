import { randomUUID } from 'node:crypto';
import type { Context } from '@app/event-store';
import type { ICommand } from '@nestjs/cqrs';
import * as fc from 'fast-check';
import { AnswerDefence } from '../../libs/ledger/src/blacklist/answer-defence.command';
import { DismissCandidate } from '../../libs/ledger/src/blacklist/dismiss-candidate.command';
import { ListOnBlacklist } from '../../libs/ledger/src/blacklist/list-on-blacklist.command';
import { NotifyListingIntent } from '../../libs/ledger/src/blacklist/notify-listing-intent.command';
import { ProposeForAccident } from '../../libs/ledger/src/blacklist/propose-for-accident.command';
import { ReceiveDefence } from '../../libs/ledger/src/blacklist/receive-defence.command';
import { RemoveFromBlacklist } from '../../libs/ledger/src/blacklist/remove-from-blacklist.command';
import { listingIdOf } from '../../libs/ledger/src/blacklist/domain/blacklist-listing';
import { commitmentIdOf } from '../../libs/ledger/src/commitment/domain/commitment';
import { RecordCommitment } from '../../libs/ledger/src/commitment/record-commitment.command';
import { RecordMissingCommitment } from '../../libs/ledger/src/commitment/record-missing-commitment.command';
import { WithdrawFalseCommitmentFinding } from '../../libs/ledger/src/commitment/withdraw-false-commitment-finding.command';
import { RegisterCreditSubject } from '../../libs/ledger/src/credit-subject/register-credit-subject.command';
import { RenameCreditSubject } from '../../libs/ledger/src/credit-subject/rename-credit-subject.command';
import { ConfirmRectification } from '../../libs/ledger/src/major-fire-hazard/confirm-rectification.command';
import { hazardIdOf } from '../../libs/ledger/src/major-fire-hazard/domain/major-fire-hazard';
import { RecordMajorFireHazard } from '../../libs/ledger/src/major-fire-hazard/record-major-fire-hazard.command';
import { decisionIdOf } from '../../libs/ledger/src/penalty-decision/domain/penalty-decision';
import { CorrectPenaltyDecision } from '../../libs/ledger/src/penalty-decision/correct-penalty-decision.command';
import { ChangePenaltyDecision } from '../../libs/ledger/src/penalty-decision/change-penalty-decision.command';
import { FindPenaltyDecisionUnlawful } from '../../libs/ledger/src/penalty-decision/find-penalty-decision-unlawful.command';
import { FindPenaltyDecisionVoid } from '../../libs/ledger/src/penalty-decision/find-penalty-decision-void.command';
import { RecordPenaltyDecision } from '../../libs/ledger/src/penalty-decision/record-penalty-decision.command';
import { RevokePenaltyDecision } from '../../libs/ledger/src/penalty-decision/revoke-penalty-decision.command';
import { RecordSpotCheck } from '../../libs/ledger/src/spot-check/record-spot-check.command';
import { addDays, type Day, PENALTY_KINDS, type PenaltyKind } from '../../libs/ledger/src/shared';

/** A command, and the first day on which an officer has it on the desk. */
export interface Step {
  readonly on: Day;
  readonly command: ICommand;
}

/** The subject a life belongs to; `number` keeps its papers apart from those of others. */
export interface Living {
  readonly uscc: string;
  readonly name: string;
  readonly number: number;
}

export const firstDay = '2021-06-01';
export const lastDay = '2026-06-01';

const authority = { authorityName: '廊坊市消防救援支队', authorityCode: '11131000FGJJTG2G5W' };
/** An approver is another person: who took part does not decide. */
const approval = (): Context => ({
  ...context(),
  actor: { ...context().actor, name: '李审批', role: 'approver' },
});
const context = (): Context => ({
  actor: { name: '王经办', unitName: authority.authorityName, unitCode: authority.authorityCode, role: 'officer' },
  commandId: randomUUID(),
  requestId: 'status-answers',
  causeId: null,
});

/** Turns into steps for a subject; `serial` numbers its papers. */
type Episode = (living: Living, serial: number) => Step[];

const aDay = fc.nat({ max: 1_825 }).map((days) => addDays(firstDay, days));
/** How long a paper lies about before somebody takes it in: mostly days, sometimes a year. */
const aDelay = fc.oneof({ weight: 3, arbitrary: fc.nat({ max: 10 }) }, fc.nat({ max: 400 }));
const whenReady = (days: readonly Day[], delay: number): Day => addDays(days.toSorted().at(-1) ?? firstDay, delay);
const numbered = ({ number }: Living, serial: number) => String(number * 100 + serial).padStart(6, '0');

const aPenalty: fc.Arbitrary<Episode> = fc
  .record({
    decidedOn: aDay,
    delay: aDelay,
    kinds: fc.oneof(
      fc.subarray<PenaltyKind>([...PENALTY_KINDS], { minLength: 1, maxLength: 3 }),
      fc.subarray<PenaltyKind>(['警告', '罚款'], { minLength: 1 }),
    ),
    fineYuan: fc.oneof(fc.constantFrom(1, 3_000, 9_999, 10_000, 49_999, 50_000), fc.integer({ min: 1, max: 300_000 })),
    code: fc.constantFrom('FPL-60-1-3', 'FPL-60-1-7', 'FPL-60-3', 'FPL-69-1B', '其他'),
    simple: fc.boolean(),
    corrected: fc.boolean(),
    change: fc.option(fc.record({ after: fc.nat({ max: 400 }), delay: aDelay }), { freq: 4 }),
    fall: fc.option(
      fc.record({
        outcome: fc.constantFrom('revoked', 'revoked', 'unlawful', 'void'),
        after: fc.nat({ max: 900 }),
        delay: aDelay,
      }),
      { freq: 3 },
    ),
  })
  .map(({ decidedOn, delay, kinds, fineYuan, code, simple, corrected, change, fall }) => (living, serial) => {
    const documentNumber = `廊消行罚决字〔${decidedOn.slice(0, 4)}〕第${numbered(living, serial)}号`;
    const small = fineYuan <= 3_000 && kinds.every((kind) => kind === '警告' || kind === '罚款');
    const entered = whenReady([decidedOn], delay);
    const paper = {
      subjectName: living.name,
      subjectCategory: living.uscc.startsWith('92') ? '个体工商户' : '法人及非法人组织',
      uscc: living.uscc,
      legalRepresentative: '罗杰',
      documentNumber,
      violationType: '违反消防安全规定',
      facts: '检查发现。',
      legalBasis: '消防法',
      penaltyKinds: kinds.join(';'),
      penaltyContent: '见决定书',
      fineWan: kinds.includes('罚款') ? (fineYuan / 10_000).toFixed(6) : null,
      decidedOn,
      ...authority,
      remark: code,
      procedure: simple && small ? 'simple' : 'ordinary',
    };
    const steps: Step[] = [{ on: entered, command: new RecordPenaltyDecision(paper, context()) }];
    const decisionId = decisionIdOf(authority.authorityCode, documentNumber);
    const changedOn = change ? addDays(decidedOn, change.after) : decidedOn;
    const changed = change ? whenReady([entered, changedOn], change.delay) : entered;
    if (change) {
      const body = {
        documentNumber: `变决${numbered(living, serial)}`,
        changedOn,
        reason: '处罚过重',
        ...authority,
        penaltyKinds: kinds.includes('罚款') ? '警告' : '罚款',
        penaltyContent: '见变更决定书',
        fineWan: kinds.includes('罚款') ? null : '0.500000',
      };
      steps.push({ on: changed, command: new ChangePenaltyDecision(decisionId, body, approval()) });
    }
    if (corrected) {
      const body = { reason: '录入有误', facts: '检查发现，责令改正。', legalRepresentative: '罗杰' };
      steps.push({ on: changed, command: new CorrectPenaltyDecision(decisionId, body, context()) });
    }
    if (fall) {
      const fellOn = addDays(changedOn, fall.after);
      const body = { documentNumber: `复决${numbered(living, serial)}`, reason: '证据不足', ...authority };
      const found = { ...body, foundOn: fellOn };
      const command = {
        revoked: new RevokePenaltyDecision(decisionId, { ...body, revokedOn: fellOn }, context()),
        unlawful: new FindPenaltyDecisionUnlawful(decisionId, found, approval()),
        void: new FindPenaltyDecisionVoid(decisionId, found, approval()),
      }[fall.outcome];
      steps.push({ on: whenReady([changed, fellOn], fall.delay), command });
    }
    return steps;
  });

const aCommitment: fc.Arbitrary<Episode> = fc
  .record({
    madeOn: aDay,
    verifiedAfter: fc.nat({ max: 60 }),
    result: fc.constantFrom('未核查', '符合', '失实', '失实', '失实'),
    serious: fc.boolean(),
    atOnce: fc.boolean(),
    delay: aDelay,
    withdrawal: fc.option(fc.record({ after: fc.nat({ max: 900 }), delay: aDelay }), { freq: 2 }),
  })
  .map(({ madeOn, verifiedAfter, result, serious, atOnce, delay, withdrawal }) => (living, serial) => {
    const commitmentNumber = `CN${numbered(living, serial)}`;
    const verifiedOn = addDays(madeOn, verifiedAfter);
    const made = {
      commitmentNumber,
      subjectName: living.name,
      uscc: living.uscc,
      matter: '营业前消防安全检查',
      madeOn,
      verificationDueOn: addDays(madeOn, 60),
    };
    const unverified = { ...made, result: '未核查', serious: '否' };
    if (result === '未核查')
      return [{ on: whenReady([madeOn], delay), command: new RecordCommitment(unverified, context()) }];

    const isFalse = result === '失实';
    const falseDetail = isFalse ? '疏散通道与承诺不符' : null;
    const whole = { ...made, verifiedOn, result, falseDetail, serious: isFalse && serious ? '是' : '否' };
    const entered = whenReady([verifiedOn], delay);
    const steps: Step[] = [{ on: entered, command: new RecordCommitment(whole, context()) }];
    if (!atOnce) steps.unshift({ on: madeOn, command: new RecordCommitment(unverified, context()) });
    if (isFalse && withdrawal) {
      const withdrawnOn = addDays(verifiedOn, withdrawal.after);
      const body = { documentNumber: `撤${numbered(living, serial)}`, withdrawnOn, reason: '复核不成立' };
      steps.push({
        on: whenReady([entered, withdrawnOn], withdrawal.delay),
        command: new WithdrawFalseCommitmentFinding(commitmentIdOf(commitmentNumber), body, context()),
      });
    }
    return steps;
  });

const aMissingCommitment: fc.Arbitrary<Episode> = fc
  .record({ foundOn: aDay, delay: aDelay })
  .map(({ foundOn, delay }) => (living, serial) => {
    const paper = {
      subjectName: living.name,
      uscc: living.uscc,
      documentNumber: `检字${numbered(living, serial)}`,
      foundOn,
      ...authority,
    };
    return [{ on: whenReady([foundOn], delay), command: new RecordMissingCommitment(paper, context()) }];
  });

/** Closed in time, late or never; by the hazard's own paper sent again, or by a paper that closes it. */
const aHazard: fc.Arbitrary<Episode> = fc
  .record({
    judgedOn: aDay,
    term: fc.integer({ min: 1, max: 120 }),
    delay: aDelay,
    closing: fc.option(
      fc.record({
        after: fc.oneof(fc.nat({ max: 500 }), fc.constant('on the last day' as const)),
        delay: aDelay,
        ownPaper: fc.boolean(),
      }),
      { freq: 4 },
    ),
  })
  .map(({ judgedOn, term, delay, closing }) => (living, serial) => {
    const hazardNumber = `ZD${numbered(living, serial)}`;
    const entered = whenReady([judgedOn], delay);
    const paper = {
      hazardNumber,
      subjectName: living.name,
      uscc: living.uscc,
      judgedOn,
      standard: judgedOn < '2025-11-01' ? 'GB 35181-2017' : 'GB 35181-2025',
      method: '直接判定',
      supervisionLevel: '县级',
      rectifyBy: addDays(judgedOn, term),
    };
    const steps: Step[] = [{ on: entered, command: new RecordMajorFireHazard(paper, context()) }];
    if (closing) {
      const closedOn = addDays(judgedOn, closing.after === 'on the last day' ? term : closing.after);
      const body = { closedOn, documentNumber: `XA${numbered(living, serial)}` };
      steps.push({
        on: whenReady([entered, closedOn], closing.delay),
        command: closing.ownPaper
          ? new ConfirmRectification(hazardIdOf(hazardNumber), body, context())
          : new RecordMajorFireHazard({ ...paper, closedOn }, context()),
      });
    }
    return steps;
  });

/** From the report to as far as the case goes. */
const aListing: fc.Arbitrary<Episode> = fc
  .record({
    reportedOn: aDay,
    delay: aDelay,
    register: fc.constantFrom('serious-dishonesty', 'serious-dishonesty', 'key-supervision'),
    end: fc.constantFrom('dismissed', 'upheld', 'listed', 'listed', 'defended-and-listed', 'defended-and-listed'),
    removal: fc.option(
      fc.record({ reason: fc.constantFrom('early', 'expiry', 'revoked'), after: fc.nat({ max: 400 }), delay: aDelay }),
      { freq: 3 },
    ),
  })
  .map(({ reportedOn, delay, register, end, removal }) => (living, serial) => {
    const reportNumber = `事故调查〔${reportedOn.slice(0, 4)}〕${numbered(living, serial)}号`;
    const listingId = listingIdOf(living.uscc, 'ACCIDENT_LIABILITY', reportNumber);
    const [servedOn, answeredOn, decidedOn] = [10, 25, 40].map((days) => addDays(reportedOn, days)) as [Day, Day, Day];
    const on = (...days: Day[]) => whenReady(days, delay);
    const report = { uscc: living.uscc, subjectName: living.name, reportNumber, reportedOn };
    const steps: Step[] = [{ on: on(reportedOn), command: new ProposeForAccident(report, context()) }];
    const notice = {
      noticeNumber: `列告${numbered(living, serial)}`,
      servedOn,
      reasons: '事故责任',
      legalBasis: '条例',
    };
    steps.push({ on: on(servedOn), command: new NotifyListingIntent(listingId, notice, context()) });
    if (end === 'dismissed') {
      const body = { dismissedOn: decidedOn, reason: '不予列入' };
      return [...steps, { on: on(decidedOn), command: new DismissCandidate(listingId, body, approval()) }];
    }
    if (end !== 'listed') {
      const outcome = end === 'upheld' ? ('upheld' as const) : ('not-upheld' as const);
      const answer = { documentNumber: `复核${numbered(living, serial)}`, answeredOn, outcome, reasons: '经复核' };
      steps.push(
        {
          on: on(answeredOn),
          command: new ReceiveDefence(listingId, { receivedOn: servedOn, summary: '申辩' }, context()),
        },
        { on: on(answeredOn), command: new AnswerDefence(listingId, answer, context()) },
      );
      if (end === 'upheld') return steps;
    }
    const decision = {
      register: register,
      decisionNumber: `列字${numbered(living, serial)}`,
      decisionBody: authority.authorityName,
      decisionBodyCode: authority.authorityCode,
      legalBasis: '河北省消防条例',
      basisLevel: 'local-regulation' as const,
      legalReviewedBy: '李某',
      conductSummary: '火灾事故责任',
      measures: ['PROC_REFUSE'],
      removalConditions: '期满',
      remedies: '行政复议',
      decidedOn,
    };
    steps.push({ on: on(decidedOn), command: new ListOnBlacklist(listingId, decision, approval()) });
    if (removal) {
      const least = { early: 367, expiry: 1_097, revoked: 0 }[removal.reason];
      const removedOn = addDays(decidedOn, least + removal.after);
      const body = {
        reason: removal.reason,
        removedOn,
        decisionNumber: `移字${numbered(living, serial)}`,
        removalBody: authority.authorityName,
        removalBodyCode: authority.authorityCode,
        explanation: '依法移出',
      };
      steps.push({
        on: whenReady([on(decidedOn), removedOn], removal.delay),
        command: new RemoveFromBlacklist(listingId, body, approval()),
      });
    }
    return steps;
  });

const aSpotCheck: fc.Arbitrary<Episode> = fc
  .record({ checkedOn: aDay, delay: aDelay })
  .map(({ checkedOn, delay }) => (living, serial) => {
    const paper = {
      planNumber: 'JH1',
      taskNumber: `RW${numbered(living, serial)}`,
      subjectName: living.name,
      uscc: living.uscc,
      checkedOn,
      authorityName: authority.authorityName,
      result: '未发现问题',
    };
    return [{ on: whenReady([checkedOn], delay), command: new RecordSpotCheck(paper, context()) }];
  });

const aRegistration: fc.Arbitrary<Episode> = fc
  .record({ on: aDay, renamedAfter: fc.option(fc.nat({ max: 900 })) })
  .map(({ on, renamedAfter }) => (living) => {
    const paper = {
      name: living.name,
      uscc: living.uscc,
      subjectType: '一般单位',
      areaCode: '131028',
      areaName: '大厂',
    };
    const steps: Step[] = [{ on, command: new RegisterCreditSubject(paper, context()) }];
    if (renamedAfter !== null) {
      const renamedOn = addDays(on, renamedAfter);
      const body = { newName: `${living.name}（新）`, documentNumber: `变更${living.number}`, renamedOn };
      steps.push({ on: renamedOn, command: new RenameCreditSubject(living.uscc, body, context()) });
    }
    return steps;
  });

const anEpisode = fc.oneof(
  { weight: 4, arbitrary: aPenalty },
  { weight: 2, arbitrary: aCommitment },
  { weight: 1, arbitrary: aMissingCommitment },
  { weight: 2, arbitrary: aHazard },
  { weight: 2, arbitrary: aListing },
  { weight: 1, arbitrary: aSpotCheck },
);

/**
 * Everything that happens to one subject, in the order in which it reaches the ledger: valid commands only, with papers
 * that come late and out of order. What would come after `lastDay` is left out.
 */
export const aLife: fc.Arbitrary<(living: Living) => Step[]> = fc
  .tuple(fc.option(aRegistration), fc.array(anEpisode, { maxLength: 7 }))
  .map(([registration, episodes]) => (living) => {
    const all = registration === null ? episodes : [registration, ...episodes];
    return all
      .flatMap((episode, serial) => episode(living, serial))
      .filter(({ on }) => on <= lastDay)
      .toSorted((one, other) => (one.on < other.on ? -1 : one.on > other.on ? 1 : 0));
  });
