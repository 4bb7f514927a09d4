/** The settings of one body: how each is called, and what stands there. */
export interface Named {
  readonly name: (what: string) => string;
  readonly environment: NodeJS.ProcessEnv;
}

/** What a setting of the body says; empty is not set. */
export const saidIn =
  ({ name, environment }: Named) =>
  (what: string): string | undefined => {
    const text = environment[name(what)];
    return text === '' ? undefined : text;
  };

/** From 1. @throws when it says something else */
export function wholeNumber(named: Named, what: string, max: number, otherwise: number): number {
  const text = saidIn(named)(what);
  if (text === undefined) return otherwise;
  const number = Number(text);
  if (!Number.isInteger(number) || number < 1 || number > max)
    throw new Error(`${named.name(what)} is not a whole number from 1 to ${max}: ${text}`);
  return number;
}
