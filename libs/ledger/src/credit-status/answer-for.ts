import { whyNoAnswer } from '../application';
import type { DossierSnapshot } from '../credit-dossier';
import type { RuleBook } from '../rule-set';
import { type Asked, noAnswer, type StatusAnswer, statusAnswer } from './domain/answer';

/** The answer from one snapshot, or why it cannot speak: the same for a single question and for each row of a bidder check. */
export function answerFor(rules: RuleBook, asked: Asked, snapshot: DossierSnapshot, minPosition = 0): StatusAnswer {
  const { subjectId } = asked;
  const reason = snapshot.position < minPosition ? 'read-model-behind' : whyNoAnswer(snapshot, subjectId);
  if (reason !== undefined) return noAnswer(rules, asked, snapshot, reason);
  return statusAnswer(rules, asked, snapshot, snapshot.dossiers.get(subjectId));
}
