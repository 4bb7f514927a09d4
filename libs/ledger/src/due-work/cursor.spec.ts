import { refusalOf } from '../../../../test/support/given-when-then';
import { cursorOf, readCursor } from './cursor';

describe('the place where a page ends', () => {
  it.each([
    { nextDue: '2026-06-16', stream: 'majorFireHazard-3b0f3a52-0000-5000-8000-000000000001' },
    { nextDue: 'infinity', stream: 'blacklistListing-8c1f7a00-0000-5000-8000-000000000001' },
  ])('is one word and comes back: %j', (place) => {
    expect(cursorOf(place)).toMatch(/^[\w-]+$/);
    expect(readCursor(cursorOf(place))).toEqual(place);
  });

  it.each(['', 'x', cursorOf({ nextDue: '2026-13-40', stream: 'a' }), cursorOf({ nextDue: 'now', stream: 'a' })])(
    'is refused when it is none: %j',
    (cursor) => {
      expect(refusalOf(() => readCursor(cursor))).toMatchObject({ code: 'cursor-invalid', field: 'after' });
    },
  );
});
