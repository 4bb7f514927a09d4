import type { Dice } from './dice';
import { type Mode, MODES, type ModeName, modes } from './modes';

/** The bodies of a run, by the names that the ledger knows them by. */
const bodies = ['credit-hebei', 'credit-china-hebei', 'gsxt-hebei'] as const;

/** A body in one of its modes. */
export interface BodyInMode {
  readonly id: string;
  readonly mode: Mode;
  /** In which it is told from the middle of the run on; absent: its mode stays. */
  readonly then?: Mode;
}

/**
 * The bodies of a list with commas, each `name`, `name:mode` or `name:mode/another`, which it is changed to in the middle; all of them when nothing
 * is said. Where no mode is said the dice choose: no two bodies have the same one as long as there are enough, one of them can lose what it holds and
 * be found out (`isReconciled`, or an exchange database), and the mode of one is changed.
 *
 * @throws on one nobody knows
 */
export function chosenBodies(list: string | undefined, dice: Dice): readonly BodyInMode[] {
  const named = (list?.split(',') ?? bodies).map((text) => {
    const [id = '', words] = text.split(':');
    const [mode, then] = words?.split('/') ?? [];
    const body = bodies.find((one) => one === id);
    const known = body && [mode, then].every((one) => one === undefined || mayHave(body, one));
    if (!known)
      throw new Error(
        `there is no body ${text}; known are ${bodies.join(', ')}, each by ${MODES.join(', ')} (workbook: ${carried})`,
      );
    return { id: body, mode: mode as ModeName | undefined, then: then as ModeName | undefined };
  });
  const undecided = named.flatMap(({ id, mode }) => (mode === undefined ? [id] : []));
  const dealt = deal(undecided, dice);
  const changing = undecided.length > 0 ? undecided[dice.below(undecided.length)] : undefined;
  return named.map(({ id, mode, then }) => {
    const first = mode ?? dealt.get(id) ?? 'http';
    const second = then ?? (id === changing ? dice.shuffled(modesOf(id).filter((one) => one !== first))[0] : undefined);
    return { id, mode: modes[first], ...(second && { then: modes[second] }) };
  });
}

type Id = (typeof bodies)[number];

/** Whose forms are known. */
const carried: Id = 'gsxt-hebei';
const mayHave = (body: Id, mode: string): mode is ModeName =>
  Object.hasOwn(modes, mode) && (mode !== 'workbook' || body === carried);
const modesOf = (body: Id): readonly ModeName[] => MODES.filter((mode) => mayHave(body, mode));

function deal(ids: readonly Id[], dice: Dice): ReadonlyMap<Id, ModeName> {
  const restorable = dice.oneOf(['http', 'service', 'database'] as const);
  const dealt = new Map<Id, ModeName>();
  for (const [at, id] of dice.shuffled(ids).entries()) {
    const free = modesOf(id).filter((mode) => ![...dealt.values()].includes(mode) && mode !== restorable);
    dealt.set(id, at === 0 ? restorable : (dice.shuffled(free)[0] ?? 'http'));
  }
  return dealt;
}
