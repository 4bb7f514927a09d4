import { specFor } from '../../../../../test/support/given-when-then';
import { pausePushes, pushFlow, resumePushes } from './push-flow';

const { given } = specFor(pushFlow);
const order = { endpoint: 'credit-hebei', reason: '平台升级维护', on: '2026-06-15' };
const data = { subjectId: null, endpoint: 'credit-hebei', reason: '平台升级维护' };
const paused = { type: 'PushesPaused', data: { ...data, pausedOn: '2026-06-15' } } as const;
const resumed = { type: 'PushesResumed', data: { ...data, resumedOn: '2026-06-15' } } as const;

it('a body that is told is paused, and resumed, and paused again', () => {
  given().when(pausePushes(order)).then(paused);
  given(paused).when(resumePushes(order)).then(resumed);
  given(paused, resumed).when(pausePushes(order)).then(paused);
});

it('what is so already stays so', () => {
  given(paused).when(pausePushes(order)).thenNothing();
  given().when(resumePushes(order)).thenNothing();
});
