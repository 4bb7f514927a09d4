import { specFor } from '../../../../../test/support/given-when-then';
import { endSuspension, recordSuspension, suspendRecord } from './record-suspension';
import { aSuspension, aSuspensionEnd } from './record-suspension.examples';

const { given } = specFor(recordSuspension);

describe('a record suspended for a reorganisation', () => {
  const suspending = (change = {}) => suspendRecord(aSuspension(change).data, '2026-05-06');

  it('is suspended by the ruling of the court', () => {
    given().when(suspending()).then(aSuspension());
  });
  it('stays so when the ruling is said again, also after its end', () => {
    given(aSuspension()).when(suspending()).thenNothing();
    given(aSuspension(), aSuspensionEnd()).when(suspending()).thenNothing();
  });
  it('is not suspended by the same ruling with other words', () => {
    given(aSuspension())
      .when(suspending({ plan: '另一计划' }))
      .thenRefused('exists-with-different-content', 'rulingNumber');
  });
  it('is not suspended by a ruling from before it was found', () => {
    given()
      .when(suspending({ suspendedOn: '2026-05-05' }))
      .thenRefused('suspended-before-found', 'suspendedOn', { foundOn: '2026-05-06' });
  });
});

describe('the end of a suspension', () => {
  const ending = (change = {}) => {
    const { suspensionId, documentNumber, endedOn, outcome } = aSuspensionEnd(change).data;
    return endSuspension({ suspensionId, documentNumber, endedOn, outcome });
  };

  it('is recorded with what became of the plan', () => {
    given(aSuspension()).when(ending()).then(aSuspensionEnd());
    given(aSuspension())
      .when(ending({ outcome: 'plan-completed' }))
      .then(aSuspensionEnd({ outcome: 'plan-completed' }));
  });
  it('stays quiet when said again', () => {
    given(aSuspension(), aSuspensionEnd()).when(ending()).thenNothing();
  });
  it('is refused without a suspension, with another outcome, and before its beginning', () => {
    given().when(ending()).thenRefused('suspension-not-found');
    given(aSuspension(), aSuspensionEnd())
      .when(ending({ outcome: 'plan-completed' }))
      .thenRefused('exists-with-different-content', 'documentNumber');
    given(aSuspension())
      .when(ending({ endedOn: '2026-06-30' }))
      .thenRefused('ended-before-suspended', 'endedOn');
  });
});
