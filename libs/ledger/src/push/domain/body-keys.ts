import { type Day, derivedId } from '../../shared';
import { type BodyKeysEvent, bodyKeysEvents } from './body-keys.events';

/** By which keys a body proves itself. One stream for each body, by its name. */
export interface BodyKeys {
  /** Those of the settings when they were looked at last; empty: none was seen yet. */
  readonly pinned: readonly string[];
  /** Said by a person, and not seen in the settings yet. */
  readonly announced: readonly string[];
  /** How often they changed. */
  readonly changes: number;
}

const initial: BodyKeys = { pinned: [], announced: [], changes: 0 };

function evolve({ pinned, announced, changes: before }: BodyKeys, event: BodyKeysEvent): BodyKeys {
  const changes = before + 1;
  if (event.type === 'BodyKeyChanged') return { pinned, announced: [...announced, event.data.key], changes };
  const { keys } = event.data;
  return { pinned: keys, announced: announced.filter((key) => !keys.includes(key)), changes };
}

const knownIn = ({ pinned, announced }: Pick<BodyKeys, 'pinned' | 'announced'>): readonly string[] => [
  ...pinned,
  ...announced,
];

export const bodyKeys = {
  category: 'bodyKeys',
  ofNoUnit: true as const,
  receiptIdOf: (body: string): string => derivedId('bodyKeys', body),
  initial,
  evolve,
  ...bodyKeysEvents,
};

/** Is the body the one that is known? None was seen yet, or one of its keys is known: others were introduced beside that one. */
export function isSameBody(state: Pick<BodyKeys, 'pinned' | 'announced'>, keys: readonly string[]): boolean {
  const known = knownIn(state);
  return known.length === 0 || keys.some((key) => known.includes(key));
}

interface Pinning {
  readonly endpoint: string;
  readonly keys: readonly string[];
  readonly pinnedOn: Day;
}

/** 认定平台密钥: those of the settings. Known already, or of a body that is not the known one: quiet. */
export const pinBodyKeys =
  ({ endpoint, keys, pinnedOn }: Pinning) =>
  (state: BodyKeys): BodyKeysEvent[] => {
    const { pinned } = state;
    const inOrder = keys.toSorted();
    const isKnown = inOrder.length === pinned.length && inOrder.every((key) => pinned.includes(key));
    if (isKnown || !isSameBody(state, inOrder)) return [];
    return [{ type: 'BodyKeysPinned', data: { subjectId: null, endpoint, keys: inOrder, pinnedOn } }];
  };

interface Change {
  readonly endpoint: string;
  readonly key: string;
  readonly reason: string;
  readonly changedOn: Day;
}

/** 更换平台密钥. Known already: quiet. */
export const changeBodyKey =
  (change: Change) =>
  (state: BodyKeys): BodyKeysEvent[] =>
    knownIn(state).includes(change.key) ? [] : [{ type: 'BodyKeyChanged', data: { subjectId: null, ...change } }];
