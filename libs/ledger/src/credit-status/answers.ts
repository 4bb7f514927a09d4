import type { CreditDossier, Told } from '../credit-dossier';
import type { RuleBook } from '../rule-set';
import { answerFor } from './answer-for';
import type { Asked, StatusAnswer } from './domain/answer';

interface Worked {
  readonly rules: RuleBook;
  readonly answer: StatusAnswer;
}

/**
 * Answers that were worked out, each kept as long as its dossier is: by everything known, an answer follows from dossier, day and rules,
 * and only its position, its age and the instant of the question differ.
 */
export class Answers {
  private readonly worked = new WeakMap<CreditDossier, Worked>();

  /** As `answerFor`. */
  of(rules: RuleBook, asked: Asked, told: Told<CreditDossier | undefined>): StatusAnswer {
    const dossier = told.known ? told.value : undefined;
    if (!dossier || asked.knownAt !== null) return answerFor(rules, asked, told);
    const known = this.worked.get(dossier);
    if (known?.rules === rules && known.answer.validAt === asked.validAt) {
      const { position, ageMs } = told;
      return { ...known.answer, position, dataAgeMs: Number.isFinite(ageMs) ? ageMs : null, knownAt: asked.askedAt };
    }
    const answer = answerFor(rules, asked, told);
    this.worked.set(dossier, { rules, answer });
    return answer;
  }
}
