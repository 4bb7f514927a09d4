import { refusalOf } from '../../../../test/support/given-when-then';
import { chosen, paper, type Written } from './paper';
import { dayUpTo, optionalText, requiredName, requiredText } from './read-field';

const read = paper((today) => ({
  day: dayUpTo(today),
  name: requiredName,
  outcome: chosen<'upheld' | 'rejected'>,
  note: optionalText,
}));
type Paper = Written<typeof read>;
const good: Paper = { name: ' 鑫桥 店 ', outcome: 'upheld', day: '2026年5月6日' };
const today = '2026-11-23';

describe('a paper whose fields stand each for itself', () => {
  it('gives each field as it was read, in the order of the table', () => {
    expect(Object.entries(read(good, today))).toEqual([
      ['day', '2026-05-06'],
      ['name', '鑫桥店'],
      ['outcome', 'upheld'],
      ['note', null],
    ]);
  });

  it('refuses the first field that does not read, and names it', () => {
    const refused = refusalOf(() => read({ ...good, day: '2026-11-24', name: '' }, today));
    expect(refused).toMatchObject({ code: 'date-in-future', field: 'day' });
  });

  it('refuses a field that is not there though it must be', () => {
    const reason = paper(() => ({ reason: requiredText }));
    const refused = refusalOf(() => reason({} as Written<typeof reason>, today));
    expect(refused).toMatchObject({ code: 'required', field: 'reason' });
  });

  it('asks for what must be there, and for no more: checked by the compiler', () => {
    const complete: Paper = { ...good, note: null };
    // @ts-expect-error a name must be there
    const nameless: Paper = { outcome: 'upheld', day: '2026-05-06' };
    // @ts-expect-error no such outcome
    const undecided: Paper = { ...good, outcome: 'open' };
    expect([complete, nameless, undecided]).toHaveLength(3);
  });
});
