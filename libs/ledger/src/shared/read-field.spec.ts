import { refusalOf } from '../../../../test/support/given-when-then';
import { dayUpTo, readFields, requiredName, requiredText } from './read-field';

const paper = { name: ' 鑫桥 店 ', day: '2026年5月6日', note: '' };
const readers = { day: dayUpTo('2026-11-23'), name: requiredName, note: (text: string) => text.length };

describe('reading the fields of a paper', () => {
  it('gives each field as it was read, in this order', () => {
    expect(Object.entries(readFields(paper, readers))).toEqual([
      ['day', '2026-05-06'],
      ['name', '鑫桥店'],
      ['note', 0],
    ]);
  });

  it('refuses the first that does not read, and names it', () => {
    const refused = refusalOf(() => readFields({ ...paper, day: '2026-11-24', name: '' }, readers));
    expect(refused).toMatchObject({ code: 'date-in-future', field: 'day' });
  });

  it('reads a field that is not there', () => {
    const absent: { readonly reason?: string } = {};
    const refused = refusalOf(() => readFields(absent, { reason: (text) => requiredText(text) }));
    expect(refused).toMatchObject({ code: 'required', field: 'reason' });
  });
});
