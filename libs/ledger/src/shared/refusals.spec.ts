import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type FactKind, kindOf, messageOf, Refusal, REFUSAL_CODES, type RefusalCode, REFUSALS } from '.';

const root = join(__dirname, '../../../..');
const page = 'libs/ledger/src/shared/refusals.ts';

/** The program, without its page of refusals and without its specs. */
const sources = ['libs', 'apps'].flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .map((file) => `${folder}/${file}`)
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.spec.ts') && file !== page)
    .map((file) => readFileSync(join(root, file), 'utf8')),
);

const examples: Readonly<Record<string, unknown>> = {
  text: '例文',
  texts: ['甲', '乙'],
  number: 7,
  day: '2026-05-13',
  id: '91131002MABBQNQG8X',
};
const factsOf = (code: RefusalCode): Readonly<Record<string, unknown>> =>
  Object.fromEntries(
    Object.entries<FactKind>(REFUSALS[code].facts ?? {}).map(([fact, kind]) => [fact, examples[kind.replace('?', '')]]),
  );

describe('the page of refusals', () => {
  it.each(REFUSAL_CODES)('%s is said in Chinese, with every fact it names', (code) => {
    const sentence = messageOf({ code, facts: factsOf(code) });
    expect(sentence).toMatch(/[\u4e00-\u9fa5]/);
    expect(sentence).not.toMatch(/[{}]|undefined|未注明/);
    expect(kindOf({ code })).toBe(REFUSALS[code].kind);
  });

  it.each(REFUSAL_CODES)('%s is said somewhere in the program', (code) => {
    expect(sources.some((text) => text.includes(`'${code}'`))).toBe(true);
  });

  it('tells the facts', () => {
    const window = new Refusal('defence-window-open', { defenceUntil: '2026-05-13' });
    expect(messageOf(window)).toBe('陈述申辩期至2026-05-13，期满之前不得决定列入');
    const headings = new Refusal('headings-missing', { missing: ['名称', '处罚机关'] });
    expect(messageOf(headings)).toBe('缺少表头：名称、处罚机关');
  });

  it('says that a fact is not there, and never `undefined`', () => {
    const sentence = messageOf({ code: 'file-invalid', facts: {} });
    expect(sentence).toContain('（未注明）附近');
    expect(sentence).not.toContain('undefined');
  });
});

describe('a refusal', () => {
  it('carries its facts and its field, and is empty without', () => {
    expect(new Refusal('required')).toMatchObject({ code: 'required', facts: {}, message: 'required' });
    expect(new Refusal('required')).not.toHaveProperty('field');
    expect(new Refusal('uscc-length', { length: 3 }, 'uscc')).toMatchObject({ facts: { length: 3 }, field: 'uscc' });
  });

  it('is said of a field once: a field already named stays', () => {
    const refusal = new Refusal('date-in-future', { today: '2026-05-13' }).at('decidedOn');
    expect(refusal).toMatchObject({ code: 'date-in-future', facts: { today: '2026-05-13' }, field: 'decidedOn' });
    expect(refusal.at('servedOn')).toBe(refusal);
  });
});

/** Never called: `npm run typecheck` fails when one of those that are wrong compiles, or one of the others does not. */
const whatCompiles = (code: RefusalCode): readonly Refusal[] => [
  new Refusal('required'),
  new Refusal('required', {}, 'uscc'),
  new Refusal('exists-with-different-content'),
  new Refusal('exists-with-different-content', { noticeNumber: '廊消告字〔2026〕第1号' }),
  new Refusal(code === 'required' ? 'not-sealed-yet' : 'seal-key-missing'),
  // @ts-expect-error no such code
  new Refusal('defence-window-ajar', { defenceUntil: '2026-05-13' }),
  // @ts-expect-error its fact is missing
  new Refusal('defence-window-open'),
  // @ts-expect-error its fact is missing, though there are facts
  new Refusal('defence-window-open', {}),
  // @ts-expect-error another fact
  new Refusal('defence-window-open', { defenceUntill: '2026-05-13' }),
  // @ts-expect-error a fact too many
  new Refusal('defence-window-open', { defenceUntil: '2026-05-13', by: '张' }),
  // @ts-expect-error a fact of another type
  new Refusal('defence-window-open', { defenceUntil: 13 }),
  // @ts-expect-error one text where there should be several
  new Refusal('headings-missing', { missing: '名称' }),
  // @ts-expect-error a code without facts
  new Refusal('required', { max: 1 }),
];

it('a refusal compiles with its own facts only: the list above is read by the compiler', () => {
  expect(whatCompiles).toBeInstanceOf(Function);
});
