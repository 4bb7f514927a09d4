import { type Refused, refusalOf } from './given-when-then';

/** One thing that is wrong with a paper: where, what stands there, and what it is refused with. */
export type Fault<Paper> = readonly [field: keyof Paper & string, written: unknown, code: string];

/**
 * States how a paper is refused: each fault by its code, at its field; and of several faults the first one in this list.
 *
 * @param read what reads the paper
 * @param good a paper without fault
 */
export function refusesInThisOrder<Paper extends object>(
  read: (paper: Paper) => unknown,
  good: Paper,
  faults: readonly Fault<Paper>[],
): void {
  it.each(faults.map(([field, written, code], index) => [code, field, written, index] as const))(
    'refuses with %s: %s is %j, before all that follows',
    (code, field, _written, index) => {
      for (const refused of refusalsWith(read, good, faults.slice(index)))
        expect(refused).toMatchObject({ code, field });
    },
  );
}

/** What the paper is refused with when it has the first of these faults alone, and when it has all of them. */
export function refusalsWith<Paper extends object>(
  read: (paper: Paper) => unknown,
  good: Paper,
  faults: readonly Fault<Paper>[],
): readonly [alone: Refused, first: Refused] {
  // Of two faults of one field the first one stands there.
  const wrong = (those: readonly Fault<Paper>[]) =>
    Object.fromEntries(those.map(([field, written]) => [field, written]).reverse()) as Partial<Paper>;
  const refused = (those: readonly Fault<Paper>[]) => refusalOf(() => read({ ...good, ...wrong(those) }));
  return [refused(faults.slice(0, 1)), refused(faults)];
}
