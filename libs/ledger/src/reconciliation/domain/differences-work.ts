import { addDays, type Day, type Due } from '../../shared';

/** A reconciliation that somebody has to settle, or that found what is to be shown no longer. */
export interface DifferencesFound {
  readonly reconciliationId: string;
  /** What the body is called, and the one that passes on to it what it holds; null: we tell it. */
  readonly body: string;
  readonly fedBy: string | null;
  readonly reconciledOn: Day;
  readonly differences: number;
  /** Of those that are named, what has ended and is shown. */
  readonly stillShown: number;
  /** The body's newest: only that says what it shows now. */
  readonly isNewest: boolean;
  /** The oldest of the body's that nobody has closed. */
  readonly isOldestOpen: boolean;
  /** Reconciliations with the body that nobody has closed. */
  readonly openOfBody: number;
}

/**
 * What a reconciliation leaves to do. What has ended and is shown is due at once, until the body, asked once more, shows it no longer,
 * whatever was said to it; differences are due until the oldest open reconciliation of the body is closed. Pure.
 */
export function duesOfDifferences(found: DifferencesFound): readonly Due[] {
  return [
    ...(found.isNewest && found.stillShown > 0 ? [stillShown(found)] : []),
    ...(found.isOldestOpen ? [toSettle(found)] : []),
  ];
}

const shared = { whose: 'officer', dueOpen: null, days: 'calendar', commandId: null } as const;

function stillShown({ body, fedBy, stillShown: count, reconciledOn }: DifferencesFound): Due {
  const act = fedBy === null ? '补送终止其公示的信息' : `告知转供的${fedBy}终止其公示`;
  return {
    ...shared,
    what: 'publicity-still-shown',
    title: `${body}仍在公示应当终止公示的信息${count}条，须${act}，直至平台不再公示`,
    until: reconciledOn,
    basis:
      '处罚决定被撤销、变更、确认违法、确认无效的，3个工作日内撤回（行政处罚法第四十八条，S24）；公示期届满、已修复的不得继续公示',
    since: reconciledOn,
  };
}

function toSettle({ body, fedBy, differences, reconciledOn, openOfBody }: DifferencesFound): Due {
  const act = fedBy === null ? '补送或者注明理由' : `告知转供的${fedBy}更正并注明理由`;
  const others = openOfBody > 1 ? `；此后另有${openOfBody - 1}次对账未办结` : '';
  return {
    ...shared,
    what: 'reconciliation-open',
    title: `与${body}对账有${differences}条差异，须逐条${act}后办结${others}`,
    until: addDays(reconciledOn, 1),
    basis: '本台账默认：发现之日起1日内处置',
    since: reconciledOn,
  };
}
