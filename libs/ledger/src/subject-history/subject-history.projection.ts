import type { StoredEvent } from '@app/event-store';
import { readModel } from '@app/projections';

/** One row per event about somebody, as it stands in the log. */
export const subjectHistory = readModel<StoredEvent>({
  name: 'subject-history-5',
  table: 'subject_history_5',
  key: ['subject_id', 'position'],
  appendOnly: true,
  columns: {
    subject_id: { type: 'text', of: (event) => event.subjectId },
    position: { type: 'bigint', of: (event) => event.position },
    event_id: { type: 'uuid', of: (event) => event.id },
    stream: { type: 'text', of: (event) => event.stream },
    revision: { type: 'bigint', of: (event) => event.revision },
    type: { type: 'text', of: (event) => event.type },
    type_version: { type: 'integer', of: (event) => event.typeVersion },
    occurred_on: { type: 'date', of: (event) => event.occurredOn },
    recorded_at: { type: 'timestamptz', of: (event) => event.recordedAt },
    actor: { type: 'jsonb', of: (event) => event.actor },
    command_id: { type: 'uuid', of: (event) => event.commandId },
    cause_id: { type: 'uuid', of: (event) => event.causeId },
    request_id: { type: 'text', of: (event) => event.requestId },
    data: { type: 'jsonb', of: (event) => event.data },
  },
  keyOf: ({ subjectId, position }) => (subjectId === null ? undefined : String(position)),
  fold: (_, event) => event,
});
