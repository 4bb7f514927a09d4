import { isDeepStrictEqual } from 'node:util';
import { workbookOf } from '@app/workbook';
import type { DirectoryFolder } from '../file/directory';
import { INBOX, RECEIPTS } from '../file/file-endpoint';
import { faultsIn, type ResultFault, resultRowsOf, resultsIn, type Table } from './result-file';
import type { Workbooks } from './workbooks';

export interface WorkbookDeskOptions {
  /** The body's name; every batch begins with it. */
  readonly body: string;
  /** The one that the `FileEndpoint` of this body writes to. */
  readonly folder: DirectoryFolder;
  readonly packing: Workbooks;
}

/** A workbook that waits for the body's result. */
export interface StandingWorkbook {
  readonly batch: string;
  readonly standsSince: Date;
}

/** What became of a result file. */
export type TakenResult =
  /** It was taken, or is on record already, as it stands here: so many rows of each sort. */
  | {
      readonly outcome: 'taken' | 'known';
      readonly acknowledged: number;
      readonly rejected: number;
    }
  /** So many rows are at fault; the first of them. */
  | { readonly outcome: 'faults'; readonly faults: number; readonly first: ResultFault }
  /** Of so many records nothing is said; one of them. */
  | { readonly outcome: 'incomplete'; readonly missing: number; readonly key: string }
  /** The workbook was answered, and otherwise. */
  | { readonly outcome: 'differs' }
  | { readonly outcome: 'unknown' };

/** For a look into a folder of this machine. */
const withinMs = 20_000;
/** Of a workbook that is read. */
const bytesMax = 32 * 1024 * 1024;

/**
 * The officer's side of a body that is told by workbooks (批量录入): what stands in `inbox/` is downloaded, and the body's result file goes
 * to `receipts/`. A result is taken whole or not at all, and the workbook goes away only behind it: after a pulled plug between
 * the two the same file is taken once more. Nothing is recorded here; the endpoint reads the receipt like any other.
 */
export class WorkbookDesk {
  readonly body: string;
  private taking: Promise<unknown> = Promise.resolve();

  constructor(private readonly options: WorkbookDeskOptions) {
    this.body = options.body;
  }

  /** Those that wait, in the order of what is in them. */
  async standing(): Promise<readonly StandingWorkbook[]> {
    const { folder, packing } = this.options;
    const entries = await folder.list(INBOX, AbortSignal.timeout(withinMs));
    return entries
      .filter(({ name }) => name.startsWith(`${this.body}-`) && name.endsWith(packing.batchEnding))
      .map(({ name, changedAt }) => ({
        batch: name.slice(0, -packing.batchEnding.length),
        standsSince: new Date(changedAt),
      }))
      .sort((one, other) => (one.batch < other.batch ? -1 : 1));
  }

  /** A workbook that waits, and the keys of its records; undefined: there is none of this name. */
  async read(batch: string): Promise<{ readonly bytes: Buffer; readonly keys: readonly string[] } | undefined> {
    const { folder, packing } = this.options;
    if (!(await this.stands(INBOX, `${batch}${packing.batchEnding}`))) return undefined;
    const bytes = await folder.read(INBOX, `${batch}${packing.batchEnding}`, bytesMax, AbortSignal.timeout(withinMs));
    return { bytes, keys: await packing.keysIn(bytes) };
  }

  /** Takes the body's result; one after the other, so that two of the same workbook do not cross. */
  take(batch: string, table: Table): Promise<TakenResult> {
    const taken = this.taking.then(() => this.takeNext(batch, table));
    this.taking = taken.catch(() => undefined); // told to who asked; the next one is taken all the same
    return taken;
  }

  private async takeNext(batch: string, table: Table): Promise<TakenResult> {
    const waiting = await this.read(batch);
    if (!waiting) return this.known(batch, table);
    const keys = new Set(waiting.keys);
    const faults = faultsIn(table, keys);
    const [first] = faults;
    if (first) return { outcome: 'faults', faults: faults.length, first };
    const results = resultsIn(table);
    const missing = waiting.keys.filter((key) => !results?.has(key));
    const [key] = missing;
    if (!results || key !== undefined) return { outcome: 'incomplete', missing: missing.length, key: key ?? '' };
    const { folder, packing } = this.options;
    const bytes = await workbookOf([{ name: '结果', rows: resultRowsOf(table) }]);
    await folder.put(RECEIPTS, `${batch}${packing.receiptEnding}`, bytes, AbortSignal.timeout(withinMs));
    await folder.takeAway(INBOX, `${batch}${packing.batchEnding}`, AbortSignal.timeout(withinMs));
    return { outcome: 'taken', ...countsOf(results) };
  }

  private async known(batch: string, table: Table): Promise<TakenResult> {
    const { folder, packing } = this.options;
    const name = `${batch}${packing.receiptEnding}`;
    if (!(await this.stands(RECEIPTS, name))) return { outcome: 'unknown' };
    const receipt = await packing.receiptIn(await folder.read(RECEIPTS, name, bytesMax, AbortSignal.timeout(withinMs)));
    const results = resultsIn(table);
    const isSame =
      receipt.says === 'answers' && results && isDeepStrictEqual(new Map(receipt.answers), new Map(results));
    return isSame ? { outcome: 'known', ...countsOf(results) } : { outcome: 'differs' };
  }

  /** By the listing: a name that somebody sends is never made a path. */
  private async stands(sub: string, name: string): Promise<boolean> {
    const entries = await this.options.folder.list(sub, AbortSignal.timeout(withinMs));
    return name.startsWith(`${this.body}-`) && entries.some((entry) => entry.name === name);
  }
}

function countsOf(results: NonNullable<ReturnType<typeof resultsIn>>) {
  const all = [...results.values()];
  const count = (wanted: string) => all.filter(({ outcome }) => outcome === wanted).length;
  return { acknowledged: count('acknowledged'), rejected: count('rejected') };
}
