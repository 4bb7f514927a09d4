import { stringify } from 'csv-stringify/sync';
import { workbookOf } from '@app/workbook';
import { StreamableFile } from '@nestjs/common';
import type { Difference } from './domain/reconciliation.events';
import type { DiscrepancyRow } from './reconciliations.projection';

export const REPORT_FORMATS = ['csv', 'xlsx'] as const;
export type ReportFormat = (typeof REPORT_FORMATS)[number];

export const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

const mediaTypes: Readonly<Record<ReportFormat, string>> = {
  csv: 'text/csv; charset=utf-8',
  xlsx: XLSX,
};

/** What each difference is called. */
export const DIFFERENCE_LABELS: Readonly<Record<Difference, string>> = {
  lost: '平台缺失',
  surplus: '平台多出',
  doubled: '平台重复',
  altered: '内容不一致',
  'other-receipt': '回执编号不一致',
  'still-shown': '应终止而仍在公示',
  'ended-there': '应有效而平台已终止',
};

const headings = [
  '差异',
  '推送内容种类',
  '幂等键',
  '统一社会信用代码',
  '平台回执编号',
  '推送编号',
  '处置理由',
  '处置日期',
];

/** The differences as a file, with the subjects in it: who read it goes on record. */
export class ReportFile extends StreamableFile {
  constructor(
    bytes: Buffer,
    format: ReportFormat,
    name: string,
    readonly subjects: readonly (string | null)[],
  ) {
    super(bytes, {
      type: mediaTypes[format],
      disposition: `attachment; filename="${name}.${format}"`,
      length: bytes.length,
    });
  }
}

export async function reportOf(
  rows: readonly DiscrepancyRow[],
  format: ReportFormat,
  name: string,
): Promise<ReportFile> {
  const lines = [headings, ...rows.map(cellsOf)];
  const bytes = format === 'csv' ? csvOf(lines) : await workbookOf([{ name: '对账差异', rows: lines }]);
  return new ReportFile(bytes, format, name, rows.map(subjectOf));
}

/** The unit that a difference is about: of what was never told, the one that the key names. */
export const subjectOf = ({ found: { about, key } }: DiscrepancyRow): string | null =>
  about ?? key.split(':').at(-2) ?? null;

const cellsOf = (row: DiscrepancyRow): readonly string[] => {
  const { difference, kind, key, receiptNumber, pushId } = row.found;
  const texts = [kind, key, subjectOf(row), receiptNumber, pushId, row.reason, row.resolvedOn];
  return [DIFFERENCE_LABELS[difference], ...texts.map((text) => text ?? '')];
};

/** With a byte order mark, without which spreadsheets take it for another encoding; no cell begins as a formula does. */
const csvOf = (lines: readonly (readonly string[])[]): Buffer =>
  Buffer.from(
    stringify(
      lines.map((line) => line.map((text) => (/^[=+\-@\t\r]/.test(text) ? `'${text}` : text))),
      { bom: true },
    ),
  );
