/**
 * Asks once for all that is handed over in one turn of the event loop. Each who handed something over gets the whole answer; a failure is
 * everybody's of that turn, and nobody's after.
 */
export function inOneTurn<Item, Answer>(
  ask: (items: readonly Item[]) => Promise<Answer>,
): (items: readonly Item[]) => Promise<Answer> {
  let gathering: { readonly items: Item[]; readonly answer: Promise<Answer> } | undefined;
  const begin = () => {
    const items: Item[] = [];
    const answer = new Promise((resolve) => setImmediate(resolve)).then(() => {
      gathering = undefined;
      return ask(items);
    });
    return { items, answer };
  };
  return (items) => {
    gathering ??= begin();
    gathering.items.push(...items);
    return gathering.answer;
  };
}
