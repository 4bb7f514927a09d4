/** Numbers that look random and are the same for the same seed. */
export interface Dice {
  /** At least 0, less than `below`. */
  below(below: number): number;
  oneOf<Item>(items: readonly [Item, ...Item[]]): Item;
  /** True this often, of 1. */
  chance(share: number): boolean;
  shuffled<Item>(items: readonly Item[]): Item[];
}

/** mulberry32: 32 bits of state are enough to choose facts and faults. */
export function diceOf(seed: number): Dice {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  const below = (limit: number): number => Math.floor(next() * limit);
  return {
    below,
    oneOf: (items) => items[below(items.length)] ?? items[0],
    chance: (share) => next() < share,
    shuffled: (items) =>
      items
        .map((item) => [next(), item] as const)
        .sort(([one], [other]) => one - other)
        .map(([, item]) => item),
  };
}
