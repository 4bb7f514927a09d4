import { type BodyHoldings, fingerprintOf, type HeldRow, type ToldContent } from '@app/outbox';
import { parse } from '../answers';
import { ask } from '../ask';
import type { Saying } from '../body-message';
import type { PlainOptions } from './plain-endpoint';

/** Rows of a page, and the bytes it may have: a row is some 300 of them. Our default. */
const pageRows = 500;
const pageBytesMax = 1024 * 1024;

/** What a body holds, over plain HTTP: `GET holdings` below its address, page by page. */
export class PlainHoldings implements BodyHoldings {
  readonly name: string;
  private readonly saying: Saying;
  private readonly address: string;
  private readonly timeoutMs: number;

  constructor({ name, saying, url, timeoutMs = 30_000 }: PlainOptions) {
    this.name = name;
    this.saying = saying;
    this.address = new URL('holdings', url.endsWith('/') ? url : `${url}/`).href;
    this.timeoutMs = timeoutMs;
  }

  async *pages(signal: AbortSignal): AsyncGenerator<readonly HeldRow[]> {
    let after: string | null = '';
    while (after !== null) {
      const page = await this.page(after, signal);
      yield page.items;
      after = page.next;
    }
  }

  fingerprintOf({ kind, document }: ToldContent): string {
    return fingerprintOf(this.saying({ kind, document, key: '', position: 0 }).fields);
  }

  private async page(after: string, signal: AbortSignal): Promise<Page> {
    const address = `${this.address}?limit=${pageRows}&after=${encodeURIComponent(after)}`;
    const { status, text } = await ask(address, { signal, timeoutMs: this.timeoutMs, bytesMax: pageBytesMax });
    const page = status === 200 ? readPage(parse(text)) : undefined;
    if (!page) throw new Error(`unexpected answer ${status} about what is held`);
    if (page.next !== null && page.next !== page.items.at(-1)?.key) throw new Error('a page that does not lead on');
    return page;
  }
}

interface Page {
  readonly items: readonly HeldRow[];
  readonly next: string | null;
}

/** Undefined: it is no such page. A row that cannot be read makes the whole of it unreadable. */
function readPage(said: Readonly<Record<string, unknown>> | undefined): Page | undefined {
  const { items, next } = said ?? {};
  if (!Array.isArray(items) || (next !== null && typeof next !== 'string')) return undefined;
  const rows = items.flatMap((item: unknown) => readRow(item) ?? []);
  return rows.length === items.length ? { items: rows, next } : undefined;
}

function readRow(item: unknown): HeldRow | undefined {
  const { key, kind, fingerprint, state, receiptNumber } = Object(item) as Readonly<Record<string, unknown>>;
  if (!isText(key, 1_000) || !isText(kind, 64) || !isText(fingerprint, 64) || !isText(receiptNumber, 64))
    return undefined;
  return state === 'shown' || state === 'ended' ? { key, kind, fingerprint, state, receiptNumber } : undefined;
}

/** Words of others are stored: without controls, and whole. */
const isText = (value: unknown, max: number): value is string =>
  typeof value === 'string' && value !== '' && value.length <= max && value.isWellFormed() && !/\p{Cc}/u.test(value);
