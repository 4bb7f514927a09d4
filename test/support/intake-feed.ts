import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';

export type FeedName = 'clean' | 'dirty';

/** The rows of a sample feed (`test/data/intake`, UTF-8 with byte-order mark), each by its headings. */
export function feedRows(feed: FeedName, file: string): readonly Readonly<Record<string, string>>[] {
  const bytes = readFileSync(join(__dirname, '..', 'data', 'intake', feed, file));
  return parse(bytes, { bom: true, columns: true });
}
