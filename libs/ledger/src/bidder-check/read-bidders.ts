import { atFault, type FieldAtFault, malformed } from '../application';
import { Refusal } from '../shared';
import { biddersMax } from './check-bidders.command';
import type { Bidder } from './domain/bidder';

/** A list has thousands of rows, and each fault beyond the first dozens is the same again. */
const faultsMax = 50;

/**
 * The bidders in a JSON body: `{"bidders": [{"uscc": "…", "name": "…"}]}`; `name` may be missing or null. What a row says is read
 * later, and a wrong code is an answer of that row; here only the form is judged.
 *
 * Refusals, in this order: `request-malformed` when `bidders` is no list, with the fields at fault; `bidders-missing`;
 * `too-many-bidders` {max}; `request-malformed` with the fields of rows at fault (`bidders.0.uscc`), at most fifty.
 */
export function readBidders(body: unknown): readonly Bidder[] {
  const { bidders, ...others } = isObject(body) ? body : {};
  const faults = unknownIn(others, '');
  if (bidders === undefined || bidders === null) faults.push(atFault('bidders', new Refusal('required')));
  else if (!Array.isArray(bidders)) faults.push(wrong('bidders', '应为数组'));
  if (faults.length > 0 || !Array.isArray(bidders)) throw malformed(faults.slice(0, faultsMax));
  if (bidders.length === 0) throw new Refusal('bidders-missing', {}, 'bidders');
  if (bidders.length > biddersMax) throw new Refusal('too-many-bidders', { max: biddersMax }, 'bidders');
  for (const [index, row] of bidders.entries()) {
    faults.push(...faultsOfRow(row, `bidders.${index}`));
    if (faults.length >= faultsMax) break;
  }
  if (faults.length > 0) throw malformed(faults.slice(0, faultsMax));
  return (bidders as { uscc: string; name?: string | null }[]).map(({ uscc, name }) => ({
    uscc,
    ...(name != null && { name }),
  }));
}

function faultsOfRow(row: unknown, at: string): FieldAtFault[] {
  if (!isObject(row)) return [wrong(at, '应为对象，如 {"uscc":"…","name":"…"}')];
  const { uscc, name, ...others } = row;
  const faults = unknownIn(others, `${at}.`);
  if (uscc === undefined || uscc === null) faults.push(atFault(`${at}.uscc`, new Refusal('required')));
  else if (typeof uscc !== 'string') faults.push(wrong(`${at}.uscc`, '应为文字'));
  if (name !== undefined && name !== null && typeof name !== 'string') faults.push(wrong(`${at}.name`, '应为文字'));
  return faults;
}

const wrong = (field: string, expected: string): FieldAtFault =>
  atFault(field, new Refusal('field-invalid', { expected }));

const unknownIn = (others: object, at: string): FieldAtFault[] =>
  Object.keys(others).map((name) => atFault(`${at}${name}`, new Refusal('field-unknown')));

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
