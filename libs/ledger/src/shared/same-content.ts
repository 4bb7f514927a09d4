import { isDeepStrictEqual } from 'node:util';
import { documentNumberKey } from './document-number';
import { normaliseText } from './normalise';
import { filledIn } from './recording-authority';
import { Refusal } from './refusal';

/** The fields in which the number of a paper stands. */
const NUMBERS: ReadonlySet<string> = new Set([
  'applicationNumber',
  'commitmentNumber',
  'decisionNumber',
  'document',
  'documentNumber',
  'hazardNumber',
  'noticeNumber',
  'planNumber',
  'reportNumber',
  'rulingNumber',
  'taskNumber',
]);

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
 * Whether two papers say the same, for whoever stays quiet then and goes on otherwise. The number of a paper in another spelling
 * is no other number, and what was recorded by a program that took fewer marks and line ends away says the same as without them. Who
 * recorded it is nothing that a paper says.
 */
export const saysTheSame = (recorded: object, wanted: object): boolean =>
  isDeepStrictEqual(recorded, wanted) || isDeepStrictEqual(inOneSpelling(recorded), inOneSpelling(wanted));

function inOneSpelling(value: unknown, field = ''): unknown {
  if (typeof value === 'string') return NUMBERS.has(field) ? documentNumberKey(value) : normaliseText(value);
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((one: unknown) => inOneSpelling(one));
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name]) => !(filledIn as readonly string[]).includes(name))
      .map(([name, held]: [string, unknown]) => [name, inOneSpelling(held, name)]),
  );
}
