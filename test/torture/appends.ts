import { randomInt, randomUUID } from 'node:crypto';
import type { NewEvent, StoredEvent } from '@app/event-store';
import { usccOf } from '../bench/fictional-units';
import { aCommitmentMade, aPenaltyDecision, aRegistration, aSpotCheck } from '../support/ledger-events';

/** An append as it crosses the border between two processes: said again with the same words, it must meet itself. */
export interface Attempt {
  readonly stream: string;
  readonly events: readonly (Omit<NewEvent, 'data'> & { readonly data: string })[];
}

/** What a writer says on its standard output, a line each, before and after it appends. */
export type WriterLine =
  | { readonly attempt: Attempt }
  | { readonly acknowledged: { readonly ids: readonly string[]; readonly position: number } }
  /** It was refused: nothing that is tried here may be, however often it is said. */
  | { readonly refused: string };

const units = Array.from({ length: 300 }, (_, n) => usccOf(n));

/** One to three facts about one unit, on a stream of their own. */
export function anAttempt(): Attempt {
  const subjectId = units[randomInt(units.length)] ?? '';
  const commandId = randomUUID();
  const events = Array.from({ length: 1 + randomInt(3) }, (): Attempt['events'][number] => {
    const { type, typeVersion, occurredOn, actor, causeId, requestId, data } = aFact(subjectId);
    const text = Buffer.from(data).toString('utf8');
    return {
      id: randomUUID(),
      type,
      typeVersion,
      subjectId,
      occurredOn,
      actor,
      commandId,
      causeId,
      requestId,
      data: text,
    };
  });
  return { stream: `torture-${randomUUID()}`, events };
}

function aFact(subjectId: string): StoredEvent {
  const id = randomUUID();
  switch (randomInt(4)) {
    case 0:
      return aRegistration({ subjectId });
    case 1:
      return aPenaltyDecision({ subjectId, decisionId: id, penaltyKinds: ['警告'], fineFen: null });
    case 2:
      return aCommitmentMade({ subjectId, commitmentId: id });
    default:
      return aSpotCheck({ subjectId });
  }
}

export const eventsOf = ({ events }: Attempt): NewEvent[] =>
  events.map((event) => ({ ...event, data: Buffer.from(event.data, 'utf8') }));
