/**
 * The whole number that a text is: digits and nothing else, so that `1e1`, `0x2`, `1.0`, a sign, space and nothing at all are none.
 * Undefined: it is none, or too large to count with.
 */
export function wholeNumberIn(text: string): number | undefined {
  if (!/^\d{1,16}$/.test(text)) return undefined;
  const number = Number(text);
  return Number.isSafeInteger(number) ? number : undefined;
}
