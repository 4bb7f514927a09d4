import { parse } from 'csv-parse/sync';
import ExcelJS from 'exceljs';
import { normaliseText, Refusal } from '../shared';
import { type BidderDto, biddersMax } from './check-bidders.command';

const codeHeadings = ['统一社会信用代码', '信用代码', '代码', 'uscc', 'code'];
const nameHeadings = ['名称', '投标人名称', '单位名称', '供应商名称', 'name'];

/**
 * Reads a list of bidders from a file: CSV (UTF-8 with or without BOM, GB18030) or xlsx; headings in any order, the first
 * sheet of a workbook.
 *
 * Refusals in this order: `file-unreadable`, `encoding-unknown`, `headings-missing`, `bidders-missing`, `too-many-bidders`.
 */
export async function readBidderList(file: Buffer, kind: 'csv' | 'xlsx'): Promise<readonly BidderDto[]> {
  const table = kind === 'csv' ? readCsv(file) : await readXlsx(file);
  const [headings = [], ...rows] = table;
  const named = headings.map((heading) => normaliseText(heading).toLowerCase());
  const code = named.findIndex((heading) => codeHeadings.includes(heading));
  const name = named.findIndex((heading) => nameHeadings.includes(heading));
  if (code < 0) throw new Refusal('headings-missing', { missing: ['统一社会信用代码'] });
  const bidders = rows
    .filter((row) => row.some((cell) => normaliseText(cell) !== ''))
    .map((row): BidderDto => ({ uscc: row[code] ?? '', ...(name >= 0 && { name: row[name] ?? '' }) }));
  if (bidders.length === 0) throw new Refusal('bidders-missing');
  if (bidders.length > biddersMax) throw new Refusal('too-many-bidders', { max: biddersMax });
  return bidders;
}

function readCsv(file: Buffer): string[][] {
  try {
    return parse(decodeText(file), { bom: true, relax_column_count: true });
  } catch (error) {
    throw error instanceof Refusal ? error : new Refusal('file-unreadable');
  }
}

function decodeText(file: Buffer): string {
  for (const encoding of ['utf-8', 'gb18030']) {
    try {
      return new TextDecoder(encoding, { fatal: true }).decode(file);
    } catch {
      // not this one
    }
  }
  throw new Refusal('encoding-unknown');
}

async function readXlsx(file: Buffer): Promise<string[][]> {
  const workbook = new ExcelJS.Workbook();
  try {
    await workbook.xlsx.load(file.buffer.slice(file.byteOffset, file.byteOffset + file.byteLength) as ArrayBuffer);
  } catch {
    throw new Refusal('file-unreadable');
  }
  const rows: string[][] = [];
  workbook.worksheets[0]?.eachRow((row) => {
    rows.push(Array.from({ length: row.cellCount }, (_, index) => row.getCell(index + 1).text));
  });
  return rows;
}
