import { eventBytesMax } from '@app/event-store';
import { refusalOf, specFor } from '../../../../../test/support/given-when-then';
import { answer, bidderCheck, firstAnswer, rowsPerEvent } from './bidder-check';
import { derivedId } from '../../shared';
import type { BidderCheckAnswered, BidderRow } from './bidder-check.events';
import { aBidderCheckOf, listedBidder } from './bidder-check.examples';

const { given } = specFor(bidderCheck);

const asEvent = (count: number): BidderCheckAnswered => {
  const { rows, ...asked } = aBidderCheckOf(count);
  return { type: 'BidderCheckAnswered', data: { subjectId: null, ...asked, rowsAsked: count, rows } };
};

const bytesOf = ({ data }: BidderCheckAnswered) => Buffer.byteLength(JSON.stringify(data));

describe('a bidder check', () => {
  it('is one event when it is short', () => {
    expect(answer(aBidderCheckOf(2))(bidderCheck.initial)).toEqual([asEvent(2)]);
  });

  it.each([
    [rowsPerEvent, [rowsPerEvent]],
    [rowsPerEvent + 1, [rowsPerEvent, 1]],
    [10_000, [...Array.from({ length: 33 }, () => rowsPerEvent), 100]],
  ])('of %i rows is events of so many rows: %j', (count, rows) => {
    const check = aBidderCheckOf(count);
    const events = answer(check)(bidderCheck.initial);
    expect(events.map(({ data }) => data.rows.length)).toEqual(rows);
    expect(events.every(({ data }) => data.rowsAsked === count)).toBe(true);
    expect(events.flatMap(({ data }) => data.rows)).toEqual(check.rows);
    expect(Math.max(...events.map(bytesOf))).toBeLessThanOrEqual(eventBytesMax);
    expect(events.reduce(bidderCheck.evolve, bidderCheck.initial)).toEqual({ status: 'answered', check });
  });

  it.each([2_000, 10_000])('of %i of the longest rows with many facts is events that a log takes', (count) => {
    const longest: BidderRow = {
      ...listedBidder,
      nameGiven: '长'.repeat(400),
      name: '长'.repeat(200),
      statement: '长'.repeat(500),
      contributionEventIds: Array.from({ length: 100 }, (_, at) => derivedId('spec', String(at))),
    };
    const rows = Array.from({ length: count }, (_, index) => ({ ...longest, row: index + 1 }));
    const check = { ...aBidderCheckOf(0), rows };
    const events = answer(check)(bidderCheck.initial);
    expect(Math.max(...events.map(bytesOf))).toBeLessThanOrEqual(eventBytesMax);
    expect(events.flatMap(({ data }) => data.rows)).toEqual(rows);
  });

  it('is answered once', () => {
    const { checkId } = aBidderCheckOf(1);
    given(asEvent(1))
      .when(answer(aBidderCheckOf(1)))
      .thenRefused('bidder-check-exists', undefined, { checkId });
  });
});

describe('a question said again', () => {
  const check = aBidderCheckOf(2);
  const asked = check.rows.map(({ uscc, nameGiven, error }) => ({ uscc, nameGiven, error }));

  it('meets its first answer', () => {
    expect(firstAnswer(check, asked)).toBe(check);
  });

  it.each([
    ['about fewer', asked.slice(1)],
    ['about others', asked.map((bidder) => ({ ...bidder, uscc: '91131022MA0Y00067B' }))],
    ['by another name', asked.map((bidder) => ({ ...bidder, nameGiven: null }))],
  ])('is refused when it is %s', (_what, other) => {
    const refusal = refusalOf(() => firstAnswer(check, other));
    expect(refusal).toMatchObject({ code: 'command-id-reused', field: 'Idempotency-Key' });
  });
});
