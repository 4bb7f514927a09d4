import type { FactsOf, RefusalArguments, RefusalCode } from './refusals';

/**
 * A rule said no. Thrown by decisions and value parsers, turned into an answer at the edges only
 * (HTTP: problem+json; intake: a rejected row). Codes, facts and sentences stand on one page: `refusals.ts`.
 *
 * - `code`: stable, kebab-case, a sentence: `listing-not-found`. Callers may rely on it for good.
 * - `facts`: what the rule looked at; goes to the caller, so no secrets and no personal numbers.
 * - `field`: the field at fault, in the caller's own words (a CSV heading, a JSON path), when there is one.
 */
export class Refusal<Code extends RefusalCode = RefusalCode> extends Error {
  readonly facts: FactsOf<Code>;
  readonly field?: string;

  constructor(
    readonly code: Code,
    ...[facts, field]: RefusalArguments<Code>
  ) {
    super(code);
    this.name = 'Refusal';
    this.facts = (facts ?? {}) as FactsOf<Code>;
    if (field !== undefined) this.field = field;
  }

  /** Any refusal, whatever its code: without this the compiler takes `instanceof` for `Refusal<any>`. */
  static override [Symbol.hasInstance](value: unknown): value is Refusal {
    return Error[Symbol.hasInstance].call(this, value);
  }

  /** The same refusal, said of a field. A field already named stays. */
  at(field: string): Refusal<Code> {
    if (this.field !== undefined) return this;
    return new Refusal(this.code, ...([this.facts, field] as unknown as RefusalArguments<Code>));
  }
}
