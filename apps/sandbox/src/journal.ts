import { FileHandle, mkdir, open, readFile, truncate } from 'node:fs/promises';
import { dirname } from 'node:path';

/**
 * An append-only file of JSON lines.
 *
 * - When `append` resolves the line survives a pulled plug. Lines that wait for the same disk are flushed together.
 * - A last line that was torn by a crash was never acknowledged; it is cut off when the file is opened.
 * - After a write that failed nothing is appended any more: the file may end in half a line.
 * - One process at a time.
 */
export class Journal<Entry> {
  private waiting: { line: string; resolve: () => void; reject: (error: unknown) => void }[] = [];
  private flushing: Promise<void> | undefined;
  private broken: Error | undefined;

  private constructor(private readonly file: FileHandle) {}

  /** Opens or creates the file and hands every entry in it to `take`, in order. Throws when a line that is not the last one is broken. */
  static async open<Entry>(path: string, take: (entry: Entry) => void): Promise<Journal<Entry>> {
    await mkdir(dirname(path), { recursive: true });
    const file = await open(path, 'a');
    try {
      const bytes = await readFile(path);
      const end = bytes.lastIndexOf(10) + 1;
      if (end < bytes.length) await truncate(path, end);
      for (const line of bytes.toString('utf8', 0, end).split('\n')) {
        if (line !== '') take(JSON.parse(line) as Entry);
      }
    } catch (error) {
      await file.close();
      throw error;
    }
    return new Journal<Entry>(file);
  }

  append(entry: Entry): Promise<void> {
    if (this.broken) return Promise.reject(this.broken);
    return new Promise((resolve, reject) => {
      this.waiting.push({ line: `${JSON.stringify(entry)}\n`, resolve, reject });
      this.flushing ??= this.flush().finally(() => {
        this.flushing = undefined;
      });
    });
  }

  async close(): Promise<void> {
    await this.flushing;
    await this.file.close();
  }

  private async flush(): Promise<void> {
    while (this.waiting.length > 0) {
      const batch = this.waiting.splice(0);
      try {
        await this.file.appendFile(batch.map(({ line }) => line).join(''));
        await this.file.datasync();
        for (const { resolve } of batch) resolve();
      } catch (error) {
        this.broken = new Error('the journal cannot be written', { cause: error });
        for (const { reject } of [...batch, ...this.waiting.splice(0)]) reject(this.broken);
      }
    }
  }
}
