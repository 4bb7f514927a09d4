import * as fc from 'fast-check';
import type { Kind } from '@app/exchange';
import { Forms } from '../../apps/sandbox/src/form';
import { columns } from '../../libs/endpoints/src/credit-hebei/columns';
import { creditHebeiFaults } from '../../libs/endpoints/src/credit-hebei/checks';
import { creditHebeiMessage } from '../../libs/endpoints/src/credit-hebei/payload';
import { aPushOf } from '../../libs/endpoints/src/push.examples';
import { aToldOfEach } from '../../libs/exchange/src/told.examples';

const platform = Forms.of('credit-hebei');

/** One message of each kind that is in order. */
const inOrder = new Map<Kind, Readonly<Record<string, string | readonly string[]>>>(
  aToldOfEach().map((told) => [told.kind, creditHebeiMessage(aPushOf(told)).fields]),
);

/** Values at the edges of every form. */
const values = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 12 }),
  fc.constantFrom(
    '',
    '2024-02-29',
    '2024/02/29',
    '2023-02-29',
    '2024/13/01',
    '0.000000',
    '01.000000',
    '1234567890123.000000',
  ),
  fc.constantFrom('91131002MABBQNQG8X', '92131022MAEHM5G2XY', '91131002MABBQNQG8Y', '91131002mabbqnqg8x'),
  fc.constantFrom(
    '个体工商户',
    '法人及非法人组织',
    '罚款;没收违法所得',
    '暂扣许可证件',
    '警告',
    '归集共享，不公示',
    '轻微',
    '是',
    '履约中',
  ),
  fc
    .tuple(
      fc.constantFrom('廊', 'a', '𠮷'),
      fc.constantFrom(32, 50, 100, 120, 128, 200, 500, 2_000, 4_000, 8_000, 10_000),
    )
    .chain(([letter, width]) => fc.constantFrom(letter.repeat(width), letter.repeat(width + 1))),
  fc.array(fc.string({ maxLength: 3 }), { maxLength: 2 }),
);

/** A message that is in order, with some of its fields left out, replaced or added. */
const messages = fc.constantFrom(...inOrder).chain(([kind, fields]) =>
  fc
    .dictionary(fc.constantFrom(...Object.keys(columns[kind]), 'CF_FR_ZJHM'), fc.option(values), { maxKeys: 3 })
    .map((changes) => ({
      kind,
      fields: Object.fromEntries(
        Object.entries({ ...fields, ...changes }).flatMap(([name, value]) => (value === null ? [] : [[name, value]])),
      ),
    })),
);

describe('our check of a message and the form of the platform, each by itself', () => {
  it('know the same kinds', () => {
    expect([...inOrder.keys()].toSorted()).toEqual(Object.keys(columns).toSorted());
  });

  it('agree: what passes ours is accepted by form, what is refused by form is found by ours, in its fields', () => {
    fc.assert(
      fc.property(messages, ({ kind, fields }) => {
        const complaint = platform.checkFields({ idempotencyKey: 'k', kind, fields });
        const faults = creditHebeiFaults({ kind, fields });
        const found = new Set(faults.map(({ field }) => field));
        // Ours knows one thing more: how many bytes a column holds.
        const ofForm = faults.filter(({ rule }) => rule !== 'credit-hebei-1/width-bytes');
        expect({ refused: ofForm.length > 0, unseen: [] }).toEqual({
          refused: complaint !== undefined,
          unseen: complaint?.fields.filter((field) => !found.has(field)) ?? [],
        });
      }),
      { numRuns: 4_000 },
    );
  });
});
