import { mayHoldToken } from '@app/personal-data';
import type { CreditDossier, Told } from '../credit-dossier';
import type { RuleBook } from '../rule-set';
import { answerFor } from './answer-for';
import { type CreditStatusView, toCreditStatusView } from './credit-status.view';
import type { Asked, StatusAnswer } from './domain/answer';

/** An answer as JSON text in UTF-8, and what of it goes on record. */
export interface WrittenAnswer extends Pick<StatusAnswer, 'status' | 'position'> {
  readonly text: Buffer;
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

  /** The view of it as JSON text in UTF-8; undefined when only an answer will do: nothing is known, or there is personal text in it. */
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

/** A view as the bytes of its JSON text, with places for what differs from one question to the next: the rest of it is written once. */
export class WrittenView {
  /** What stands before each place, and after the last. */
  private readonly between: readonly Buffer[];
  private readonly order: readonly (keyof Differing)[];
  private readonly bytes: number;

  constructor(view: CreditStatusView) {
    const between: string[] = [];
    const order: (keyof Differing)[] = [];
    let text = '';
    Object.entries(view).forEach(([field, value], index) => {
      text += `${index === 0 ? '{' : ','}${JSON.stringify(field)}:`;
      if (!isPlace(field)) {
        text += JSON.stringify(value);
        return;
      }
      between.push(text);
      order.push(field);
      text = '';
    });
    this.between = [...between, `${text}}`].map((piece) => Buffer.from(piece, 'utf8'));
    this.order = order;
    this.bytes = this.between.reduce((sum, { length }) => sum + length, 0);
  }

  /** As `JSON.stringify` writes the view with these, in UTF-8. */
  with(values: Differing): Buffer {
    const { between, order } = this;
    const texts = order.map((field) => JSON.stringify(values[field])); // numbers, null and an instant: a byte each character
    const whole = Buffer.allocUnsafe(this.bytes + texts.reduce((sum, { length }) => sum + length, 0));
    let end = 0;
    between.forEach((bytes, index) => {
      whole.set(bytes, end);
      end += bytes.length;
      const text = texts[index];
      if (text !== undefined) end += whole.write(text, end, 'latin1');
    });
    return whole;
  }
}
