import type { HeldRow } from '@app/outbox';
import { parse, receiptIn } from './answers';
import type { BodyAnswer } from './ask';

/** Rows of a page, and the bytes it may have: a row is some 300 of them. Our default. */
export const pageRows = 500;
export const pageBytesMax = 1024 * 1024;

/** One page of what a body holds; `next`: the key behind which the next one begins, null on the last page. */
export interface HoldingsPage {
  readonly items: readonly HeldRow[];
  readonly next: string | null;
}

/** All pages, one after the other. @param page the one that begins behind a key; behind '' the first one */
export async function* pagesOf(page: (after: string) => Promise<HoldingsPage>): AsyncGenerator<readonly HeldRow[]> {
  let after: string | null = '';
  while (after !== null) {
    const { items, next }: HoldingsPage = await page(after);
    yield items;
    after = next;
  }
}

/** @throws when it is no such page, or one that does not lead on. A row that cannot be read makes the whole of it unreadable. */
export function pageIn({ status, text }: Pick<BodyAnswer, 'status' | 'text'>): HoldingsPage {
  const page = status === 200 ? readPage(parse(text)) : undefined;
  if (!page) throw new Error(`unexpected answer ${status} about what is held`);
  if (page.next !== null && page.next !== page.items.at(-1)?.key) throw new Error('a page that does not lead on');
  return page;
}

function readPage(said: Readonly<Record<string, unknown>> | undefined): HoldingsPage | undefined {
  const { items, next } = said ?? {};
  if (!Array.isArray(items) || (next !== null && typeof next !== 'string')) return undefined;
  const rows = items.flatMap((item: unknown) => readRow(item) ?? []);
  return rows.length === items.length ? { items: rows, next } : undefined;
}

type Said = Readonly<Record<string, unknown>>;

function readRow(item: unknown): HeldRow | undefined {
  const said = Object(item) as Said;
  const { key, kind, fingerprint, state, receiptNumber } = said;
  if (!isText(key, 1_000) || !isText(kind, 64) || !isText(fingerprint, 64) || !isText(receiptNumber, 64))
    return undefined;
  if (state !== 'shown' && state !== 'ended') return undefined;
  const receipt = receiptIn({ ...said, status: '记名成功' });
  return {
    ...{ key, kind, fingerprint, state, receiptNumber },
    ...paperIn(said.paper),
    ...(receipt && { receivedAt: receipt.receivedAt }),
    ...(receipt?.publishedOn !== undefined && { publishedOn: receipt.publishedOn }),
  };
}

/** A paper that is not said whole is not said: nothing is matched by half of it. */
function paperIn(said: unknown): Pick<HeldRow, 'paper'> {
  const { authorityCode, documentNumber, subjectCode } = Object(said) as Said;
  if (!isText(authorityCode, 64) || !isText(documentNumber, 200) || !isText(subjectCode, 64)) return {};
  return { paper: { authorityCode, documentNumber, subjectCode } };
}

/** Words of others are stored: without controls, and whole. */
const isText = (value: unknown, max: number): value is string =>
  typeof value === 'string' && value !== '' && value.length <= max && value.isWellFormed() && !/\p{Cc}/u.test(value);
