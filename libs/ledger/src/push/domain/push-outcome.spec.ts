import { specFor } from '../../../../../test/support/given-when-then';
import type { PushDelivered, PushGivenUp, PushRedriven, PushRefused } from './push.events';
import { answer, pushOutcome, redrive } from './push-outcome';

const { given } = specFor(pushOutcome);

const pushed = {
  pushId: 'push-1',
  subjectId: '91131002MABBQNQG8X',
  endpoint: 'credit-hebei',
  kind: 'penalty',
  eventId: 'e1',
};
const delivered: PushDelivered = {
  type: 'PushDelivered',
  data: { ...pushed, receiptNumber: 'HB-1', receivedAt: '2026-05-07T01:00:00.000Z' },
};
const refused: PushRefused = {
  type: 'PushRefused',
  data: { ...pushed, code: '1001', message: '主体信息不匹配', fields: [], refusedOn: '2026-05-07' },
};
const givenUp: PushGivenUp = {
  type: 'PushGivenUp',
  data: { ...pushed, because: 'rejection-not-mended', unreadable: 0, givenUpOn: '2026-06-08' },
};
const redriven: PushRedriven = {
  type: 'PushRedriven',
  data: { ...pushed, round: 1, reason: '名称已更正', redrivenOn: '2026-06-09' },
};
const order = redrive({ pushId: 'push-1', reason: '名称已更正', redrivenOn: '2026-06-09' });

describe('an answer', () => {
  it.each([delivered, refused, givenUp])('is a fact: $type', (outcome) => {
    given().when(answer(outcome, 0)).then(outcome);
  });
  it('counts once: the first', () => {
    given(refused).when(answer(delivered, 0)).thenNothing();
  });
  it('of no may be given up for good', () => {
    given(refused).when(answer(givenUp, 0)).then(givenUp);
  });
  it('counts again after the push was redriven', () => {
    given(refused, redriven).when(answer(delivered, 1)).then(delivered);
  });
  it('to what was sent before is none to what was redriven since', () => {
    given(refused, redriven).when(answer(refused, 0)).thenNothing();
  });
});

describe('redriving', () => {
  it('sends a refused push once more', () => {
    given(refused).when(order).then(redriven);
  });
  it('sends one that was given up once more', () => {
    given(refused, givenUp).when(order).then(redriven);
  });
  it('counts its rounds', () => {
    given(refused, redriven, refused)
      .when(order)
      .then({ ...redriven, data: { ...redriven.data, round: 2 } });
  });
  it('stays quiet while the push is on its way again', () => {
    given(refused, redriven).when(order).thenNothing();
  });
  it('is refused where nothing was answered yet', () => {
    given().when(order).thenRefused('push-without-outcome');
  });
  it('is refused where the body has the record', () => {
    given(delivered).when(order).thenRefused('push-acknowledged');
  });
});
