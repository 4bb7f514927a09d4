import type { Acknowledged, Fault, Rejected, Unreadable } from '@app/outbox';
import type { BodyMessage } from '../body-message';

/** A batch as one file. The same messages give the same name and the same bytes: said twice it is one file. */
export interface Packed {
  /** `<body>-<first>-<last>-<hash>`: the least and the greatest sequence in it, ten digits each, and what is in it. */
  readonly batch: string;
  readonly bytes: Buffer;
}

/** What a body said of a batch. */
export type Receipt =
  | {
      readonly says: 'answers';
      readonly answers: ReadonlyMap<string, Acknowledged | Rejected | Unreadable>;
      /** Whether it must say something of every message: of the others there is nothing yet. */
      readonly isWhole: boolean;
    }
  /** The file could not be used: none of it was looked at. */
  | { readonly says: 'refused'; readonly reason: string }
  /** Not all of it is there. */
  | { readonly says: 'torn'; readonly reason: string }
  /** All of it is there, and it contradicts itself. */
  | { readonly says: 'unreadable'; readonly reason: string };

/** How a batch and its receipt look as files. */
export interface Packing {
  /** After the name of the batch: `.zip`. */
  readonly batchEnding: string;
  /** `.receipt.zip`. */
  readonly receiptEnding: string;
  pack(messages: readonly BodyMessage[]): Promise<Packed>;
  /** Why a message cannot be written this way, so that it alone stays behind. Absent where every message can. */
  faultsOf?(message: BodyMessage): readonly Fault[];
  /** The keys in a batch of ours, in the order of its rows. */
  keysIn(bytes: Buffer): Promise<readonly string[]>;
  receiptIn(bytes: Buffer, batch: string): Promise<Receipt>;
}

/** @param content what is in it, however it is written down */
export function batchNameOf(body: string, messages: readonly BodyMessage[], hash: string): string {
  const sequences = messages.map(({ subjectSequence }) => subjectSequence);
  const [first, last] = [Math.min(...sequences), Math.max(...sequences)];
  return [body, ...[first, last].map((sequence) => String(sequence).padStart(10, '0')), hash.slice(0, 16)].join('-');
}

/** Whether a message of this sequence may be in a batch of this name. */
export function mayHold(body: string, batch: string, sequence: number): boolean {
  const [, first, last] = batch.startsWith(`${body}-`) ? (/-(\d{10,})-(\d{10,})-[0-9a-f]{16}$/.exec(batch) ?? []) : [];
  return first !== undefined && last !== undefined && Number(first) <= sequence && sequence <= Number(last);
}
