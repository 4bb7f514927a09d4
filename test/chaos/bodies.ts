import type { Dice } from './dice';
import { type Mode, MODES, type ModeName, modes } from './modes';

/** The bodies of a run, by the names that the ledger knows them by. */
const bodies = ['credit-hebei', 'credit-china-hebei', 'gsxt-hebei'] as const;

/** A body in one of its modes. */
export interface BodyInMode {
  readonly id: string;
  readonly mode: Mode;
}

/**
 * The bodies of a list with commas, each `name` or `name:mode`; all of them when nothing is said. Where no mode is said the dice choose: no
 * two bodies have the same one as long as there are enough, and one of them can lose what it holds and be found out (`restorable`).
 *
 * @throws on one nobody knows
 */
export function chosenBodies(list: string | undefined, dice: Dice): readonly BodyInMode[] {
  const named = (list?.split(',') ?? bodies).map((text) => {
    const [id = '', mode] = text.split(':');
    const known = bodies.find((one) => one === id) && (mode === undefined || isMode(mode));
    if (!known)
      throw new Error(`there is no body ${text}; known are ${bodies.join(', ')}, each by ${MODES.join(', ')}`);
    return { id, mode: mode };
  });
  const dealt = deal(named.filter(({ mode }) => mode === undefined).length, dice);
  return named.map(({ id, mode }) => ({ id, mode: modes[mode ?? dealt.pop() ?? 'http'] }));
}

const isMode = (text: string): text is ModeName => Object.hasOwn(modes, text);

function deal(count: number, dice: Dice): ModeName[] {
  const first = dice.oneOf(['http', 'database'] as const);
  const others = dice.shuffled(MODES.filter((mode) => mode !== first));
  return dice.shuffled([first, ...others].slice(0, count));
}
