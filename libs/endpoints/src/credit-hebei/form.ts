/** What is wrong with a value, and by which rule; null: nothing. */
export interface Flaw {
  readonly rule: 'width-characters' | 'width-bytes' | 'code' | 'day' | 'amount' | 'value-unknown';
  /** Completes a sentence that begins with the name of the field. */
  readonly says: string;
}

/** What a field of the platform takes. It is given no empty value. */
export type Form = (value: string | readonly string[]) => Flaw | null;

export interface Column {
  /** By the platform's own name, in Chinese. */
  readonly title: string;
  readonly required: boolean;
  readonly form: Form;
}

export const required = (title: string, form: Form): Column => ({ title, required: true, form });
export const optional = (title: string, form: Form): Column => ({ title, required: false, form });

/** A field of one word; a list in its place is no word of it. */
const one =
  (form: (value: string) => Flaw | null): Form =>
  (value) =>
    typeof value === 'string' ? form(value) : { rule: 'value-unknown', says: '应为一项内容，不应为多项' };

/**
 * So many characters (code points), and as many bytes as a column of that width holds: three a character in the `utf8` of the databases
 * that the tables of 7.2 were read from, so rare characters, of four bytes, count for more than one. Our default: the platform's own
 * encoding was not found.
 */
export const text = (width: number): Form => one((value) => widthOf(value, width));

function widthOf(value: string, width: number): Flaw | null {
  const characters = [...value].length;
  if (characters > width) {
    return { rule: 'width-characters', says: `最多${width}个字符，现有${characters}个，请压缩内容` };
  }
  const bytes = Buffer.byteLength(value, 'utf8');
  if (bytes <= width * 3) return null;
  return { rule: 'width-bytes', says: `最多${width * 3}字节，现有${bytes}字节（含生僻字），请压缩内容` };
}

/** Several words, each of so many characters. */
export const texts =
  (width: number): Form =>
  (value) => {
    if (typeof value === 'string') return { rule: 'value-unknown', says: '应为多项内容' };
    if (value.includes('')) return { rule: 'value-unknown', says: '其中有空项' };
    return value.map((each) => widthOf(each, width)).find((flaw) => flaw !== null) ?? null;
  };

/** One of these words. */
export const oneOf = (...words: readonly string[]): Form =>
  one((value) => (words.includes(value) ? null : { rule: 'value-unknown', says: `应为“${words.join('”“')}”之一` }));

/** A day that exists, written with this between year, month and day. */
export const day = (separator: '-' | '/'): Form =>
  one((value) =>
    isDay(value, separator)
      ? null
      : { rule: 'day', says: `应为存在的日期，写作${['yyyy', 'MM', 'dd'].join(separator)}` },
  );

function isDay(value: string, separator: string): boolean {
  const [year = '', month = '', dayOfMonth = '', ...rest] = value.split(separator);
  const iso = `${year}-${month}-${dayOfMonth}`;
  if (rest.length > 0 || !/^\d{4}-\d{2}-\d{2}$/.test(iso)) return false;
  const instant = new Date(`${iso}T00:00:00Z`);
  return !Number.isNaN(instant.getTime()) && instant.toISOString().startsWith(iso);
}

/** decimal(18,6) in 万元: at most twelve digits before the point, six behind it. */
export const wan: Form = one((value) =>
  /^(0|[1-9]\d{0,11})\.\d{6}$/.test(value)
    ? null
    : { rule: 'amount', says: '应以万元为单位，整数部分不超过12位，小数6位' },
);

/** A unified social credit code with the right check character (GB 32100-2015). */
export const code: Form = one((value) =>
  hasCheckCharacter(value) ? null : { rule: 'code', says: '不是有效的统一社会信用代码（18位，末位为校验码）' },
);

const alphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY';

/** The check by itself: the area, the category and what a spreadsheet damages were looked at when the paper was recorded. */
function hasCheckCharacter(value: string): boolean {
  if (!/^[0-9A-HJ-NPQRTUWXY]{2}\d{6}[0-9A-HJ-NPQRTUWXY]{10}$/.test(value)) return false;
  // Weights are the powers of 3 modulo 31.
  const { sum } = [...value.slice(0, 17)].reduce(
    ({ sum: before, weight }, character) => ({
      sum: before + alphabet.indexOf(character) * weight,
      weight: (weight * 3) % 31,
    }),
    { sum: 0, weight: 1 },
  );
  return value.endsWith(alphabet.charAt((31 - (sum % 31)) % 31));
}
