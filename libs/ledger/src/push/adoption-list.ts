import { createHash } from 'node:crypto';
import {
  type BodyHoldings,
  type HeldRow,
  keysTold,
  type ToldContent,
  type Untold,
  untoldIn,
  untoldPages,
} from '@app/outbox';
import type { ClientBase } from 'pg';
import { keyOfLane, lanesOf } from './paper-lane';

/** One line of what a body holds already, against what it is to be told. */
export type AdoptionLine =
  | { readonly how: 'matched' | 'differing'; readonly held: HeldRow; readonly untold: Untold }
  /** Not held: it is told once the list is released. */
  | { readonly how: 'unmatched'; readonly untold: Untold }
  /** Held, and unknown to the ledger; of a paper that is held twice the second. */
  | { readonly how: 'surplus'; readonly held: HeldRow };

export type AdoptedLine = Extract<AdoptionLine, { readonly how: 'matched' | 'differing' }>;

export type AdoptionCounts = Readonly<Record<AdoptionLine['how'], number>>;

export interface AdoptionOf {
  /** Undefined: the body cannot be asked, so it is taken to hold nothing. */
  readonly holdings: BodyHoldings | undefined;
  readonly endpoint: string;
  /** The fingerprint of what it is to be told; null: it can be read no longer. */
  readonly fingerprintOf: (push: ToldContent) => Promise<string | null>;
  readonly client: Pick<ClientBase, 'query'>;
  readonly signal: AbortSignal;
}

/**
 * Reads both sides, page by page, and puts together what is about one paper: authority, document number (in any spelling), subject, sort of
 * record. Asking changes nothing. First what the body holds, in the order of its keys, then what it does not.
 */
export async function* adoptionLines(of: AdoptionOf): AsyncGenerator<AdoptionLine> {
  const { holdings, endpoint, client, signal } = of;
  const taken = new Set<string>();
  for await (const page of holdings?.pages(signal) ?? []) yield* linesOf(page, taken, of);
  for await (const page of untoldPages(client, endpoint)) {
    signal.throwIfAborted();
    for (const untold of page) if (!taken.has(untold.push.pushId)) yield { how: 'unmatched', untold };
  }
}

async function* linesOf(
  page: readonly HeldRow[],
  taken: Set<string>,
  { endpoint, client, fingerprintOf }: AdoptionOf,
): AsyncGenerator<AdoptionLine> {
  const lanes = page.flatMap(lanesOf);
  const untold = new Map((await untoldIn(client, endpoint, lanes)).map((one) => [keyOfLane(one.lane), one]));
  const told = await keysTold(client, endpoint, lanes);
  for (const held of page) {
    if (told.has(held.key)) continue; // it has it from us
    const [lane] = lanesOf(held);
    const found = lane === undefined ? undefined : untold.get(keyOfLane(lane));
    if (!found || taken.has(found.push.pushId)) {
      yield { how: 'surplus', held };
      continue;
    }
    taken.add(found.push.pushId);
    yield { how: isSame(held, found, await fingerprintOf(found.push)) ? 'matched' : 'differing', held, untold: found };
  }
}

const isSame = (held: HeldRow, { push }: Untold, fingerprint: string | null): boolean =>
  held.kind === push.kind && held.fingerprint === fingerprint && held.state === 'shown';

/** Counts the lines that go by, and hashes those that are adopted: what two people release is this and nothing else. */
export class AdoptionSummary {
  private readonly found = { matched: 0, differing: 0, unmatched: 0, surplus: 0 };
  private readonly hash = createHash('sha256');

  add(line: AdoptionLine): void {
    this.found[line.how] += 1;
    if (line.how !== 'matched' && line.how !== 'differing') return;
    const { untold, held, how } = line;
    this.hash.update(`${JSON.stringify([untold.push.pushId, held.key, held.receiptNumber, how])}\n`);
  }

  /** Once, at the end. */
  end(): AdoptionCounts & { readonly listHash: string } {
    return { ...this.found, listHash: this.hash.digest('hex') };
  }
}
