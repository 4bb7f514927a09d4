/** A field that has nothing to say is left out: the platform takes no nulls and no empty words. */
export type CreditHebeiFields = Readonly<Record<string, string | readonly string[]>>;

export function withoutGaps(fields: Readonly<Record<string, string | readonly string[] | null>>): CreditHebeiFields {
  return Object.fromEntries(
    Object.entries(fields).flatMap(([name, value]) => (value === null || value === '' ? [] : [[name, value]])),
  );
}

/** `2024-03-05` is written `2024/03/05` in the penalty table (S40). */
export function slashed(day: string): string;
export function slashed(day: string | null): string | null;
export function slashed(day: string | null): string | null {
  return day === null ? null : day.replaceAll('-', '/');
}
