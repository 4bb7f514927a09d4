import { isDeepStrictEqual } from 'node:util';
import { normaliseText } from './normalise';
import { Refusal } from './refusal';

/**
 * The same paper was recorded before: quiet when it says the same, `exists-with-different-content` otherwise.
 * @param field the field that names the paper, for the caller.
 * @param older other forms in which earlier versions of the ledger would have recorded the same.
 */
export function sameContent(recorded: object, wanted: object, field: string, ...older: readonly object[]): [] {
  if ([wanted, ...older].some((one) => saysTheSame(recorded, one))) return [];
  throw new Refusal('exists-with-different-content', {}, field);
}

/**
 * Whether two papers say the same, for whoever stays quiet then and goes on otherwise. What was recorded by a program that took
 * fewer marks and line ends away says the same as it does without them.
 */
export const saysTheSame = (recorded: object, wanted: object): boolean =>
  isDeepStrictEqual(recorded, wanted) || isDeepStrictEqual(normalised(recorded), wanted);

function normalised(value: unknown): unknown {
  if (typeof value === 'string') return normaliseText(value);
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(normalised);
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, normalised(inner)]));
}
