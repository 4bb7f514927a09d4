import { paperOf, type Told } from '@app/exchange';
import { type AdoptionLine, type AdoptionOf, adoptionLines, AdoptionSummary } from '@app/ledger';
import { stringify } from 'csv-stringify/sync';

const HOW = {
  matched: '平台已有，内容一致',
  differing: '平台已有，内容不同',
  unmatched: '平台没有，将报送',
  surplus: '平台已有，台账不知',
} as const satisfies Readonly<Record<AdoptionLine['how'], string>>;

const headings = [
  '核对结果',
  '推送内容种类',
  '机关代码',
  '文书号',
  '统一社会信用代码',
  '平台所用编号',
  '回执编号',
  '推送编号',
];

/** What two people are shown before they release it, line by line, as CSV; and at the end how many of each, with the hash of what is adopted. */
export async function adoptionList(
  of: AdoptionOf,
  say: (csv: string) => void,
): Promise<ReturnType<AdoptionSummary['end']>> {
  const summary = new AdoptionSummary();
  say(`\ufeff${row(headings)}`); // a mark without which spreadsheets take it for another encoding
  for await (const line of adoptionLines(of)) {
    summary.add(line);
    say(row(cellsOf(line)));
  }
  return summary.end();
}

function cellsOf(line: AdoptionLine): readonly string[] {
  const held = 'held' in line ? line.held : undefined;
  const push = 'untold' in line ? line.untold.push : undefined;
  const paper = held?.paper ?? (push && paperOf(push as unknown as Told)); // what is queued under a kind is a document of that kind
  const texts = [
    ...[push?.kind ?? held?.kind, paper?.authorityCode, paper?.documentNumber, paper?.subjectCode],
    ...[held?.key, held?.receiptNumber, push?.pushId],
  ];
  return [HOW[line.how], ...texts.map((text) => text ?? '')];
}

/** No cell begins as a formula does. */
const row = (cells: readonly string[]): string =>
  stringify([cells.map((text) => (/^[=+\-@\t\r]/.test(text) ? `'${text}` : text))]);
