import { pushIdOf } from '@app/outbox';
import { bulletinColumn, bulletinColumnAfter } from '../../../../test/support/bulletin/column';
import * as event from '../../../../test/support/ledger-events';
import { publishedRules } from '../rule-set';
import { assertReceiptsCome, queuedPushesOf } from './after-receipts';
import { pushesOf, type ReceivingBody } from './pushes-of';
import { fedColumn } from './told-table';

const province: ReceivingBody = { id: 'province', column: bulletinColumn };
const city: ReceivingBody = { id: 'city', column: bulletinColumnAfter('province') };
const district: ReceivingBody = { id: 'district', column: bulletinColumnAfter('city') };
const decision = event.aPenaltyDecision();
const revocation = event.aPenaltyRevocation({}, { revision: 1, position: 2 });
const awaited = (body: ReceivingBody, bodies: readonly ReceivingBody[], history = [decision]) =>
  queuedPushesOf(body, publishedRules, history, bodies).map(({ waitsFor }) => waitsFor);

describe('a body that is told after another one', () => {
  it('waits for the receipt of the same fact about the same record', () => {
    const waitsFor = { endpoint: 'province', pushId: pushIdOf(decision.id, 'province') };
    expect(awaited(city, [province, city])).toEqual([waitsFor]);
    expect(queuedPushesOf(city, publishedRules, [decision], [city, province])).toEqual(
      pushesOf(city, publishedRules, [decision]).map((push) => ({ ...push, waitsFor })),
    );
  });

  it('waits for the one before it, which waits itself', () => {
    expect(awaited(district, [province, city, district])).toMatchObject([{ endpoint: 'city' }]);
  });

  it('waits with those facts alone of which the table says so', () => {
    expect(awaited(city, [province, city], [decision, revocation])).toEqual([undefined]);
    expect(awaited(province, [province, city])).toEqual([undefined]);
  });

  it.each<[string, ReceivingBody]>([
    ['is told from a later day on', { ...province, from: { position: decision.position + 1 } }],
    ['is told by somebody else', { ...province, column: fedColumn }],
  ])('waits for nothing where the other one %s', (_why, other) => {
    expect(awaited(city, [other, city])).toEqual([undefined]);
  });
});

describe('who waits for whom', () => {
  it('may be a chain', () => {
    expect(() => {
      assertReceiptsCome([district, city, province]);
    }).not.toThrow();
  });

  it('is refused where the other one is not told', () => {
    expect(() => {
      assertReceiptsCome([city]);
    }).toThrow('city is told after province, which is not among the bodies that are told (BODIES)');
  });

  it('is refused where it comes back to its beginning', () => {
    const first = { ...province, column: bulletinColumnAfter('district') };
    expect(() => {
      assertReceiptsCome([first, city, district]);
    }).toThrow('bodies wait for each other: province, district, city, province');
  });
});
