import type { RuleBook } from '../../rule-set';
import type { ListedFact } from '../../credit-dossier/domain';
import { type Day, isPerson } from '../../shared';
import { type Contribution, type CreditDossier, type CreditStatus, creditStatus } from './credit-status';
import type { RepairableOn } from './repairable-on';

/** On the list, not on it, never heard of (no all-clear), or no answer now: `docs/decisions/0008-four-status-values.md`. */
export const STATUSES = ['listed', 'not-listed', 'subject-unknown', 'cannot-answer'] as const;
export type Status = (typeof STATUSES)[number];

/** A listing in force on the day asked about. */
export type ListingInForce = Pick<
  ListedFact,
  'listingId' | 'register' | 'ground' | 'listedOn' | 'listedUntil' | 'decisionNumber' | 'decisionBody' | 'legalBasis'
>;

/** What is asked: whose status, on which day, by the knowledge of which instant. */
export interface Asked {
  readonly subjectId: string;
  readonly validAt: Day;
  /** Only what was recorded up to this instant (UTC) counts; null: everything that stands in the dossier. */
  readonly knownAt: string | null;
  /** When it is asked (UTC). */
  readonly askedAt: string;
}

/** What an answer rests on. */
export interface Basis {
  /** Every event up to here is in the dossier. */
  readonly position: number;
  /** Milliseconds since the read model last had everything; infinite: it never had. */
  readonly ageMs: number;
}

/** One subject's status; every channel puts it in words of its own. A plain value: what is recorded of it stays. */
export interface StatusAnswer extends Pick<Asked, 'subjectId' | 'validAt'> {
  readonly status: Status;
  /** By the knowledge of this instant (UTC): the one asked for, or else when it was asked. */
  readonly knownAt: string;
  /** Null when no name is known, the ledger has never heard of the subject, or cannot answer. */
  readonly name: string | null;
  readonly formerNames: readonly string[];
  readonly score: number | null;
  readonly grade: string | null;
  readonly contributions: readonly Contribution[];
  readonly listings: readonly ListingInForce[];
  /** From when the records that stand can be repaired. */
  readonly repairs: readonly RepairableOn[];
  /** Null when the read model could not be asked. */
  readonly position: number | null;
  readonly dataAgeMs: number | null;
  readonly ruleSetId: string;
  readonly ruleSetLabel: string;
  /** One sentence in Chinese. */
  readonly statement: string;
  /** Why there is no answer; null when there is one. */
  readonly reason: string | null;
}

/** The answer from one dossier; undefined: the ledger has never heard of the subject. Pure. */
export function statusAnswer(
  rules: RuleBook,
  asked: Asked,
  basis: Basis,
  dossier: CreditDossier | undefined,
): StatusAnswer {
  const found = creditStatus(rules, dossier, asked);
  if (found === 'recorded-ahead') return noAnswer(rules, asked, basis, found);
  const common = commonOf(rules, asked, basis);
  if (found.status === 'subject-unknown') {
    return {
      ...common,
      ...nothingKnown,
      status: found.status,
      statement: '台账中查无此主体。查无记录不等于没有问题。',
    };
  }
  return {
    ...common,
    status: found.status,
    name: found.name,
    formerNames: found.formerNames,
    score: found.score,
    grade: found.grade,
    contributions: found.contributions,
    listings: found.listings.map(listingInForce),
    repairs: found.repairs,
    statement: statementOf(asked, found),
  };
}

/** No answer, and why: never an all-clear. `basis` is undefined when the read model could not be asked. */
export function noAnswer(rules: RuleBook, asked: Asked, basis: Basis | undefined, reason: string): StatusAnswer {
  return {
    ...commonOf(rules, asked, basis),
    ...nothingKnown,
    status: 'cannot-answer',
    statement: '台账暂不能作答，请稍后再查。未作答不等于没有问题。',
    reason,
  };
}

const nothingKnown = {
  name: null,
  formerNames: [],
  score: null,
  grade: null,
  contributions: [],
  listings: [],
  repairs: [],
};

function commonOf(rules: RuleBook, { subjectId, validAt, knownAt, askedAt }: Asked, basis: Basis | undefined) {
  const ruleSet = rules.inForce(validAt);
  return {
    subjectId,
    position: basis?.position ?? null,
    dataAgeMs: basis && Number.isFinite(basis.ageMs) ? basis.ageMs : null,
    ruleSetId: ruleSet.id,
    ruleSetLabel: ruleSet.label,
    validAt,
    knownAt: knownAt ?? askedAt,
    reason: null,
  };
}

function listingInForce(fact: ListingInForce): ListingInForce {
  const { listingId, register, ground, listedOn, listedUntil, decisionNumber, decisionBody, legalBasis } = fact;
  return { listingId, register, ground, listedOn, listedUntil, decisionNumber, decisionBody, legalBasis };
}

/** A person is not named in it: the name is sealed, and only a whole text is opened at the edge, never a part of one. */
function statementOf(
  { subjectId, validAt }: Asked,
  { name, score, grade, listings }: Exclude<CreditStatus, { status: 'subject-unknown' }>,
): string {
  const who = isPerson(subjectId) ? '该自然人' : (name ?? '该主体');
  const scored = `信用分${score}分，${grade}级（演示规则）`;
  const formal = listings.find(({ register }) => register === 'serious-dishonesty');
  return formal
    ? `${who}在${validAt}处于严重失信主体名单（${formal.decisionNumber}），${scored}。`
    : `${who}在${validAt}不在严重失信主体名单，${scored}。`;
}
