import { type EventLog, handling, type StoredEvent } from '@app/event-store';
import { NotTheEventsFault, type Policy } from '@app/projections';
import { Inject, Injectable } from '@nestjs/common';
import { Desk, EVENT_LOG, systemContext } from '../application';
import type { PushDelivered, PushEvent, PushNothingThere } from '../push/domain/push.events';
import { dayOfInstant } from '../shared';
import { BodiesTold } from './bodies-told';
import { creditRepair } from './domain/credit-repair';
import type { CreditRepairEvent } from './domain/credit-repair.events';
import { confirm } from './domain/repair-decision';

interface Delivery {
  readonly delivered: PushDelivered['data'] | PushNothingThere['data'];
  /** The outcome itself. */
  readonly outcome: StoredEvent;
}

const deliveries = handling<PushEvent, Delivery>({
  PushDelivered: (delivered, outcome) => ({ delivered, outcome }),
  PushRefused: null,
  PushGivenUp: null,
  PushRedriven: null,
  PushHeld: null,
  PushSentDespiteCheck: null,
  PushFoundLost: null,
  PushAdopted: null, // only records are adopted, never what withdraws or repairs one
  PushOvertaken: null,
  PushPublicityOver: null, // what withdraws a record is closed otherwise
  // The body never had the record: there is nothing it still shows.
  PushNothingThere: (delivered, outcome) => ({ delivered, outcome }),
});

/** What an approval is to a body: the withdrawal comes last, or the result is all it is told. Most outcomes are of neither. */
const kindsOfApproval: ReadonlySet<string> = new Set(['repair-result', 'penalty-withdrawal', 'commitment-repair']);
const prefix = `${creditRepair.category}-`;
const approvedType: CreditRepairEvent['type'] = 'CreditRepairApproved';

/**
 * Records that a body has confirmed a repair, when it has acknowledged the last message of the approval. Follows the log like a
 * projection, but what it writes are commands: it may give one twice, and the second changes nothing.
 *
 * The outbox says which stream a message told of, so one short stream is read for each. While it is being built again and does
 * not hold the message yet, the policy waits.
 */
@Injectable()
export class RepairConfirmationsPolicy implements Policy {
  readonly name = 'repair-confirmations-1';
  readonly types = deliveries.types;

  constructor(
    private readonly desk: Desk,
    @Inject(EVENT_LOG) private readonly log: Pick<EventLog, 'readStream'>,
    @Inject(BodiesTold) private readonly outbox: Pick<BodiesTold, 'queued'>,
  ) {}

  async react(events: readonly StoredEvent[]): Promise<void> {
    const answered = events
      .flatMap((stored) => deliveries.of(stored) ?? [])
      .filter(({ delivered }) => kindsOfApproval.has(delivered.kind));
    if (answered.length === 0) return;
    const { position, messages } = await this.outbox.queued(answered.map(({ delivered }) => delivered.pushId));
    const messageOf = new Map(messages.map((message) => [message.pushId, message]));
    // One after the other: the answers of several bodies to one repair would otherwise meet in its stream.
    for (const delivery of answered) {
      const message = messageOf.get(delivery.delivered.pushId);
      if (!message && position < delivery.outcome.position) {
        throw new NotTheEventsFault(`the outbox stands at ${position}, before ${delivery.outcome.position}`);
      }
      if (message?.last && message.stream?.startsWith(prefix)) await this.confirm(message.stream, delivery);
    }
  }

  private async confirm(stream: string, { delivered, outcome }: Delivery): Promise<void> {
    const { pushId, eventId, endpoint: body } = delivered;
    const approval = (await this.log.readStream(stream)).findLast(({ type }) => type === approvedType);
    if (approval?.id !== eventId) return; // of an approval that was revoked since, and followed by another
    const repairId = stream.slice(prefix.length);
    // Receipts that were recorded before this was looked at may be of a later day than the one on which they were.
    const received = 'receivedAt' in delivered ? dayOfInstant(delivered.receivedAt) : delivered.closedOn;
    const receipt = 'receiptNumber' in delivered ? delivered.receiptNumber : 'nothing-there';
    const confirmedOn = [received, dayOfInstant(outcome.recordedAt)].sort()[0] ?? '';
    const decide = confirm({ repairId, body, confirmedOn, receipt });
    const context = systemContext(`policy/${this.name}`, ['repair-confirmation', pushId], outcome.id);
    await this.desk.record(creditRepair, repairId, decide, context, 'CreditRepairConfirmed');
  }
}
