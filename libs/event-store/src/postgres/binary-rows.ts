import type pg from 'pg';

/** A prepared statement; its name stands for this text on every connection. Values as the server reads them: text, or binary in a Buffer. */
export interface BinaryQuery {
  readonly name: string;
  readonly text: string;
  readonly values: readonly (string | Buffer | null)[];
}

/** Given one row after another: the bytes that came, and where in them the row begins (a `DataRow` of the protocol, from its count of columns). */
type OnRow = (bytes: Buffer, from: number) => void;

/**
 * Asks for rows in binary. The driver reads every value as UTF-8 and makes an object and two arrays for a row; for eighteen columns of
 * small events that cost more than the events. Here a row is handed out where it stands in what the socket gave, and nothing is
 * asked about the columns: whoever wrote the statement knows them.
 */
export function queryRows(client: pg.ClientBase, query: BinaryQuery, onRow: OnRow): Promise<void> {
  return new Promise((resolve, reject) => {
    const rows = new BinaryRows(query, onRow, (error) => {
      if (error) reject(error);
      else resolve();
    });
    client.query<BinaryRows>(rows);
  });
}

/** What the driver calls while this query is the one under way on its connection (as `pg.Query`, without rows). */
class BinaryRows implements pg.Submittable {
  readonly name: string;
  readonly text: string;
  private tap: RowTap | undefined;
  private unreadable: Error | undefined;

  constructor(
    private readonly query: BinaryQuery,
    private readonly onRow: OnRow,
    /** Replaced by the driver, which stops its clock first. */
    private readonly callback: (error: Error | null) => void,
  ) {
    this.name = query.name;
    this.text = query.text;
  }

  submit(connection: pg.Connection): void {
    const { name, text, values } = this.query;
    const { parsedStatements } = connection as pg.Connection & Prepared;
    this.tap = RowTap.on(connection);
    this.tap.give((bytes, from) => {
      this.row(bytes, from);
    });
    connection.stream.cork(); // in one write
    if (parsedStatements[name] === undefined) connection.parse({ name, text, types: [] }, true);
    connection.bind({ statement: name, values: [...values], binary: 'true' }, true);
    connection.execute(null, true);
    connection.sync();
    connection.stream.uncork();
  }

  handleCommandComplete(): void {
    // Of the rows it says how many there were: all have come.
  }

  handleReadyForQuery(): void {
    this.tap?.give(undefined);
    this.callback(this.unreadable ?? null);
  }

  handleError(error: Error): void {
    this.tap?.give(undefined);
    this.callback(error);
  }

  /** A row that cannot be read fails its query, not the process: the socket's own listener is no place to throw. */
  private row(bytes: Buffer, from: number): void {
    if (this.unreadable) return;
    try {
      this.onRow(bytes, from);
    } catch (error) {
      this.unreadable = error instanceof Error ? error : new Error(String(error));
    }
  }
}

/** The statements of a connection by name, which the driver writes down when the server has parsed one. */
interface Prepared {
  readonly parsedStatements: Readonly<Record<string, string | undefined>>;
}

/** The first byte of a message with a row; then, as with every message, the length of what follows in four bytes that count themselves. */
const dataRow = 'D'.charCodeAt(0);
const headerBytes = 5;

/**
 * Stands between the socket of a connection and the driver: rows go to whoever asked for them in binary, all else goes on as it came.
 * Put in by the first such query, when nothing of an earlier answer is still on its way.
 */
class RowTap {
  private static readonly taps = new WeakMap<pg.Connection['stream'], RowTap>();

  private onRow: OnRow | undefined;
  /** Of a message whose end has not come yet. */
  private readonly parts: Buffer[] = [];
  private partsBytes = 0;
  private wantedBytes = 0;

  static on({ stream }: pg.Connection): RowTap {
    const before = this.taps.get(stream);
    if (before) return before;
    const [driver, ...others] = stream.listeners('data') as ((bytes: Buffer) => void)[];
    if (!driver || others.length > 0) throw new Error('the driver does not listen to its socket as it did');
    const tap = new RowTap(driver);
    stream.off('data', driver);
    stream.on('data', (bytes: Buffer) => {
      tap.receive(bytes);
    });
    this.taps.set(stream, tap);
    return tap;
  }

  private constructor(private readonly driver: (bytes: Buffer) => void) {}

  /** To whom rows go from now on; undefined: to the driver. */
  give(onRow: OnRow | undefined): void {
    this.onRow = onRow;
  }

  private receive(chunk: Buffer): void {
    const bytes = this.parts.length === 0 ? chunk : this.withParts(chunk);
    if (bytes === undefined) return;
    let gone = 0; // up to here
    let place = 0;
    while (place + headerBytes <= bytes.length) {
      const end = place + 1 + bytes.readUInt32BE(place + 1);
      if (end > bytes.length) break;
      if (this.onRow && bytes[place] === dataRow) {
        if (gone < place) this.driver(bytes.subarray(gone, place));
        this.onRow(bytes, place + headerBytes);
        gone = end;
      }
      place = end;
    }
    if (place < bytes.length) this.keep(bytes.subarray(place));
    if (gone < place) this.driver(bytes.subarray(gone, place));
  }

  /** Put together once, when all of the message is there: a large one comes in a thousand parts. */
  private withParts(chunk: Buffer): Buffer | undefined {
    this.parts.push(chunk);
    this.partsBytes += chunk.length;
    return this.partsBytes < this.wantedBytes ? undefined : Buffer.concat(this.parts.splice(0), this.partsBytes);
  }

  private keep(part: Buffer): void {
    this.parts.push(part);
    this.partsBytes = part.length;
    this.wantedBytes = part.length < headerBytes ? headerBytes : 1 + part.readUInt32BE(1);
  }
}
