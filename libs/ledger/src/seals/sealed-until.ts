import { setTimeout as sleep } from 'node:timers/promises';
import type { Sealer, Seals, StoredCheckpoint } from '@app/sealing';

const askEveryMs = 100;

export interface SealedUnder {
  /** The number of the entry, counted from 0. */
  readonly entry: number;
  readonly checkpoint: StoredCheckpoint;
}

/**
 * Waits until a signed checkpoint covers the event at this position.
 *
 * @returns undefined: not within the time. The event is recorded all the same.
 * @throws SealContradicted, `TileMissing`
 */
export async function sealedUntil(
  { seals, sealer }: { readonly seals: Seals; readonly sealer: Sealer },
  position: number,
  timeoutMs: number,
): Promise<SealedUnder | undefined> {
  for (const end = Date.now() + timeoutMs; ;) {
    const entry = await seals.entryAt(position);
    const checkpoint = entry === undefined ? undefined : await sealer.newest();
    if (entry !== undefined && checkpoint && checkpoint.size > entry) return { entry, checkpoint };
    if (Date.now() >= end) return undefined;
    await sleep(askEveryMs);
  }
}
