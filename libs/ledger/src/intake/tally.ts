import type { Receipt } from '../application';
import type { Format, ReadBy } from '../file-format';
import { messageOf, Refusal } from '../shared';
import type { Fault, IntakeCounts, IntakeLine } from './intake-line';
import type { Row } from './read-row';
import { RecentPapers } from './recent-papers';
import { rowSentence } from './row-sentence';

/** What has become of the rows so far. */
export class Tally {
  /** The highest log position among the receipts. */
  position = 0;
  private recorded = 0;
  private alreadyRecorded = 0;
  private rejected = 0;
  private readonly papers = new RecentPapers();

  constructor(
    private readonly format: Format,
    private readonly headings: readonly string[],
    private readonly readBy: ReadBy,
  ) {}

  counts(): IntakeCounts {
    const { recorded, alreadyRecorded, rejected } = this;
    return { rows: recorded + alreadyRecorded + rejected, recorded, alreadyRecorded, rejected };
  }

  /** Counts a row and says what there is to say of it; `answer` is undefined when nobody knows. */
  *count(row: Row, answer: Receipt | Refusal | undefined): Generator<IntakeLine, void, undefined> {
    const paperKey = row.order instanceof Refusal ? undefined : row.order.paperKey;
    const before = paperKey === undefined ? undefined : this.papers.rowOf(paperKey);
    if (answer === undefined) return;
    if (answer instanceof Refusal) {
      this.rejected++;
      yield this.rejection(row, answer, before);
      return;
    }
    this.position = Math.max(this.position, answer.position);
    if (paperKey !== undefined) this.papers.remember(paperKey, row.record);
    if (answer.outcome === 'recorded') {
      this.recorded++;
      return;
    }
    this.alreadyRecorded++;
    yield { ...placeOf(row), outcome: 'already-recorded', ...(before !== undefined && { sameAsRow: before }) };
  }

  private rejection(row: Row, refusal: Refusal, before: number | undefined): IntakeLine {
    const faults = this.faultsOf(row, refusal).map((fault) => this.said(fault));
    const [first] = faults;
    const place = placeOf(row);
    const same = refusal.code === 'exists-with-different-content' ? before : undefined;
    return {
      ...place,
      outcome: 'rejected',
      field: first?.field ?? null,
      rule: first?.rule ?? refusal.code,
      message: rowSentence(place, faults),
      ...(faults.length > 1 && { faults }),
      cells: Object.fromEntries(this.headings.map((heading, index) => [heading, row.cells[index] ?? ''])),
      ...(same !== undefined && { sameAsRow: same }),
    };
  }

  /** Every fault of the row, the one that it was refused for first. A cell that had to be there and is not is a row cut short. */
  private faultsOf({ order, without, cells }: Row, refusal: Refusal): readonly Refusal[] {
    const isCut = ({ code, field }: Refusal) => code === 'required' && without.has(this.headingOf(field) ?? '');
    if (isCut(refusal)) return [new Refusal('row-ragged', { expected: this.headings.length, found: cells.length })];
    if (order instanceof Refusal || refusal.field === undefined) return [refusal];
    const others = order
      .faults(this.readBy)
      .filter(({ field, code }) => field !== refusal.field || code !== refusal.code);
    return [refusal, ...others];
  }

  private said(refusal: Refusal): Fault {
    return { field: this.headingOf(refusal.field), rule: refusal.code, message: messageOf(refusal) };
  }

  private headingOf(field: string | undefined): string | null {
    return this.format.headingOf(field ?? '') ?? null;
  }
}

const placeOf = ({ record, sheetRow, sheet }: Row) => ({ row: record, sheetRow, ...(sheet !== null && { sheet }) });
