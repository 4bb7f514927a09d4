import { askedTogether, type Known } from './asked-together';
import type { Push } from './push';
import { aPush } from './push.examples';

const pushes = [1, 2, 3].map((position) => aPush({ position }));

/** Answers with the positions, and remembers how it was asked. */
function answering(answer: (asked: readonly Push[]) => Promise<Known<number>>) {
  const questions: (readonly number[])[] = [];
  const ask = askedTogether((asked: readonly Push[]) => {
    questions.push(asked.map(({ position }) => position));
    return answer(asked);
  });
  return { ask, questions };
}
const positions = (asked: readonly Push[]) =>
  Promise.resolve(new Map(asked.map(({ pushId, position }) => [pushId, position])));

it('asks once for those who ask in one turn of the event loop, also a few steps later in it', async () => {
  const { ask, questions } = answering(positions);
  const later = Promise.resolve().then(() => ask(pushes.slice(2)));
  const answers = await Promise.all([ask(pushes.slice(0, 1)), ask(pushes.slice(1, 2)), later]);
  expect(questions).toEqual([[1, 2, 3]]);
  expect(pushes.map(({ pushId }, at) => answers[at]?.get(pushId))).toEqual([1, 2, 3]);
});

it('asks anew in the next one, also while the former is not answered', async () => {
  const { ask, questions } = answering(positions);
  const first = ask(pushes.slice(0, 1));
  await new Promise((resolve) => setImmediate(resolve));
  await Promise.all([first, ask(pushes.slice(1))]);
  expect(questions).toEqual([[1], [2, 3]]);
});

it('tells everybody that it failed, and the next one asks again', async () => {
  let fails = true;
  const { ask } = answering((asked) => (fails ? Promise.reject(new Error('away')) : positions(asked)));
  const both = await Promise.allSettled([ask(pushes), ask(pushes)]);
  expect(both.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  fails = false;
  await expect(ask(pushes)).resolves.toBeInstanceOf(Map);
});
