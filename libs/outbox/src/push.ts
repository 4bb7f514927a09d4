import { createHash } from 'node:crypto';
import type { Effect } from './lane';

/**
 * A push: one message on its way to one receiving body. Its content is a document that this library never looks into: the
 * caller who queues it writes it, the endpoint reads it, and `kind` names its sort. It is stored as it is.
 */
export interface Push {
  /** `pushIdOf(eventId, endpoint, part)`: the same part of the same fact for the same endpoint is the same push. */
  readonly pushId: string;
  /** Name of the receiving endpoint, e.g. `credit-hebei`. */
  readonly endpoint: string;
  /** The event this push tells of. */
  readonly eventId: string;
  /** Where that event stands in the log. */
  readonly position: number;
  /** Which of the messages that this event is to the endpoint, from 0: most are one. They reach it in this order. */
  readonly part: number;
  /** Whom it is about. */
  readonly subjectId: string;
  /** The stream of that event. */
  readonly stream: string;
  /** The event's revision in its own stream. */
  readonly revision: number;
  /**
   * The record it is about: pushes of one lane reach the endpoint one after the other, in the order of their positions, and of their
   * parts, and what was refused holds back those behind it.
   */
  readonly lane: string;
  /** What it does to the record that its lane is about. */
  readonly effect: Effect;
  readonly kind: string;
  /** By this the endpoint recognises a repetition; it names what is said and not how often. */
  readonly key: string;
  readonly document: object;
  /** It leaves when the other body has given its receipt for this push. Absent: it waits for nobody. */
  readonly waitsFor?: { readonly pushId: string; readonly endpoint: string };
}

/**
 * The push's id: a UUID (RFC 9562 version 8) made of event id, endpoint and part, so that queueing twice meets itself.
 *
 * @param part the first one's does not enter: what was queued before events had several messages keeps its id
 */
export function pushIdOf(eventId: string, endpoint: string, part = 0): string {
  const name = `push\n${eventId}\n${endpoint}${part === 0 ? '' : `\n${part}`}`;
  const bytes = createHash('sha256').update(name).digest().subarray(0, 16);
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x80, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
