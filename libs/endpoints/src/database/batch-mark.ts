import { open, readFile, rename } from 'node:fs/promises';

/** A batch that we left in an exchange database. */
export interface BatchMark {
  readonly batchNumber: number;
  /** Random: a batch with the same number that came after a restore is another one. */
  readonly token: string;
}

/** Our newest batch, kept on our own side: by it a database that was restored is found. One process, one place to keep it. */
export interface BatchMarks {
  /** Undefined: nothing was left yet. */
  newest(): Promise<BatchMark | undefined>;
  keep(mark: BatchMark): Promise<void>;
}

/** For as long as the process lives. */
export class BatchMarkInMemory implements BatchMarks {
  private mark: BatchMark | undefined;

  newest(): Promise<BatchMark | undefined> {
    return Promise.resolve(this.mark);
  }

  keep(mark: BatchMark): Promise<void> {
    this.mark = newer(this.mark, mark);
    return Promise.resolve();
  }
}

/** In a file, across restarts: written aside and renamed, so that it is whole whenever the plug is pulled. */
export class BatchMarkFile implements BatchMarks {
  private mark: BatchMark | undefined;
  private reading: Promise<void> | undefined;
  private writing: Promise<void> = Promise.resolve();

  constructor(private readonly path: string) {}

  /** @throws when the file cannot be read, or holds no mark: then nobody knows what was left */
  async newest(): Promise<BatchMark | undefined> {
    this.reading ??= this.read().catch((error: unknown) => {
      this.reading = undefined;
      throw error;
    });
    await this.reading;
    return this.mark;
  }

  /** Keeps the mark unless a newer one is kept already. */
  async keep(mark: BatchMark): Promise<void> {
    await this.newest();
    if (newer(this.mark, mark) !== mark) return;
    this.mark = mark;
    // What waits for the same disk writes the newest, whichever that is by then.
    const written = this.writing.then(() => (this.mark === mark ? this.write(mark) : undefined));
    this.writing = written.catch(() => undefined); // told to who asked for it; the next one is written all the same
    await written;
  }

  private async read(): Promise<void> {
    const text = await readFile(this.path, 'utf8').catch((error: unknown) => {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
      throw error;
    });
    if (text !== undefined) this.mark = newer(markIn(text, this.path), this.mark);
  }

  private async write(mark: BatchMark): Promise<void> {
    const aside = `${this.path}.new`;
    const file = await open(aside, 'w', 0o600);
    try {
      await file.writeFile(JSON.stringify(mark));
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(aside, this.path);
  }
}

function newer(one: BatchMark, other: BatchMark | undefined): BatchMark;
function newer(one: BatchMark | undefined, other: BatchMark): BatchMark;
function newer(one: BatchMark | undefined, other: BatchMark | undefined): BatchMark | undefined {
  if (!one || !other) return one ?? other;
  return other.batchNumber > one.batchNumber ? other : one;
}

function markIn(text: string, path: string): BatchMark {
  const read: unknown = JSON.parse(text);
  const { batchNumber, token } = { ...Object(read) } as Partial<Record<string, unknown>>;
  if (typeof batchNumber !== 'number' || !Number.isSafeInteger(batchNumber) || typeof token !== 'string') {
    throw new Error(`${path} holds no mark of a batch`);
  }
  return { batchNumber, token };
}
