import type { StoredEvent } from '@app/event-store';
import * as event from '../../../../test/support/ledger-events';
import { type RegisterRow, toRegisterRow } from './blacklist-register.projection';

const inOrder = (events: readonly StoredEvent[]): StoredEvent[] =>
  events.map((one, index) => ({ ...one, position: index + 5 }));
const after = (...events: StoredEvent[]): RegisterRow | undefined =>
  inOrder(events).reduce<RegisterRow | undefined>(toRegisterRow, undefined);

const [candidate, dismissed, notice, defence, answer, listing, removal] = [
  event.aCandidate(),
  event.aCandidateDismissed(),
  event.aNotice(),
  event.aDefence(),
  event.aDefenceAnswer(),
  event.aListing(),
  event.aRemoval(),
];
const upheld = event.aDefenceAnswer({ outcome: 'upheld' });

describe('a row of the register', () => {
  it.each<[string, StoredEvent[]]>([
    ['candidate', [candidate]],
    ['dismissed', [candidate, dismissed]],
    ['notified', [candidate, notice]],
    ['defended', [candidate, notice, defence]],
    ['defence-rejected', [candidate, notice, defence, answer]],
    ['defence-upheld', [candidate, notice, defence, upheld]],
    ['listed', [candidate, notice, defence, answer, listing]],
    ['removed', [candidate, notice, listing, removal]],
  ])('says where the case stands: %s', (status, events) => {
    expect(after(...events)).toMatchObject({
      listingId: '8c1f7a00-0000-5000-8000-000000000001',
      proposedAt: 5,
      position: 4 + events.length,
      state: { status },
    });
  });

  it('keeps every step on the way, for those who handle the case', () => {
    const row = after(candidate, notice, defence, answer, listing, removal);
    expect(row?.state).toMatchObject({
      candidate: { ground: 'REFUSE_TO_CORRECT' },
      notice: { noticeNumber: '廊消列告字〔2026〕第0001号' },
      defence: { receivedOn: '2026-05-15' },
      answer: { outcome: 'not-upheld' },
      listing: { listedUntil: '2029-05-21' },
      removal: { reason: 'early' },
    });
  });

  it('is not changed by an event it has seen', () => {
    const events = inOrder([candidate, notice, defence, answer, listing, removal]);
    const row = events.reduce<RegisterRow | undefined>(toRegisterRow, undefined);
    for (const seen of events) expect(toRegisterRow(row, seen)).toBe(row);
  });

  it('does not begin in the middle of a case', () => {
    expect(after(notice)).toBeUndefined();
  });
});
