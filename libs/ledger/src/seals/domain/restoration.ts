import { Refusal } from '../../shared';
import {
  type LogBranchDeclared,
  type RestorationEvent,
  restorationEvents,
  type RestoreBegun,
  type RestoreClosed,
  type RestoredBodyCompared,
  type RestoredKeysSettled,
  type RestoredLogVerified,
} from './restoration.events';

/** All restores of the log stand in one stream, one after the other. */
export const restorationsId = 'log';

/** A check that is under way: what was done of it. */
export interface OpenRestoration {
  readonly restoredPosition: number;
  readonly verified: RestoredLogVerified['data'] | null;
  readonly keysSettled: boolean;
  /** Of each body, the hash of the list that people were shown last. */
  readonly compared: Readonly<Record<string, string>>;
}

/** A check that is over, as far as deliveries have to know of it. */
export interface PastRestoration {
  readonly restoredPosition: number;
  readonly shiftAfter: number;
  readonly shift: number;
}

export interface Restoration {
  readonly open: OpenRestoration | null;
  readonly past: readonly PastRestoration[];
  /** Where the log goes on as another, the first time first. */
  readonly branches: readonly LogBranchDeclared['data'][];
}

const initial: Restoration = { open: null, past: [], branches: [] };

function evolve(state: Restoration, { type, data }: RestorationEvent): Restoration {
  const { open } = state;
  switch (type) {
    case 'RestoreBegun': {
      const { restoredPosition } = data;
      return { ...state, open: { restoredPosition, verified: null, keysSettled: false, compared: {} } };
    }
    case 'RestoredLogVerified':
      return { ...state, open: open && { ...open, verified: data } };
    case 'RestoredKeysSettled':
      return { ...state, open: open && { ...open, keysSettled: true } };
    case 'RestoredBodyCompared':
      return {
        ...state,
        open: open && { ...open, compared: { ...open.compared, [data.endpoint]: data.listHash } },
      };
    case 'LogBranchDeclared':
      return { ...closed(state, data), branches: [...state.branches, data] };
    case 'RestoreClosed':
      return closed(state, data);
  }
}

function closed(
  { open, past, branches }: Restoration,
  { shiftAfter, shift }: Omit<PastRestoration, 'restoredPosition'>,
) {
  return {
    open: null,
    past: [...past, { restoredPosition: open?.restoredPosition ?? 0, shiftAfter, shift }],
    branches,
  };
}

export const restoration = {
  category: 'restoration',
  ofNoUnit: true as const,
  fourEyes: { deciding: { LogBranchDeclared: ['RestoreBegun'] as const }, from: 'RestoreBegun' as const },
  initial,
  evolve,
  ...restorationEvents,
};

/** 开始恢复核查. Under way already: quiet. */
export const beginRestore =
  (begun: RestoreBegun['data']) =>
  ({ open }: Restoration): RestorationEvent[] =>
    open ? [] : [{ type: 'RestoreBegun', data: begun }];

/** 核对台账. The same result again: quiet; another one takes its place. Refusal: `restore-not-begun`. */
export const verifyRestoredLog =
  (found: RestoredLogVerified['data']) =>
  (state: Restoration): RestorationEvent[] => {
    const { verified } = begunIn(state);
    const isKnown = verified?.last.note === found.last.note && verified.good?.note === found.good?.note;
    return isKnown ? [] : [{ type: 'RestoredLogVerified', data: found }];
  };

/** 核对个人信息密钥. Settled already: quiet. Refusals in this order: `restore-not-begun`; `restored-log-not-verified`. */
export const settleRestoredKeys =
  (settled: RestoredKeysSettled['data']) =>
  (state: Restoration): RestorationEvent[] => {
    const { keysSettled } = verifiedIn(state);
    return keysSettled ? [] : [{ type: 'RestoredKeysSettled', data: settled }];
  };

/** 与接收平台核对. The same list again: quiet. Refusals in this order: those of `settleRestoredKeys`; `restored-keys-not-settled`. */
export const compareRestoredBody =
  (compared: RestoredBodyCompared['data']) =>
  (state: Restoration): RestorationEvent[] => {
    const open = settledIn(state);
    return open.compared[compared.endpoint] === compared.listHash
      ? []
      : [{ type: 'RestoredBodyCompared', data: compared }];
  };

/** Who is told, by name: with each of them it is compared before a check ends. */
export type ToldBodyNames = readonly string[];

/**
 * 宣告台账分支. Declared already: quiet.
 *
 * Refusals in this order: those of `compareRestoredBody`; `restored-bodies-not-compared` {bodies}; `log-branch-needless` where nothing that was
 * signed is gone; `log-branch-outdated` where it was verified anew since; `log-branch-origin-unchanged` {origin}.
 */
export const declareLogBranch =
  (declared: LogBranchDeclared['data'], origin: { readonly before: string }, bodies: ToldBodyNames) =>
  (state: Restoration): RestorationEvent[] => {
    if (!state.open && state.branches.at(-1)?.lost.note === declared.lost.note) return [];
    const { verified } = comparedIn(state, bodies);
    if (isWhole(verified)) throw new Refusal('log-branch-needless');
    if (verified.last.note !== declared.lost.note || verified.good?.note !== declared.good?.note)
      throw new Refusal('log-branch-outdated');
    if (declared.origin === origin.before) throw new Refusal('log-branch-origin-unchanged', { origin: origin.before });
    return [{ type: 'LogBranchDeclared', data: declared }];
  };

/**
 * 结束恢复核查. Closed already: quiet.
 *
 * Refusals in this order: those of `compareRestoredBody`; `restored-bodies-not-compared` {bodies}; `log-branch-needed` {from, to} where
 * signed entries are gone.
 */
export const closeRestore =
  (ended: RestoreClosed['data'], bodies: ToldBodyNames) =>
  (state: Restoration): RestorationEvent[] => {
    if (!state.open && state.past.length > 0) return [];
    const { verified } = comparedIn(state, bodies);
    if (!isWhole(verified))
      throw new Refusal('log-branch-needed', { from: verified.good?.size ?? 0, to: verified.last.size - 1 });
    return [{ type: 'RestoreClosed', data: ended }];
  };

/** Whether nothing that was signed is gone. */
export const isWhole = ({ last, good }: Pick<RestoredLogVerified['data'], 'last' | 'good'>): boolean =>
  good?.note === last.note;

type Open<Fields extends keyof OpenRestoration> = OpenRestoration & {
  readonly [Field in Fields]: NonNullable<OpenRestoration[Field]>;
};

function begunIn({ open }: Restoration): OpenRestoration {
  if (!open) throw new Refusal('restore-not-begun');
  return open;
}

function verifiedIn(state: Restoration): Open<'verified'> {
  const { verified, ...open } = begunIn(state);
  if (!verified) throw new Refusal('restored-log-not-verified');
  return { ...open, verified };
}

function settledIn(state: Restoration): Open<'verified'> {
  const open = verifiedIn(state);
  if (!open.keysSettled) throw new Refusal('restored-keys-not-settled');
  return open;
}

function comparedIn(state: Restoration, bodies: ToldBodyNames): Open<'verified'> {
  const open = settledIn(state);
  const missing = bodies.filter((body) => !(body in open.compared));
  if (missing.length > 0) throw new Refusal('restored-bodies-not-compared', { bodies: missing });
  return open;
}

/**
 * The sequence of a message about the event at this position: it grows from one message about a subject to the next, also where positions
 * come again. What came back keeps its own. Pure.
 */
export function sequenceAt({ past }: Pick<Restoration, 'past'>, position: number): number {
  const last = past.findLast(({ shiftAfter }) => position > shiftAfter);
  return position + (last?.shift ?? 0);
}

/** Whether a message about the event at this position may have left before the log was put back. Pure. */
export const mayHaveLeft = ({ past }: Pick<Restoration, 'past'>, position: number): boolean =>
  past.some(({ restoredPosition }) => position <= restoredPosition);

/** Behind the last signed entry somebody may have recorded for a second or two; our figure is generous. */
const unsignedMax = 100_000;
/** From here on shifts are counted, so that they stay small. */
const shiftsSince = Date.parse('2026-01-01T00:00:00Z');
/** On EventStoreDB a position is a byte: an event takes no more than this. */
const eventBytesMax = 1_048_576;

/**
 * By how much sequences grow: more than there can have been positions in what is lost. It counts the seconds too, so that another restore,
 * which takes the record of this one away, shifts further. Pure.
 */
export function shiftFor(lostEntries: number, at: Date, positions: 'counted' | 'bytes'): number {
  const seconds = Math.max(0, Math.floor((at.getTime() - shiftsSince) / 1_000));
  return (lostEntries + unsignedMax + seconds) * (positions === 'bytes' ? eventBytesMax : 1);
}
