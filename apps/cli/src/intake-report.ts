import { createReadStream, createWriteStream, type WriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { once } from 'node:events';
import { finished } from 'node:stream/promises';
import { type Stringifier, stringify } from 'csv-stringify';
import type { FileException, FileSummary } from './send-file';

/** What the rejects file has beside the headings of the file that was sent. */
const added = ['行号', '问题字段', '规则', '说明'];

/**
 * Writes the two files of an intake while it runs, holding no row in memory: the report (JSON) and the rejected rows (CSV
 * that Excel opens and that can be sent again after mending). Both appear only when complete; no rejected rows, no file.
 */
export class IntakeReport {
  private exceptions: WriteStream | undefined;
  private first = true;
  private rejects: { readonly file: WriteStream; readonly rows: Stringifier } | undefined;

  constructor(
    private readonly reportPath: string | undefined,
    readonly rejectsPath: string,
  ) {}

  /** Begins anew; what an earlier attempt wrote is thrown away. */
  async begin(): Promise<void> {
    await this.abandon();
    this.first = true;
    if (this.reportPath === undefined) return;
    this.exceptions = createWriteStream(`${this.reportPath}.part`);
    await write(this.exceptions, '[');
  }

  async add(exception: FileException): Promise<void> {
    if (this.exceptions) {
      const { row, outcome } = exception;
      const what =
        outcome === 'rejected'
          ? { row, outcome, field: exception.field ?? '', rule: exception.rule }
          : { row, outcome };
      const all = exception.sameAsRow === undefined ? what : { ...what, sameAsRow: exception.sameAsRow };
      await write(this.exceptions, `${this.first ? '' : ','}\n  ${JSON.stringify(all)}`);
      this.first = false;
    }
    if (exception.outcome === 'rejected') await this.reject(exception);
  }

  /** @returns the path of the rejects file, if there is one. */
  async finish({ rows, recorded, alreadyRecorded, rejected }: FileSummary): Promise<string | undefined> {
    if (this.exceptions && this.reportPath !== undefined) {
      this.exceptions.end('\n]');
      await finished(this.exceptions);
      await this.wrap(this.reportPath, { rows, recorded, alreadyRecorded, rejected });
    }
    if (!this.rejects) return undefined;
    this.rejects.rows.end();
    await finished(this.rejects.file);
    await rename(`${this.rejectsPath}.part`, this.rejectsPath);
    return this.rejectsPath;
  }

  async abandon(): Promise<void> {
    this.exceptions?.destroy();
    this.rejects?.file.destroy();
    this.rejects = undefined;
    if (this.reportPath !== undefined) await rm(`${this.reportPath}.part`, { force: true });
    await rm(`${this.rejectsPath}.part`, { force: true });
  }

  /** The counts are known last and stand first: the exceptions written so far are copied behind them. */
  private async wrap(path: string, counts: object): Promise<void> {
    const report = createWriteStream(path);
    await write(report, `${JSON.stringify(counts).slice(0, -1)},"exceptions":`);
    for await (const piece of createReadStream(`${path}.part`)) await write(report, piece as Buffer);
    report.end('}\n');
    await finished(report);
    await rm(`${path}.part`);
  }

  private async reject(exception: Extract<FileException, { outcome: 'rejected' }>): Promise<void> {
    const { row, field, rule, message, cells } = exception;
    const headings = Object.keys(cells).filter((heading) => !added.includes(heading));
    if (!this.rejects) {
      const file = createWriteStream(`${this.rejectsPath}.part`);
      const rows = stringify({
        header: true,
        columns: [...headings, ...added],
        bom: true,
        escape_formulas: true,
        record_delimiter: 'windows',
      });
      rows.pipe(file);
      this.rejects = { file, rows };
    }
    const record = [...headings.map((heading) => cells[heading] ?? ''), row, field ?? '', rule, message];
    if (!this.rejects.rows.write(record)) await once(this.rejects.rows, 'drain');
  }
}

async function write(stream: WriteStream, text: string | Buffer): Promise<void> {
  if (!stream.write(text)) await once(stream, 'drain');
}
