import { bidderLimits, nameMatchOf, readBidder } from './bidder';

const uscc = '91131003MA0Y000328';

describe('a bidder as it is read', () => {
  it('has its code and its name normalised', () => {
    expect(readBidder({ uscc: ` ${uscc.toLowerCase()} `, name: '甲（廊坊）公司 ' })).toMatchObject({
      uscc,
      error: null,
    });
    expect(readBidder({ uscc })).toEqual({ uscc, nameGiven: null, error: null });
    expect(readBidder({ uscc, name: ' ' }).nameGiven).toBeNull();
  });

  it('is kept as written, with what is wrong, when the code is none', () => {
    expect(readBidder({ uscc: '写错', name: '甲' })).toEqual({ uscc: '写错', nameGiven: '甲', error: 'uscc-length' });
  });

  it('is kept up to the limits, and says so', () => {
    expect(readBidder({ uscc: '甲'.repeat(60_000) })).toEqual({
      uscc: '甲'.repeat(bidderLimits.uscc),
      nameGiven: null,
      error: 'text-too-long',
    });
    const long = readBidder({ uscc, name: `${'甲'.repeat(bidderLimits.name - 1)}𠮷乙` });
    expect(long).toEqual({ uscc, nameGiven: '甲'.repeat(bidderLimits.name - 1), error: 'text-too-long' });
  });

  it.each(['甲\u0000公司', '甲\ud800公司', '甲\uFFFD公司'])('is kept without what no store holds: %j', (name) => {
    expect(readBidder({ uscc, name })).toEqual({ uscc, nameGiven: '甲□公司', error: 'record-not-storable' });
  });

  it('is at fault where a formula is', () => {
    expect(readBidder({ uscc: '#N/A' })).toEqual({ uscc: '#N/A', nameGiven: null, error: 'cell-is-error' });
    expect(readBidder({ uscc, name: '#REF!' }).error).toBe('cell-is-error');
  });

  it('has the fault of the row of its file, and the number of a person is not kept for it', () => {
    expect(readBidder({ uscc, name: '"甲', fault: 'file-invalid' })).toEqual({
      uscc,
      nameGiven: '"甲',
      error: 'file-invalid',
    });
    expect(readBidder({ uscc: '13100219000101001X', fault: 'file-invalid' }).uscc).toBe('［疑为证件号码，未保存］');
  });

  it.each(['13100219000101001X', '13100219000101001X0'])(
    'is not kept when the code may be the number of a person, nor the name that goes with it: %s',
    (number) => {
      const read = readBidder({ uscc: number, name: '王示例' });
      expect(read).toMatchObject({ uscc: '［疑为证件号码，未保存］', nameGiven: '［未保存］' });
      expect(read.error).toMatch(/^uscc-/);
      expect(readBidder({ uscc: number }).nameGiven).toBeNull();
    },
  );

  it('is not kept by a name that may be the number of a person', () => {
    expect(readBidder({ uscc, name: '13100219000101001X' }).nameGiven).toBe('［未保存］');
  });
});

describe('a name that is given', () => {
  const unit = { name: '新名（廊坊）公司', formerNames: ['旧名公司', '更旧名公司'] };

  it.each([
    ['current', '新名（廊坊）公司'],
    ['former', '旧名公司'],
    ['former', '更旧名公司'],
    ['mismatch', '另一家公司'],
    ['not-given', undefined],
  ])('is %s: %s', (match, name) => {
    expect(nameMatchOf(readBidder({ uscc, ...(name !== undefined && { name }) }).nameGiven, unit)).toBe(match);
  });

  it('is not checked where no name is known', () => {
    expect(nameMatchOf('旧名公司', { name: null, formerNames: [] })).toBe('not-checked');
  });
});
