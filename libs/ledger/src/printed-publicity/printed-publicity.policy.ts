import { handling, type StoredEvent } from '@app/event-store';
import type { Policy } from '@app/projections';
import { Injectable } from '@nestjs/common';
import { Desk, systemContext } from '../application';
import type { PenaltyDecisionEvent } from '../penalty-decision/domain/penalty-decision.events';
import type { RuleBook } from '../rule-set';
import { type Day, dayOfInstant } from '../shared';
import { find, type PrintedPublicity, printedPublicity, settleWithdrawn, tooLong } from './domain/printed-publicity';
import type { PrintedPublicityEvent } from './domain/printed-publicity.events';

/** What an event about a decision means for the end of publicity that it prints. */
interface Meant {
  readonly decisionId: string;
  readonly means: 'printed' | 'withdrawn';
  /** Undefined: nothing is to be written down. */
  readonly decide: (rules: RuleBook) => ((state: PrintedPublicity) => PrintedPublicityEvent[]) | undefined;
}

const meant = handling<PenaltyDecisionEvent, Meant>({
  PenaltyDecisionRecorded: (data, { recordedAt }) => ({
    decisionId: data.decisionId,
    means: 'printed',
    decide: (rules) => {
      const finding = tooLong(rules, data, dayOfInstant(recordedAt));
      return finding && find(finding);
    },
  }),
  PenaltyDecisionRevoked: ({ decisionId, revokedOn }) => withdrawn(decisionId, revokedOn),
  PenaltyDecisionChanged: null, // what it prints stays as printed, and still has to be looked at
  PenaltyDecisionCorrected: null, // it corrects no day
  PenaltyDecisionFoundUnlawful: ({ decisionId, foundOn }) => withdrawn(decisionId, foundOn),
  PenaltyDecisionFoundVoid: ({ decisionId, foundOn }) => withdrawn(decisionId, foundOn),
});

const withdrawn = (decisionId: string, on: Day): Meant => ({
  decisionId,
  means: 'withdrawn',
  decide: () => settleWithdrawn(on),
});

/**
 * Makes it work for somebody that a decision prints an end of publicity which the law does not allow, and ends that work when the
 * decision is withdrawn. Follows the log like a projection, but what it writes are commands: it may give one twice, and the second
 * changes nothing.
 */
@Injectable()
export class PrintedPublicityPolicy implements Policy {
  readonly name = 'printed-publicity-1';
  readonly types = meant.types;

  constructor(private readonly desk: Desk) {}

  async react(events: readonly StoredEvent[]): Promise<void> {
    // One after the other: a decision and its revocation may stand in one batch, and few decisions print such an end.
    for (const stored of events) {
      const found = meant.of(stored);
      if (found) await this.carryOut(found, stored);
    }
  }

  private async carryOut({ decisionId, means, decide }: Meant, cause: StoredEvent): Promise<void> {
    const wanted = decide(this.desk.rules);
    if (wanted === undefined) return;
    if (means === 'withdrawn' && (await this.desk.stateOf(printedPublicity, decisionId)).status === 'absent') return;
    const context = systemContext(`policy/${this.name}`, ['printed-publicity', means, decisionId], cause.id);
    await this.desk.record(printedPublicity, decisionId, wanted, context);
  }
}
