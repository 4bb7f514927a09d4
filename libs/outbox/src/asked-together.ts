import type { Push } from './push';

/** What is known of pushes, by push id. */
export type Known<Answer> = ReadonlyMap<string, Answer>;

/**
 * Asks once for all pushes that are asked about in one turn of the event loop: where a body takes one message a request, as many requests are under
 * way, and each would ask for itself. Everybody gets the whole answer.
 */
export function askedTogether<Answer>(
  ask: (pushes: readonly Push[]) => Promise<Known<Answer>>,
): (pushes: readonly Push[]) => Promise<Known<Answer>> {
  let gathering: { readonly pushes: Push[]; readonly answer: Promise<Known<Answer>> } | undefined;
  const begin = () => {
    const pushes: Push[] = [];
    const answer = new Promise<void>((resolve) => setImmediate(resolve)).then(() => {
      gathering = undefined;
      return ask(pushes);
    });
    return { pushes, answer };
  };
  return (pushes) => {
    gathering ??= begin();
    gathering.pushes.push(...pushes);
    return gathering.answer;
  };
}
