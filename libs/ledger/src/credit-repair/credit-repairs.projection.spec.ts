import type { StoredEvent } from '@app/event-store';
import { eventsLike } from '../../../../test/support/examples';
import * as event from '../../../../test/support/ledger-events';
import { type RepairRow, toRepairRow } from './credit-repairs.projection';
import { creditRepairEvents } from './domain/credit-repair.events';
import { examples } from './domain/credit-repair.examples';

const repair = eventsLike(creditRepairEvents, examples);
const applied = repair('CreditRepairAppliedFor')();
const accepted = [applied, repair('CreditRepairAccepted')()];
const verified = [...accepted, repair('CreditRepairVerified')()];
const approved = [...verified, repair('CreditRepairApproved')()];

const inOrder = (events: readonly StoredEvent[]): StoredEvent[] =>
  events.map((one, index) => ({ ...one, position: index + 5 }));
const after = (...events: StoredEvent[]): RepairRow | undefined =>
  inOrder(events).reduce<RepairRow | undefined>(toRepairRow, undefined);

describe('a row of the repairs', () => {
  it.each<[string, StoredEvent[]]>([
    ['applied', [applied]],
    ['returned', [applied, repair('CreditRepairReturned')()]],
    ['applied', [applied, repair('CreditRepairReturned')(), repair('CreditRepairApplicationCompleted')()]],
    ['not-accepted', [applied, repair('CreditRepairNotAccepted')()]],
    ['accepted', accepted],
    ['verifying', verified],
    ['verifying', [...verified, repair('CreditRepairAnswerExtended')()]],
    ['rejected', [...verified, repair('CreditRepairRejected')()]],
    ['fanning-out', approved],
    ['fanning-out', [...approved, repair('CreditRepairConfirmed')()]],
    ['completed', [...approved, repair('CreditRepairConfirmed')(), repair('CreditRepairCompleted')()]],
    ['revoked', [...approved, repair('CreditRepairRevoked')()]],
    ['accepted', [...accepted, repair('CreditRepairTermDated')()]],
  ])('says where the repair stands: %s', (status, events) => {
    expect(after(...events)).toMatchObject({
      repairId: 'c7e0d1f2-0000-5000-8000-000000000001',
      appliedAt: 5,
      position: 4 + events.length,
      state: { status },
    });
  });

  it('keeps the place of the first application when another follows', () => {
    const again = repair('CreditRepairAppliedFor')({ applicationNumber: 'XYXF202609010001' });
    expect(after(applied, repair('CreditRepairNotAccepted')(), again)).toMatchObject({
      appliedAt: 5,
      position: 7,
      state: { status: 'applied', file: { earlier: [{ applicationNumber: 'XYXF202608070001' }] } },
    });
  });

  it('is not changed by an event it has seen, nor by one of another kind', () => {
    const row = after(...approved);
    for (const seen of inOrder(approved)) expect(toRepairRow(row, seen)).toBe(row);
    expect(toRepairRow(row, { ...event.aPenaltyDecision(), position: 99 })).toBe(row);
    expect(toRepairRow(undefined, event.aPenaltyDecision())).toBeUndefined();
  });
});
