/** Counts the turns that the rest of the process gets while something goes on. To be stopped. */
export function turnsOfTheLoop() {
  let next = setImmediate(turn);
  function turn(): void {
    turns.count += 1;
    next = setImmediate(turn);
  }
  const turns = {
    count: 0,
    stop: () => {
      clearImmediate(next);
    },
  };
  return turns;
}
