import { BadRequestException } from '@nestjs/common';

export interface Page<Item> {
  readonly items: readonly Item[];
  /** Pass it as `after` to go on; null when this was the last page. */
  readonly next: number | null;
}

const limitMax = 1000;

/** The items after sequence `after` (0), at most `limit` (100) of them. `items` are in the order of their sequence. */
export function pageOf<Item extends { readonly sequence: number }>(
  items: readonly Item[],
  after = '0',
  limit = '100',
): Page<Item> {
  if (!/^\d{1,15}$/.test(after) || !/^\d{1,15}$/.test(limit)) throw new BadRequestException('分页参数必须是非负整数');
  const size = Math.min(Math.max(Number(limit), 1), limitMax);
  const rest = items.filter(({ sequence }) => sequence > Number(after));
  const page = rest.slice(0, size);
  return { items: page, next: rest.length > size ? (page.at(-1)?.sequence ?? null) : null };
}
