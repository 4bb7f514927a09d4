import { isDeepStrictEqual } from 'node:util';
import { Refusal } from './refusal';

/**
 * The same paper was recorded before: quiet when it says the same, `exists-with-different-content` otherwise.
 * @param field the field that names the paper, for the caller.
 * @param older other ways in which earlier versions of the ledger would have written down what is wanted.
 */
export function sameContent(recorded: object, wanted: object, field: string, ...older: readonly object[]): [] {
  if ([wanted, ...older].some((one) => isDeepStrictEqual(recorded, one))) return [];
  throw new Refusal('exists-with-different-content', {}, field);
}

/** Whether two papers say the same, for whoever stays quiet then and goes on otherwise. */
export const saysTheSame = (recorded: object, wanted: object): boolean => isDeepStrictEqual(recorded, wanted);
