import type { StoredEvent } from '@app/event-store';

/** An event for so many read models, as it waits for its turn. */
export interface SetAside {
  readonly event: StoredEvent;
  /** Which folds it is for, by their number. */
  readonly folds: readonly number[];
}

/** Four bytes that say how long the envelope is, the envelope as JSON, and the data as the very bytes they are. */
export function toBytes({ event, folds }: SetAside): Buffer {
  const { data, ...envelope } = event;
  const head = Buffer.from(JSON.stringify({ envelope, folds }), 'utf8');
  const bytes = Buffer.allocUnsafe(4 + head.length + data.length);
  bytes.writeUInt32BE(head.length);
  head.copy(bytes, 4);
  bytes.set(data, 4 + head.length);
  return bytes;
}

export function fromBytes(bytes: Buffer): SetAside {
  const end = 4 + bytes.readUInt32BE();
  const { envelope, folds } = JSON.parse(bytes.toString('utf8', 4, end)) as {
    envelope: Omit<StoredEvent, 'data'>;
    folds: number[];
  };
  return { event: { ...envelope, data: bytes.subarray(end) }, folds };
}
