const oids = { int4: 23, int8: 20, text: 25, bytea: 17, uuid: 2950, date: 1082 } as const;

const millisecondsPerDay = 86_400_000;
const postgresEpochDay = Date.UTC(2000, 0, 1) / millisecondsPerDay;

/**
 * Writes PostgreSQL arrays in their binary form (`array_send`): the driver sends a Buffer as it is, so neither side spends time on
 * quoting, hexadecimal digits and parsing, which for a batch of events is most of the work.
 *
 * The arrays of one statement stand one after another in one block of memory that is used again for the next statement:
 * `begin()`, the arrays, `take()`; what `take()` gave is valid until the next `begin()`. Values must have been checked before
 * (`refusalOf` in `append-parameters.ts`); an array takes null where its column does.
 */
export class BinaryArrays {
  private block = Buffer.allocUnsafe(64 * 1024);
  private end = 0;
  private readonly ends: number[] = [];

  begin(): void {
    this.end = 0;
    this.ends.length = 0;
  }

  /** The arrays written since `begin()`, in order, as parameters. */
  take(): Buffer[] {
    return this.ends.map((end, index) => this.block.subarray(index === 0 ? 0 : this.ends[index - 1], end));
  }

  int4<Item>(items: readonly Item[], get: (item: Item) => number): void {
    this.array(oids.int4, items, (item) => {
      this.reserve(8);
      this.writeInt32(4);
      this.writeInt32(get(item));
    });
  }

  /** Safe integers. */
  int8<Item>(items: readonly Item[], get: (item: Item) => number): void {
    this.array(oids.int8, items, (item) => {
      const value = get(item);
      this.reserve(12);
      this.writeInt32(8);
      this.writeInt32(Math.floor(value / 2 ** 32));
      this.writeInt32(value | 0);
    });
  }

  text<Item>(items: readonly Item[], get: (item: Item) => string | null): void {
    this.array(oids.text, items, (item) => {
      const value = get(item);
      if (value === null) {
        this.writeNull();
        return;
      }
      this.reserve(4 + value.length * 3);
      const length = this.block.write(value, this.end + 4, 'utf8');
      this.writeInt32(length);
      this.end += length;
    });
  }

  bytea<Item>(items: readonly Item[], get: (item: Item) => Uint8Array): void {
    this.array(oids.bytea, items, (item) => {
      const value = get(item);
      this.reserve(4 + value.length);
      this.writeInt32(value.length);
      this.block.set(value, this.end);
      this.end += value.length;
    });
  }

  uuid<Item>(items: readonly Item[], get: (item: Item) => string | null): void {
    this.array(oids.uuid, items, (item) => {
      const value = get(item);
      if (value === null) {
        this.writeNull();
        return;
      }
      this.reserve(20);
      this.writeInt32(16);
      this.block.write(value.replaceAll('-', ''), this.end, 16, 'hex');
      this.end += 16;
    });
  }

  /** Days as `YYYY-MM-DD`. */
  date<Item>(items: readonly Item[], get: (item: Item) => string): void {
    this.array(oids.date, items, (item) => {
      this.reserve(8);
      this.writeInt32(4);
      this.writeInt32(Date.parse(get(item)) / millisecondsPerDay - postgresEpochDay);
    });
  }

  /** Dimensions, has-nulls flag, element type; then length and lower bound of the one dimension; then the elements. */
  private array<Item>(oid: number, items: readonly Item[], writeElement: (item: Item) => void): void {
    this.reserve(20);
    this.writeInt32(items.length === 0 ? 0 : 1);
    this.writeInt32(1);
    this.writeInt32(oid);
    if (items.length > 0) {
      this.writeInt32(items.length);
      this.writeInt32(1);
      for (const item of items) writeElement(item);
    }
    this.ends.push(this.end);
  }

  private writeNull(): void {
    this.reserve(4);
    this.writeInt32(-1);
  }

  private writeInt32(value: number): void {
    const { block, end } = this;
    block[end] = value >>> 24;
    block[end + 1] = value >>> 16;
    block[end + 2] = value >>> 8;
    block[end + 3] = value;
    this.end = end + 4;
  }

  private reserve(bytes: number): void {
    if (this.end + bytes <= this.block.length) return;
    const larger = Buffer.allocUnsafe(Math.max(this.block.length * 2, this.end + bytes));
    this.block.copy(larger, 0, 0, this.end);
    this.block = larger;
  }
}
