import { parseDay, PENALTY_KINDS, SEVERITIES, type PenaltyKind } from '../shared';
import type data from './data/langfang-2026-04-01.json';
import { GRADES, HAZARD_GROUNDS, MARKS, type RuleSet, type Stated } from './rule-set';

/** What a data file looks like before anybody checked its words. */
type Written<T> = T extends string ? string : T extends number ? number : { readonly [K in keyof T]: Written<T[K]> };
export type WrittenRuleSet = Omit<Written<typeof data>, 'effectiveFrom' | 'effectiveUntil'> & {
  readonly effectiveFrom: string | null;
  readonly effectiveUntil: string | null;
};
interface WrittenValue<T> {
  readonly value: T;
  readonly mark: string;
  readonly basis: string;
}

/** A data file -> a rule set. A word nobody knows is a mistake of ours: it throws when the program starts, naming the word. */
export function readRuleSet(written: WrittenRuleSet): RuleSet {
  const { scoring, publicity, severity, blacklist } = written;
  return {
    id: written.id,
    label: written.label,
    effectiveFrom: dayOrNull(written.effectiveFrom),
    effectiveUntil: dayOrNull(written.effectiveUntil),
    legalBasis: written.legalBasis,
    scoring: {
      base: stated(scoring.base),
      floor: stated(scoring.floor),
      cap: stated(scoring.cap),
      warning: { penaltyKinds: kinds(scoring.warning.penaltyKinds), points: stated(scoring.warning.points) },
      fine: {
        penaltyKinds: kinds(scoring.fine.penaltyKinds),
        bands: scoring.fine.bands.map((band) => ({ fromFen: stated(band.fromFen), points: stated(band.points) })),
      },
      stop: { penaltyKinds: kinds(scoring.stop.penaltyKinds), points: stated(scoring.stop.points) },
      refusalToCorrect: stated(scoring.refusalToCorrect),
      falseDocument: stated(scoring.falseDocument),
      falseCommitment: stated(scoring.falseCommitment),
      noCommitment: stated(scoring.noCommitment),
      hazardOverdue: stated(scoring.hazardOverdue),
      hazardClosed: stated(scoring.hazardClosed),
    },
    grades: written.grades.map(({ grade, from }) => ({ grade: known(GRADES, grade), from: stated(from) })),
    publicity: { MINOR: tier(publicity.MINOR), GENERAL: tier(publicity.GENERAL), SERIOUS: tier(publicity.SERIOUS) },
    severity: {
      penaltyKinds: {
        警告: word(SEVERITIES, severity.penaltyKinds.警告),
        通报批评: word(SEVERITIES, severity.penaltyKinds.通报批评),
        罚款: word(SEVERITIES, severity.penaltyKinds.罚款),
        没收违法所得: word(SEVERITIES, severity.penaltyKinds.没收违法所得),
        没收非法财物: word(SEVERITIES, severity.penaltyKinds.没收非法财物),
        暂扣许可证件: word(SEVERITIES, severity.penaltyKinds.暂扣许可证件),
        降低资质等级: word(SEVERITIES, severity.penaltyKinds.降低资质等级),
        吊销许可证件: word(SEVERITIES, severity.penaltyKinds.吊销许可证件),
        限制开展生产经营活动: word(SEVERITIES, severity.penaltyKinds.限制开展生产经营活动),
        责令停产停业: word(SEVERITIES, severity.penaltyKinds.责令停产停业),
        责令关闭: word(SEVERITIES, severity.penaltyKinds.责令关闭),
        限制从业: word(SEVERITIES, severity.penaltyKinds.限制从业),
        责令停止使用: word(SEVERITIES, severity.penaltyKinds.责令停止使用),
        责令停止执业: word(SEVERITIES, severity.penaltyKinds.责令停止执业),
        行政拘留: word(SEVERITIES, severity.penaltyKinds.行政拘留),
        其他: word(SEVERITIES, severity.penaltyKinds.其他),
      },
      falseDocument: word(SEVERITIES, severity.falseDocument),
      falseCommitment: word(SEVERITIES, severity.falseCommitment),
      seriousFalseCommitment: word(SEVERITIES, severity.seriousFalseCommitment),
      noCommitment: word(SEVERITIES, severity.noCommitment),
      overdueHazard: word(SEVERITIES, severity.overdueHazard),
    },
    blacklist: {
      repeatedViolationCount: stated(blacklist.repeatedViolationCount),
      repeatedViolationWindowMonths: stated(blacklist.repeatedViolationWindowMonths),
      defenceWindowWorkingDays: stated(blacklist.defenceWindowWorkingDays),
      listingMonths: stated(blacklist.listingMonths),
      earlyRemovalMinMonths: stated(blacklist.earlyRemovalMinMonths),
      refusalToCorrectCodes: stated(blacklist.refusalToCorrectCodes),
      falseDocumentCodes: stated(blacklist.falseDocumentCodes),
      majorHazardAppliesWhen: word(HAZARD_GROUNDS, blacklist.majorHazardAppliesWhen),
    },
    simpleProcedure: { fineMaxFen: stated(written.simpleProcedure.fineMaxFen) },
    push: { deadlineWorkingDays: stated(written.push.deadlineWorkingDays) },
  };
}

function stated<T>(written: WrittenValue<T>): Stated<T> {
  return { value: written.value, mark: known(MARKS, written.mark), basis: written.basis };
}

function word<T extends string>(words: readonly T[], written: WrittenValue<string>): Stated<T> {
  return stated({ ...written, value: known(words, written.value) });
}

function known<T extends string>(words: readonly T[], written: string): T {
  const found = words.find((candidate) => candidate === written);
  if (found === undefined) throw new Error(`rule set data: ${written} is none of ${words.join(', ')}`);
  return found;
}

function kinds(written: readonly string[]): readonly PenaltyKind[] {
  return written.map((kind) => known(PENALTY_KINDS, kind));
}

function tier(written: { readonly minMonths: WrittenValue<number>; readonly maxMonths: WrittenValue<number> }) {
  return { minMonths: stated(written.minMonths), maxMonths: stated(written.maxMonths) };
}

function dayOrNull(written: string | null) {
  return written === null ? null : parseDay(written);
}
