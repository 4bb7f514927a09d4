import { isDeepStrictEqual } from 'node:util';
import { Refusal } from './refusal';

/**
 * The same paper was recorded before: quiet when it says the same, `exists-with-different-content` otherwise.
 * @param field the field that names the paper, for the caller.
 */
export function sameContent(recorded: object, wanted: object, field: string): [] {
  if (isDeepStrictEqual(recorded, wanted)) return [];
  throw new Refusal('exists-with-different-content', {}, field);
}
