import pg from 'pg';
import type { StoredEvent } from '../event-log';

/** What is selected of an event, in the order of `EventRow`. */
export const eventColumns = `position, stream, revision, event_id, type, type_version, subject_id, occurred_on, recorded_at,
  actor_name, actor_unit_name, actor_unit_code, actor_role, command_id, cause_id, request_id, data, actor_key`;

/** A row as an array: the driver then builds no object that we would only take apart again. */
export type EventRow = [
  position: number,
  stream: string,
  revision: number,
  id: string,
  type: string,
  typeVersion: number,
  subjectId: string | null,
  occurredOn: string,
  recordedAt: string,
  actorName: string,
  actorUnitName: string,
  actorUnitCode: string,
  actorRole: string,
  commandId: string,
  causeId: string | null,
  requestId: string,
  data: Buffer,
  actorKey: string | null,
];

const builtins: Readonly<Record<'INT8' | 'DATE' | 'TIMESTAMPTZ', number>> = pg.types.builtins;

/** How the columns of an event arrive: positions as safe integers, days and instants as text (a `Date` would be made for nothing). */
export const eventTypes: pg.CustomTypesConfig = {
  getTypeParser: (oid: number, format?: 'text' | 'binary') => {
    switch (oid) {
      case builtins.INT8:
        return Number;
      case builtins.DATE:
        return String;
      case builtins.TIMESTAMPTZ:
        return toInstant;
      default:
        return (pg.types.getTypeParser as (oid: number, format?: string) => (value: string) => unknown)(oid, format);
    }
  },
};

/** Dates and instants are read as these settings print them. */
export const eventSettings = '-c TimeZone=UTC -c DateStyle=ISO';

/** `2026-04-01 08:00:00.12+00` -> `2026-04-01T08:00:00.120Z`. */
function toInstant(text: string): string {
  const fraction = text.slice(20, -3).padEnd(3, '0');
  return `${text.slice(0, 10)}T${text.slice(11, 19)}.${fraction}Z`;
}

export function toStoredEvent(row: EventRow): StoredEvent {
  const actor = { name: row[9], unitName: row[10], unitCode: row[11], role: row[12] };
  return {
    position: row[0],
    stream: row[1],
    revision: row[2],
    id: row[3],
    type: row[4],
    typeVersion: row[5],
    subjectId: row[6],
    occurredOn: row[7],
    recordedAt: row[8],
    actor: row[17] === null ? actor : { ...actor, key: row[17] },
    commandId: row[13],
    causeId: row[14],
    requestId: row[15],
    data: row[16],
  };
}
