import { createHash } from 'node:crypto';
import type { House } from './houses';
import type { HeldRecord, Platform } from './platform';

export const holdingsLimitMax = 1_000;
const shanghaiAheadMs = 8 * 60 * 60_000;

/** What a body holds, in the order of the keys' bytes; in memory, so that a page costs no more than itself. */
export class Holdings {
  private readonly inOrder = new WeakMap<Platform, { readonly entries: number; readonly keys: readonly string[] }>();

  /** @param after the last key of the page before; '' begins at the beginning */
  page({ reception: { platform, at } }: House, after: string, limit: number) {
    const today = new Date(Date.parse(at) + shanghaiAheadMs).toISOString().slice(0, 10);
    const keys = this.keysOf(platform);
    const from = after === '' ? 0 : firstBehind(keys, after);
    const size = Math.min(Math.max(limit, 1), holdingsLimitMax);
    const page = keys.slice(from, from + size);
    const items = page.flatMap((key) => {
      const record = platform.record(key);
      return record ? [{ ...holdingOf(record, today), paper: platform.paperNamed(record) }] : [];
    });
    return { items, next: from + size < keys.length ? (page.at(-1) ?? null) : null };
  }

  private keysOf(platform: Platform): readonly string[] {
    const entries = platform.entries.length;
    const known = this.inOrder.get(platform);
    if (known?.entries === entries) return known.keys;
    const keys = platform
      .held()
      .map(({ idempotencyKey }) => idempotencyKey)
      .sort(byBytes);
    this.inOrder.set(platform, { entries, keys });
    return keys;
  }
}

/** @param today of the platform, `YYYY-MM-DD` */
function holdingOf({ idempotencyKey, kind, fields, receipt, endedBy }: HeldRecord, today: string) {
  const { CF_GSJZQ: until } = fields;
  const isOver =
    (kind === 'penalty' || kind === 'penalty-correction') &&
    typeof until === 'string' &&
    until.replaceAll('/', '-') < today;
  const { receiptNumber, receivedAt, publishedOn } = receipt;
  const state = endedBy === null && !isOver ? 'shown' : 'ended';
  return {
    key: idempotencyKey,
    kind,
    fingerprint: fingerprintOf(fields),
    state,
    receiptNumber,
    receivedAt,
    publishedOn,
  };
}

function fingerprintOf(fields: HeldRecord['fields']): string {
  const inOrder = Object.entries(fields).sort(([one], [other]) => byBytes(one, other));
  const text = `{${inOrder.map(([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value)}`).join(',')}}`;
  return createHash('sha256').update(text).digest('hex');
}

const byBytes = (one: string, other: string): number => Buffer.compare(Buffer.from(one), Buffer.from(other));

/** Index of the first key behind this one. */
function firstBehind(keys: readonly string[], after: string): number {
  let [low, high] = [0, keys.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (byBytes(keys[middle] ?? '', after) <= 0) low = middle + 1;
    else high = middle;
  }
  return low;
}
