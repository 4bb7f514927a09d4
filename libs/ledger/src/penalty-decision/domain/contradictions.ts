import type { RuleBook } from '../../rule-set';
import { formatWan, isPerson, type PenaltyKind, Refusal } from '../../shared';
import { finesIn } from './amounts-in-text';
import type { PenaltyDecisionRecorded } from './penalty-decision.events';

type Imposed = Pick<
  PenaltyDecisionRecorded['data'],
  'penaltyKinds' | 'penaltyContent' | 'fineFen' | 'confiscatedFen' | 'decidedOn'
>;
type Decision = Imposed & Pick<PenaltyDecisionRecorded['data'], 'subjectId' | 'subjectCategory'>;

/**
 * What on the paper contradicts itself, or the law; undefined when nothing does. Each field by itself is in order: together they
 * cannot be true, and the paper is to be looked at again. Pure; `penaltyContent` in plain.
 *
 * In this order: `category-contradicts-code` {category, beginning}: traders (个体工商户) have codes that begin with 92 (GB 32100, S61),
 * and nobody else has; then those of `amountContradictionIn`.
 */
export function contradictionIn(rules: RuleBook, decision: Decision): Refusal | undefined {
  const { subjectId, subjectCategory: category } = decision;
  const beginning = subjectId.slice(0, 2);
  if (!isPerson(subjectId) && (category === '个体工商户') !== (beginning === '92')) {
    return new Refusal('category-contradicts-code', { category, beginning }, 'subjectCategory');
  }
  return amountContradictionIn(rules, decision);
}

/**
 * What in kinds, content and amounts contradicts itself, or the law. In this order: `fine-of-nothing`; `amount-without-kind` {kind};
 * `fine-implausible` {fineWan, highestWan}: far above any fine that the law knows (rule set of the day of the decision);
 * `fine-contradicts-content` {fineWan, contentWan}.
 */
export function amountContradictionIn(rules: RuleBook, decision: Imposed): Refusal | undefined {
  const { fineFen, confiscatedFen, penaltyKinds } = decision;
  if (fineFen === 0 && penaltyKinds.includes('罚款')) return new Refusal('fine-of-nothing', {}, 'fineWan');
  if (isWithoutKind(fineFen, penaltyKinds, '罚款')) {
    return new Refusal('amount-without-kind', { kind: '罚款' }, 'fineWan');
  }
  if (isWithoutKind(confiscatedFen, penaltyKinds, '没收违法所得', '没收非法财物')) {
    return new Refusal('amount-without-kind', { kind: '没收违法所得' }, 'confiscatedWan');
  }
  return fineFen === null || fineFen === 0 ? undefined : fineContradiction(rules, decision, fineFen);
}

function fineContradiction(rules: RuleBook, decision: Imposed, fineFen: number): Refusal | undefined {
  const { highestFen, plausibleTimes } = rules.inForce(decision.decidedOn).fines;
  const fineWan = wan(fineFen);
  if (fineFen > highestFen.value * plausibleTimes.value) {
    return new Refusal('fine-implausible', { fineWan, highestWan: wan(highestFen.value) }, 'fineWan');
  }
  const said = [...new Set(finesIn(decision.penaltyContent))];
  const possible = [...said, sum(said), sum(finesIn(decision.penaltyContent))];
  const confiscated = decision.confiscatedFen ?? 0;
  if (said.length === 0 || possible.includes(fineFen) || possible.includes(fineFen + confiscated)) return undefined;
  return new Refusal('fine-contradicts-content', { fineWan, contentWan: said.map(wan) }, 'fineWan');
}

/** Exporters write 0 where there is none. What is neither named nor known may be an amount of another kind (其他). */
const isWithoutKind = (fen: number | null, kinds: readonly PenaltyKind[], ...wanted: readonly PenaltyKind[]): boolean =>
  fen !== null && fen > 0 && !kinds.includes('其他') && !wanted.some((kind) => kinds.includes(kind));

const sum = (amounts: readonly number[]): number => amounts.reduce((total, amount) => total + amount, 0);
const wan = (fen: number): string => formatWan(fen).replace(/\.?0{1,6}$/, '');
