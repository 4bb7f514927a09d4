const DIGITS: Readonly<Record<string, number>> = Object.fromEntries(
  ['零〇○', '一壹', '二贰两', '三叁', '四肆', '五伍', '六陆', '七柒', '八捌', '九玖'].flatMap((characters, digit) =>
    Array.from(characters, (character) => [character, digit]),
  ),
);
const TENS: Readonly<Record<string, number>> = { 十: 10, 拾: 10, 百: 100, 佰: 100, 千: 1_000, 仟: 1_000 };

const NUMERAL = '零〇○一壹二贰两三叁四肆五伍六陆七柒八捌九玖十拾百佰千仟';
const AMOUNT = new RegExp(
  `([0-9${NUMERAL}万萬亿億][0-9${NUMERAL}万萬亿億,，.．]*)[元圆圓](?:([0-9${NUMERAL}])角)?(?:([0-9${NUMERAL}])分)?`,
  'g',
);
const FEN_PER_YUAN = 100;

/**
 * Amounts of fines that a text speaks of, in fen: `罚款人民币20500元`, `2.05万元`, `贰万零伍佰元整`, `5000元的罚款`. Only an amount that the text
 * itself calls a fine: one that is confiscated, or that only stands nearby, is none. Pure; a text may tell none.
 */
export function finesIn(text: string): readonly number[] {
  return [...text.matchAll(AMOUNT)].flatMap((found) => {
    const before =
      text
        .slice(0, found.index)
        .split(/[；;。]/)
        .at(-1) ?? '';
    const after = text.slice(found.index + found[0].length);
    const lead = before.slice(before.lastIndexOf('罚'));
    const called = before.includes('罚') && lead.length <= 20 && !/没收|[0-9元]/.test(lead);
    if (!called && !/^[^，,；;。元]{0,6}罚款/.test(after)) return [];
    const yuan = yuanOf(found[1] ?? '');
    return yuan === undefined ? [] : [Math.round(yuan * FEN_PER_YUAN) + 10 * digitOf(found[2]) + digitOf(found[3])];
  });
}

const digitOf = (written: string | undefined): number => (written === undefined ? 0 : (valueOf(written) ?? 0));

/** Parts before 亿 and 万, and the rest. */
function yuanOf(written: string): number | undefined {
  const parts = /^(?:(.*)[亿億])?(?:(.*)[万萬])?(.*)$/.exec(written);
  const values = [parts?.[1], parts?.[2], parts?.[3]].map((part) =>
    part === undefined || part === '' ? 0 : valueOf(part),
  );
  const [hundredMillions, tenThousands, rest] = values;
  if (hundredMillions === undefined || tenThousands === undefined || rest === undefined) return undefined;
  return hundredMillions * 100_000_000 + tenThousands * 10_000 + rest;
}

/** A number below 10,000 in characters, or any in digits; undefined when it is neither. */
function valueOf(written: string): number | undefined {
  const plain = written
    .replace(/[,，]/g, '')
    .replace('．', '.')
    .replace(/^[零〇○](?=[0-9])/, '');
  if (/^[0-9]+(?:\.[0-9]+)?$/.test(plain)) return Number(plain);
  let sum = 0;
  let digit: number | undefined;
  for (const character of plain) {
    const ten = TENS[character];
    if (ten !== undefined) {
      sum += (digit ?? 1) * ten;
      digit = undefined;
      continue;
    }
    digit = DIGITS[character];
    if (digit === undefined) return undefined;
  }
  return sum + (digit ?? 0);
}
