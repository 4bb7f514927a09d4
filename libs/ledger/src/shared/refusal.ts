/**
 * A rule said no. Thrown by decisions and value parsers, turned into an answer at the edges only
 * (HTTP: problem+json; intake: a rejected row).
 *
 * @param code   stable, kebab-case, a sentence: `listing-not-found`. Callers may rely on it for good.
 * @param facts  what the rule looked at; goes to the caller, so no secrets and no personal numbers.
 * @param field  the field at fault, in the caller's own words (a CSV heading, a JSON path), when there is one.
 */
export class Refusal extends Error {
  constructor(
    readonly code: string,
    readonly facts: Readonly<Record<string, unknown>> = {},
    readonly field?: string,
  ) {
    super(code);
    this.name = 'Refusal';
  }

  /** The same refusal, said of a field. A field already named stays. */
  at(field: string): Refusal {
    return this.field === undefined ? new Refusal(this.code, this.facts, field) : this;
  }
}
