import type { Column } from './column';

const oids = { text: 25, jsonb: 3802 } as const;

/** `jsonb_recv` reads a version and then the text of the document. */
const jsonbVersion = 1;

/**
 * One column of some rows as a PostgreSQL array in its binary form (`array_send`): the driver sends it as it is, and no document is
 * escaped into an array literal and read back from it. `jsonb` goes as such, whatever else as text, to be cast by the
 * statement: then it is the database that says what it cannot hold.
 *
 * Layout: dimensions, has-nulls flag, element type; length and lower bound of the one dimension; then length and bytes of each element.
 */
export function columnArray<Row>({ type, of }: Column<Row>, rows: readonly Row[]): Buffer {
  const array = new GrowingBuffer();
  array.int32(1);
  array.int32(1);
  array.int32(type === 'jsonb' ? oids.jsonb : oids.text);
  array.int32(rows.length);
  array.int32(1);
  for (const row of rows) {
    const value = of(row);
    if (value === null || value === undefined) array.int32(-1);
    else if (type === 'jsonb') array.document(value);
    else array.text(typeof value === 'string' ? value : JSON.stringify(value));
  }
  return array.taken();
}

class GrowingBuffer {
  private block = Buffer.allocUnsafe(16 * 1024);
  private end = 0;

  int32(value: number): void {
    this.reserve(4);
    this.end = this.block.writeInt32BE(value, this.end);
  }

  text(value: string): void {
    this.reserve(4 + value.length * 3);
    const length = this.block.write(value, this.end + 4, 'utf8');
    this.int32(length);
    this.end += length;
  }

  document(value: unknown): void {
    const start = this.end;
    this.reserve(5);
    this.block[start + 4] = jsonbVersion;
    this.end = start + 5;
    if (value instanceof Uint8Array) {
      this.reserve(value.length);
      this.block.set(value, this.end);
      this.end += value.length;
    } else {
      const json = JSON.stringify(value);
      this.reserve(json.length * 3);
      this.end += this.block.write(json, this.end, 'utf8');
    }
    this.block.writeInt32BE(this.end - start - 4, start);
  }

  taken(): Buffer {
    return this.block.subarray(0, this.end);
  }

  private reserve(bytes: number): void {
    if (this.end + bytes <= this.block.length) return;
    const larger = Buffer.allocUnsafe(Math.max(this.block.length * 2, this.end + bytes));
    this.block.copy(larger, 0, 0, this.end);
    this.block = larger;
  }
}
