import { specFor } from '../../../../../test/support/given-when-then';
import { examples } from './reconciliation.examples';
import { close, open, reconciliation, resolve } from './reconciliation';
import type { ReconciliationClosed, ReconciliationEvent } from './reconciliation.events';

const { given } = specFor(reconciliation);
const event = <Type extends ReconciliationEvent['type']>(type: Type) => ({ type, data: examples[type] });
const [opened, found, resolved, closed] = [
  event('ReconciliationOpened'),
  event('DiscrepancyFound'),
  event('DiscrepancyResolved'),
  event('ReconciliationClosed'),
];
const { reconciliationId, discrepancyId } = found.data;

describe('opening a reconciliation', () => {
  it('says what was compared, and each difference that is named', () => {
    given()
      .when(open(opened.data, [found.data]))
      .then(opened, found);
  });

  it('closes it when nothing was found', () => {
    const nothing = { ...opened.data, differences: 0, named: 0 };
    const byItself: ReconciliationClosed['data'] = { ...closed.data, remark: null, closedOn: nothing.reconciledOn };
    given()
      .when(open(nothing, []))
      .then({ type: 'ReconciliationOpened', data: nothing }, { type: 'ReconciliationClosed', data: byItself });
  });

  it('stays quiet when the body was reconciled that day', () => {
    given(opened, found)
      .when(open({ ...opened.data, differences: 7 }, []))
      .thenNothing();
  });
});

describe('resolving a difference', () => {
  const { reason, resolvedOn } = resolved.data;
  const order = resolve({ reconciliationId, discrepancyId, reason, resolvedOn });

  it('says why', () => {
    given(opened, found).when(order).then(resolved);
  });

  it('is refused in this order', () => {
    given().when(order).thenRefused('reconciliation-not-found', undefined, { reconciliationId });
    given(opened).when(order).thenRefused('discrepancy-not-found', undefined, { discrepancyId });
    given(opened, found, resolved)
      .when(resolve({ reconciliationId, discrepancyId, reason: '另有理由', resolvedOn }))
      .thenRefused('exists-with-different-content', 'reason');
  });
});

describe('closing a reconciliation', () => {
  const order = close({ reconciliationId, remark: closed.data.remark ?? '', closedOn: closed.data.closedOn });

  it('closes it when all of it is resolved', () => {
    given(opened, found, resolved).when(order).then(closed);
  });

  it('is refused in this order', () => {
    given().when(order).thenRefused('reconciliation-not-found');
    given(opened, found).when(order).thenRefused('discrepancies-unresolved', undefined, { open: 1 });
  });
});
