import type { Actor, NewEvent } from '../event-log';
import type { Packing } from './packing';

/**
 * What stands beside the bytes of an event, kept as the event's metadata: UTF-8 JSON.
 *
 * Version 1: `{"v":1,"typeVersion":1,"subjectId":…,"occurredOn":"YYYY-MM-DD","actor":{"name","unitName","unitCode","role"},
 * "commandId":…,"causeId":…,"requestId":…}`, and `"packing":"gzip"` at the end when the data is kept packed.
 *
 * Version 2: the same, and `"key"` at the end of the actor. It is written where the actor has a key.
 *
 * The event's own id, type, stream, revision and time are the server's; `data` is stored as binary.
 * A released version is never changed: another shape is another version, and all are read.
 */
export type Envelope = Omit<NewEvent, 'id' | 'type' | 'data'>;

const withoutKey = 1;
const withKey = 2;
const utf8 = new TextDecoder('utf-8', { fatal: true });

export function encodeEnvelope(event: NewEvent, packing?: Packing): Uint8Array {
  const { typeVersion, subjectId, occurredOn, actor, commandId, causeId, requestId } = event;
  const { name, unitName, unitCode, role, key } = actor;
  const json = JSON.stringify({
    v: key === undefined ? withoutKey : withKey,
    typeVersion,
    subjectId,
    occurredOn,
    actor: { name, unitName, unitCode, role, key },
    commandId,
    causeId,
    requestId,
    packing,
  });
  return new TextEncoder().encode(json);
}

/** Throws when the bytes are no envelope of a version we know. */
export function decodeEnvelope(bytes: Uint8Array): { readonly envelope: Envelope; readonly packing: Packing } {
  const found = JSON.parse(utf8.decode(bytes)) as Partial<Record<keyof Envelope | 'v' | 'packing', unknown>> | null;
  if (found?.v !== withoutKey && found?.v !== withKey)
    throw new Error(`its envelope is of version ${String(found?.v)}, known are ${withoutKey} and ${withKey}`);
  const actor = (found.actor ?? {}) as Partial<Record<keyof Actor, unknown>>;
  if (!Number.isInteger(found.typeVersion)) throw new Error('its envelope has no typeVersion');
  const { packing } = found;
  if (packing !== undefined && packing !== 'gzip') throw new Error('its data is packed in an unknown way');
  const envelope = {
    typeVersion: found.typeVersion as number,
    subjectId: textOrNull(found, 'subjectId'),
    occurredOn: text(found, 'occurredOn'),
    actor: {
      name: text(actor, 'name'),
      unitName: text(actor, 'unitName'),
      unitCode: text(actor, 'unitCode'),
      role: text(actor, 'role'),
      ...(found.v === withKey && { key: text(actor, 'key') }),
    },
    commandId: text(found, 'commandId'),
    causeId: textOrNull(found, 'causeId'),
    requestId: text(found, 'requestId'),
  };
  return { envelope, packing };
}

function text<Key extends string>(from: Partial<Record<Key, unknown>>, key: Key): string {
  const value = from[key];
  if (typeof value !== 'string') throw new Error(`its envelope has no ${key}`);
  return value;
}

function textOrNull<Key extends string>(from: Partial<Record<Key, unknown>>, key: Key): string | null {
  return from[key] === null ? null : text(from, key);
}
