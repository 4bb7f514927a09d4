import { mayHoldToken } from '@app/personal-data';
import type { CreditDossier, Told } from '../credit-dossier';
import type { RuleBook } from '../rule-set';
import { answerFor } from './answer-for';
import { type CreditStatusView, toCreditStatusView } from './credit-status.view';
import type { Asked, StatusAnswer } from './domain/answer';

/** An answer as JSON text, and what of it goes on record. */
export interface WrittenAnswer extends Pick<StatusAnswer, 'status' | 'position'> {
  readonly text: string;
}

/** An answer that was worked out. */
interface Worked {
  readonly rules: RuleBook;
  readonly answer: StatusAnswer;
  /** Its text, made when it is first asked for; null: there is something in it that is opened for some readers only. */
  written?: WrittenView | null;
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
    return { ...this.workedOut(rules, asked, told, dossier).answer, ...differing(asked, told) };
  }

  /** The view of it as JSON text; undefined when only an answer will do: nothing is known, or there is personal text in it. */
  textOf(rules: RuleBook, asked: Asked, told: Told<CreditDossier | undefined>): WrittenAnswer | undefined {
    const dossier = told.known ? told.value : undefined;
    if (!dossier || asked.knownAt !== null) return undefined;
    const worked = this.workedOut(rules, asked, told, dossier);
    worked.written ??= writtenWithoutTokens(worked.answer);
    if (worked.written === null) return undefined;
    const { position, dataAgeMs: dataAge, knownAt } = differing(asked, told);
    return { text: worked.written.with({ position, dataAge, knownAt }), status: worked.answer.status, position };
  }

  private workedOut(
    rules: RuleBook,
    asked: Asked,
    told: Told<CreditDossier | undefined>,
    dossier: CreditDossier,
  ): Worked {
    const before = this.worked.get(dossier);
    if (before?.rules === rules && before.answer.validAt === asked.validAt) return before;
    const worked = { rules, answer: answerFor(rules, asked, told) };
    this.worked.set(dossier, worked);
    return worked;
  }
}

const differing = ({ askedAt }: Asked, { position, ageMs }: Told<unknown>) => ({
  position,
  dataAgeMs: Number.isFinite(ageMs) ? ageMs : null,
  knownAt: askedAt,
});

function writtenWithoutTokens(answer: StatusAnswer): WrittenView | null {
  const view = toCreditStatusView(answer);
  return mayHoldToken(JSON.stringify(view)) ? null : new WrittenView(view);
}

type Differing = Pick<CreditStatusView, 'position' | 'dataAge' | 'knownAt'>;
const places: readonly (keyof Differing)[] = ['position', 'dataAge', 'knownAt'];
const isPlace = (field: string): field is keyof Differing => (places as readonly string[]).includes(field);

/** A view as its JSON text, with places for what differs from one question to the next: the rest of it is written once. */
export class WrittenView {
  /** The places in their order, each with what stands before it. */
  private readonly pieces: readonly (readonly [before: string, place: keyof Differing])[];
  private readonly end: string;

  constructor(view: CreditStatusView) {
    const pieces: (readonly [string, keyof Differing])[] = [];
    let text = '';
    Object.entries(view).forEach(([field, value], index) => {
      text += `${index === 0 ? '{' : ','}${JSON.stringify(field)}:`;
      if (!isPlace(field)) {
        text += JSON.stringify(value);
        return;
      }
      pieces.push([text, field]);
      text = '';
    });
    this.pieces = pieces;
    this.end = `${text}}`;
  }

  /** As `JSON.stringify` writes the view with these. */
  with(values: Differing): string {
    let text = '';
    for (const [before, place] of this.pieces) text += before + JSON.stringify(values[place]);
    return text + this.end;
  }
}
