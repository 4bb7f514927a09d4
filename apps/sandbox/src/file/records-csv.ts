/** A record as it stands in a file. */
export interface WrittenRecord {
  readonly row: number;
  readonly key: string;
  readonly sequence: number;
  readonly fields: Readonly<Record<string, unknown>>;
}

/** Records of CSV with `_row`, `_key`, `_sequence`; a column `<field>:json` holds JSON, an empty cell says nothing. */
export function recordsInCsv(text: string): WrittenRecord[] {
  const [headings = [], ...lines] = linesIn(text);
  return lines.map((cells) => {
    const own: Record<string, string> = {};
    const fields: Record<string, unknown> = {};
    headings.forEach((heading, at) => {
      const cell = cells[at] ?? '';
      if (heading.startsWith('_')) own[heading] = cell;
      else if (cell !== '' && heading.endsWith(':json')) fields[heading.slice(0, -':json'.length)] = JSON.parse(cell);
      else if (cell !== '') fields[heading] = cell;
    });
    return { row: Number(own._row), key: own._key ?? '', sequence: Number(own._sequence), fields };
  });
}

/** RFC 4180: cells in quotation marks may hold commas, line ends and doubled marks. */
function linesIn(text: string): string[][] {
  const lines: string[][] = [];
  let line: string[] = [];
  const cell = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n|\n|$)/gy;
  while (cell.lastIndex < text.length) {
    const found = cell.exec(text);
    if (!found) throw new Error('CSV 格式错误');
    const [, inMarks, plain = '', end] = found;
    line.push(inMarks === undefined ? plain : inMarks.replaceAll('""', '"'));
    if (end === ',') continue;
    lines.push(line);
    line = [];
  }
  return lines;
}
