import { createHash, randomBytes } from 'node:crypto';

/** What happened from one moment to another, as part of a trace. Names and attributes hold words of ours, ids and figures: never a text of anybody. */
export interface Span {
  /** 32 hexadecimal digits. */
  readonly traceId: string;
  /** 16 hexadecimal digits. */
  readonly spanId: string;
  readonly parentId?: string;
  readonly kind: 'internal' | 'server' | 'client';
  readonly name: string;
  readonly startMs: number;
  readonly endMs: number;
  readonly failed?: boolean;
  readonly attributes: Readonly<Record<string, string | number>>;
}

/** Where later spans belong: a trace, and the span that caused them. */
export interface Place {
  readonly traceId: string;
  readonly spanId: string;
}

const hash = (of: string, name: string, digits: number): string =>
  createHash('sha256').update(`fire-credit-ledger/${of}\n${name}`).digest('hex').slice(0, digits);

/**
 * The trace of what has this origin: the id of a request, or of the event that caused what nobody requested. Both stand in the log, so that any process
 * arrives at the same trace and nothing has to be carried along or stored.
 */
export const traceIdOf = (origin: string): string => hash('trace', origin, 32);
/** The span in which an event was recorded, known to whoever reads the event. */
export const spanIdOf = (eventId: string): string => hash('span', eventId, 16);
export const newSpanId = (): string => randomBytes(8).toString('hex');
