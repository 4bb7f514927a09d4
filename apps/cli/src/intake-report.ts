import { createReadStream } from 'node:fs';
import { type FileHandle, open, rename, rm, stat } from 'node:fs/promises';
import { stringify } from 'csv-stringify/sync';
import type { FileEnded, FileException, FileSummary } from './send-file';
import { TextFile } from './text-file';

type Rejected = Extract<FileException, { outcome: 'rejected' }>;

/** What the rejects file has beside the headings of the file that was sent. */
const added = ['行号', '问题字段', '规则', '说明'];

/** What became of the files. */
export interface Written {
  /** The rejects file; undefined when nothing was rejected. */
  readonly rejects: string | undefined;
  /** Where an earlier rejects file with other content was moved: somebody may be mending it. */
  readonly earlierRejects: string | undefined;
}

/**
 * Writes the two files of an intake while it runs, holding no row in memory: the report (JSON) and the rejected rows (CSV
 * that Excel opens and that can be sent again after mending). Both appear only when complete; no rejected rows, no file.
 * Errors of the file system are thrown by the call that met them.
 */
export class IntakeReport {
  private exceptions: TextFile | undefined;
  private first = true;
  private rejects: TextFile | undefined;
  private headings: readonly string[] = [];

  constructor(
    private readonly reportPath: string | undefined,
    private readonly rejectsPath: string,
  ) {}

  /** Begins anew; what an earlier attempt wrote is thrown away. */
  async begin(): Promise<void> {
    await this.abandon();
    this.first = true;
    if (this.reportPath === undefined) return;
    this.exceptions = await TextFile.create(`${this.reportPath}.part`);
    await this.exceptions.write('[');
  }

  async add(exception: FileException): Promise<void> {
    await this.exceptions?.write(`${this.first ? '' : ','}\n  ${JSON.stringify(briefly(exception))}`);
    this.first = false;
    if (exception.outcome === 'rejected') await this.reject(exception);
  }

  finish({ rows, recorded, alreadyRecorded, rejected }: FileSummary): Promise<Written> {
    return this.complete({ rows, recorded, alreadyRecorded, rejected });
  }

  /** The file ended early: what was told of it is written all the same, and the report says how far it came. */
  finishEarly(
    { counts, notProcessed }: FileEnded,
    { code, message }: { code: string; message: string },
  ): Promise<Written> {
    return this.complete({ ...counts, endedEarly: { rule: code, message, notProcessed } });
  }

  private async complete(summary: object): Promise<Written> {
    if (this.exceptions && this.reportPath !== undefined) {
      await this.exceptions.write('\n]');
      await this.exceptions.close();
      this.exceptions = undefined;
      await wrap(this.reportPath, summary);
    }
    if (!this.rejects) return { rejects: undefined, earlierRejects: undefined };
    await this.rejects.close();
    this.rejects = undefined;
    const earlierRejects = await this.keepEarlierRejects();
    await rename(`${this.rejectsPath}.part`, this.rejectsPath);
    return { rejects: this.rejectsPath, earlierRejects };
  }

  async abandon(): Promise<void> {
    await this.exceptions?.close();
    await this.rejects?.close();
    this.exceptions = undefined;
    this.rejects = undefined;
    if (this.reportPath !== undefined) await rm(`${this.reportPath}.part`, { force: true });
    await rm(`${this.rejectsPath}.part`, { force: true });
  }

  private async reject({ sheetRow, message, cells, ...exception }: Rejected): Promise<void> {
    if (!this.rejects) {
      this.headings = Object.keys(cells).filter((heading) => !added.includes(heading));
      this.rejects = await TextFile.create(`${this.rejectsPath}.part`);
      await this.rejects.write(`\uFEFF${csvLine([...this.headings, ...added])}`);
    }
    const original = this.headings.map((heading) => cells[heading] ?? '');
    const faults = faultsOf(exception);
    const fields = [...new Set(faults.map(({ field }) => field))].filter((field) => field !== '');
    const rules = [...new Set(faults.map(({ rule }) => rule))];
    await this.rejects.write(csvLine([...original, String(sheetRow), fields.join('；'), rules.join('；'), message]));
  }

  private async keepEarlierRejects(): Promise<string | undefined> {
    const earlier = await stat(this.rejectsPath).catch(() => undefined);
    if (!earlier || (await sameBytes(this.rejectsPath, `${this.rejectsPath}.part`))) return undefined;
    const writtenAt = earlier.mtime.toISOString().replace(/\D/g, '').slice(0, 17);
    const kept = this.rejectsPath.replace(/\.csv$/, `.${writtenAt}.csv`);
    await rename(this.rejectsPath, kept);
    return kept;
  }
}

function briefly(exception: FileException): object {
  const { row, sheetRow, sheet, outcome, sameAsRow } = exception;
  return {
    row,
    sheetRow,
    ...(sheet !== undefined && { sheet }),
    outcome,
    ...(outcome === 'rejected' && { field: exception.field ?? '', rule: exception.rule }),
    ...(outcome === 'rejected' && exception.faults && { faults: faultsOf(exception) }),
    ...(sameAsRow !== undefined && { sameAsRow }),
  };
}

const faultsOf = ({ field, rule, faults }: Pick<Rejected, 'field' | 'rule' | 'faults'>) =>
  (faults ?? [{ field, rule }]).map((fault) => ({ field: fault.field ?? '', rule: fault.rule }));

const csvLine = (cells: readonly string[]): string =>
  stringify([cells], { escape_formulas: true, record_delimiter: 'windows' });

/** The counts are known last and stand first: the exceptions written so far are copied behind them. */
async function wrap(path: string, counts: object): Promise<void> {
  const report = await TextFile.create(path);
  await report.write(`${JSON.stringify(counts).slice(0, -1)},"exceptions":`);
  for await (const piece of createReadStream(`${path}.part`, 'utf8')) await report.write(piece as string);
  await report.write('}\n');
  await report.close();
  await rm(`${path}.part`);
}

async function sameBytes(one: string, other: string): Promise<boolean> {
  const files = [await open(one), await open(other)] as const;
  const next = (file: FileHandle) => file.read(Buffer.alloc(65_536), 0, 65_536, null);
  try {
    for (;;) {
      const [a, b] = [await next(files[0]), await next(files[1])];
      if (a.bytesRead !== b.bytesRead || a.buffer.compare(b.buffer) !== 0) return false;
      if (a.bytesRead === 0) return true;
    }
  } finally {
    for (const file of files) await file.close();
  }
}
