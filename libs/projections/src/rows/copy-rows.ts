import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ClientBase } from 'pg';
import { from } from 'pg-copy-streams';
import type { Column } from './column';
import type { Table } from './write-rows';

/** Small chunks let the database work on some while the next are made ready; large ones save calls. In characters; our default. */
const chunkLength = 256 * 1024;

/** Writes rows by COPY: the fastest way into a table, for rows whose keys are not there yet. Streams; holds a chunk at a time. */
export async function copyRows<Row>(client: ClientBase, table: Table<Row>, rows: Iterable<Row>): Promise<void> {
  const names = Object.keys(table.columns);
  const into = client.query(from(`COPY ${table.table} (${names.join(', ')}) FROM STDIN`));
  await pipeline(Readable.from(chunksOf(Object.values(table.columns), rows)), into);
}

function* chunksOf<Row>(columns: readonly Column<Row>[], rows: Iterable<Row>): Generator<Buffer> {
  let chunk = '';
  for (const row of rows) {
    chunk += `${columns.map((column) => fieldOf(column, row)).join('\t')}\n`;
    if (chunk.length < chunkLength) continue;
    yield Buffer.from(chunk, 'utf8');
    chunk = '';
  }
  if (chunk !== '') yield Buffer.from(chunk, 'utf8');
}

/** COPY's text format: tab between fields, `\N` for NULL, a backslash before whatever would be taken for either. */
function fieldOf<Row>({ type, of }: Column<Row>, row: Row): string {
  const value = of(row);
  if (value === null || value === undefined) return '\\N';
  const text = textOf(type, value);
  return special.test(text) ? text.replace(specials, (character) => escapes[character] ?? character) : text;
}

function textOf(type: Column<never>['type'], value: unknown): string {
  if (type === 'jsonb' && value instanceof Uint8Array) return utf8.decode(value);
  return type !== 'jsonb' && typeof value === 'string' ? value : JSON.stringify(value);
}

const utf8 = new TextDecoder('utf-8', { fatal: true });
const special = /[\\\n\r\t]/;
const specials = /[\\\n\r\t]/g;
const escapes: Readonly<Record<string, string>> = { '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' };
