import { isKind, recordNamed, recordSortOf } from '@app/exchange';
import type { HeldRow } from '@app/outbox';
import { documentNumberKey, spellingsOf } from '../shared';

/** The lanes in which a push about this paper may be, in every spelling of its number, the one that is written first; none where the body does not say which. */
export function lanesOf({ kind, paper }: Pick<HeldRow, 'kind' | 'paper'>): readonly string[] {
  if (!paper || !isKind(kind)) return [];
  const sort = recordSortOf(kind);
  return spellingsOf(paper.documentNumber).map((documentNumber) => recordNamed(sort, { ...paper, documentNumber }));
}

/** One spelling for each lane. The number may have colons of its own, the others have none. */
export function keyOfLane(lane: string): string {
  const [sort = '', authority = '', ...rest] = lane.split(':');
  return [sort, authority, documentNumberKey(rest.slice(0, -1).join(':')), rest.at(-1) ?? ''].join(':');
}
