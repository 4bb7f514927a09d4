import { decode } from '@app/event-store';
import type { Projection } from '@app/projections';

export const subjectHistory: Projection = {
  name: 'subject-history-2',
  tables: [{ name: 'subject_history_2' }],
  async apply(client, events) {
    const ours = events.filter((event) => event.subjectId !== null);
    if (ours.length === 0) return;
    await client.query(
      `INSERT INTO subject_history_2 (subject_id, position, event_id, stream, revision, type, type_version, occurred_on,
                                    recorded_at, actor, command_id, cause_id, request_id, data)
       SELECT * FROM unnest($1::text[], $2::bigint[], $3::uuid[], $4::text[], $5::bigint[], $6::text[], $7::int[],
                            $8::date[], $9::timestamptz[], $10::jsonb[], $11::uuid[], $12::uuid[], $13::text[], $14::jsonb[])
       ON CONFLICT DO NOTHING`,
      [
        ours.map((event) => event.subjectId),
        ours.map((event) => event.position),
        ours.map((event) => event.id),
        ours.map((event) => event.stream),
        ours.map((event) => event.revision),
        ours.map((event) => event.type),
        ours.map((event) => event.typeVersion),
        ours.map((event) => event.occurredOn),
        ours.map((event) => event.recordedAt),
        ours.map((event) => JSON.stringify(event.actor)),
        ours.map((event) => event.commandId),
        ours.map((event) => event.causeId),
        ours.map((event) => event.requestId),
        ours.map((event) => JSON.stringify(decode(event).data)),
      ],
    );
  },
};
