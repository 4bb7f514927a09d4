import { specFor } from '../../../../../test/support/given-when-then';
import type { PushDelivered, PushFoundLost, PushGivenUp, PushRedriven, PushRefused } from './push.events';
import { answer, findLost, pushOutcome, redrive, revive, sendDespiteCheck } from './push-outcome';

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
  data: { ...pushed, receiptNumber: 'HB-1', receivedAt: '2026-05-07T01:00:00.000Z', publishedOn: null },
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

const overtaken = {
  type: 'PushOvertaken',
  data: { ...pushed, by: 'push-2', mended: false, overtakenOn: '2026-05-08' },
} as const;
const nothingThere = { type: 'PushNothingThere', data: { ...pushed, closedOn: '2026-05-08' } } as const;
const held = {
  type: 'PushHeld',
  data: { ...pushed, faults: [{ field: null, rule: 'strict-1', sentence: '文号过长' }], heldOn: '2026-05-07' },
} as const;

describe('what is overtaken', () => {
  it.each([refused, givenUp, held])('may have ended otherwise before: $type', (before) => {
    given(before).when(answer(overtaken, 0)).then(overtaken);
  });
  it('is not what the body has', () => {
    given(delivered).when(answer(overtaken, 0)).thenNothing();
  });
  it.each([overtaken, nothingThere])('is not redriven by a person: $type', (closed) => {
    given(closed).when(order).thenRefused('push-overtaken');
  });
  const revival = revive({ pushId: 'push-1', reason: '名称已更正', redrivenOn: '2026-06-09' });
  it('leaves after all when what overtook it is undone, once', () => {
    given(overtaken).when(revival).then(redriven);
    given(overtaken, redriven).when(revival).thenNothing();
  });
});

describe('what the body has after all', () => {
  it('counts, though the push was given up', () => {
    given(givenUp).when(answer(delivered, 0)).then(delivered);
  });
});

describe('what the check holds', () => {
  const despite = sendDespiteCheck({ pushId: 'push-1', reason: '平台已确认', redrivenOn: '2026-06-09' });
  const sent = {
    type: 'PushSentDespiteCheck',
    data: { ...pushed, round: 1, reason: '平台已确认', decidedOn: '2026-06-09' },
  } as const;

  it('is sent all the same when a person says so, and is then answered as a round of its own', () => {
    given(held).when(despite).then(sent);
    given(held, sent).when(answer(delivered, 1)).then(delivered);
  });
  it('is checked once more when it is only redriven', () => {
    given(held).when(order).then(redriven);
  });
  it('is nothing else that stands still', () => {
    given(refused).when(despite).thenRefused('push-not-held');
  });
});

describe('finding that the body has lost it', () => {
  const lost = { reconciliationId: 'reconciliation-1', reason: '平台恢复备份', sentAgainOn: '2026-06-10' };
  const found: PushFoundLost = { type: 'PushFoundLost', data: { ...pushed, ...lost, round: 1 } };
  const again = findLost({ pushId: 'push-1', ...lost });

  it('sends it once more, and its next answer counts', () => {
    given(delivered).when(again).then(found);
    given(delivered, found).when(answer(delivered, 1)).then(delivered);
    given(delivered, found).when(answer(delivered, 0)).thenNothing();
  });
  it('may happen once more', () => {
    given(delivered, found, delivered)
      .when(again)
      .then({ ...found, data: { ...found.data, round: 2 } });
  });
  it('is refused where the body never took it', () => {
    given().when(again).thenRefused('push-not-acknowledged', undefined, { pushId: 'push-1' });
    given(refused).when(again).thenRefused('push-not-acknowledged');
  });
});
