import type { Told } from '@app/exchange';
import type { Day } from '../shared';

/** The day of the paper that a message tells of. */
export function paperDayOf({ kind, document }: Told): Day {
  switch (kind) {
    case 'penalty':
    case 'penalty-correction': // it is that decision, corrected: the deadline goes on from its day
      return document.decidedOn;
    case 'penalty-withdrawal':
    case 'spot-check-withdrawal':
      return document.withdrawnOn;
    case 'penalty-change':
      return document.changedOn;
    case 'penalty-unlawful':
    case 'penalty-void':
      return document.foundOn;
    case 'list-entry':
      return document.listedOn;
    case 'list-removal':
      return document.removedOn;
    case 'list-correction':
      return document.correctedOn;
    case 'repair-result':
    case 'commitment-repair':
      return document.repairedOn;
    case 'repair-revocation':
    case 'commitment-repair-revocation':
      return document.revokedOn;
    case 'commitment':
      return document.stateOn;
    case 'spot-check':
      return document.replaces?.withdrawnOn ?? document.checkedOn; // a replacing result follows on the withdrawn one
  }
}
