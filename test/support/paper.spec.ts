import { Refusal } from '../../libs/ledger/src/shared';
import { refusalsWith } from './paper';

const good = { first: 'a', second: 'b' };
const read = ({ first, second }: typeof good) => {
  if (first === '') throw new Refusal('required', {}, 'first');
  if (first === '?') throw new Refusal('code-unknown', { unknown: '?' }, 'first');
  if (second === '') throw new Refusal('required', {}, 'second');
};

describe('how a paper is refused', () => {
  it('is told of a fault alone, and of all from it on', () => {
    const refused = refusalsWith(read, good, [
      ['first', '?', 'code-unknown'],
      ['first', '', 'required'],
      ['second', '', 'required'],
    ]);
    expect(refused.map(({ code, field }) => [code, field])).toEqual([
      ['code-unknown', 'first'],
      ['code-unknown', 'first'],
    ]);
  });

  it('shows another order', () => {
    const [alone, first] = refusalsWith(read, good, [
      ['second', '', 'required'],
      ['first', '', 'required'],
    ]);
    expect([alone.field, first.field]).toEqual(['second', 'first']);
  });

  it('fails where nothing is refused', () => {
    expect(() => refusalsWith(read, good, [['second', 'c', 'required']])).toThrow('expected a refusal');
  });
});
