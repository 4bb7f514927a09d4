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
    const slips = ['91131003MA0Y00032', '91131003MA0Y0003280', '12', '9.2131E+17', '="91131003MA0Y000328"'];
    for (const uscc of slips) expect(readBidder({ uscc, name: '甲' })).toMatchObject({ uscc, nameGiven: '甲' });
    expect(readBidder({ uscc: '921310000000000000' })).toMatchObject({
      uscc: '921310000000000000',
      error: 'uscc-placeholder',
    });
  });

  it.each([
    ['E12345678', '［疑为证件号码，未保存］'],
    ['e 1234 5678', '［疑为证件号码，未保存］'],
    ['H1234567890', '［疑为证件号码，未保存］'],
    ['131002.19000101.0017', '［疑为证件号码，未保存］'],
    ['12345678', '［不是信用代码，未保存］'],
    ['慕容护照', '［不是信用代码，未保存］'],
    ['Zhang San', '［不是信用代码，未保存］'],
  ])('is not kept when it may name or number a person, nor the name that goes with it: %s', (uscc, mark) => {
    const read = readBidder({ uscc, name: '慕容护照' });
    expect(read).toMatchObject({ uscc: mark, nameGiven: '［未保存］' });
    expect(read.error).toMatch(/^uscc-/);
  });

  it('is kept up to the limits, and says so', () => {
    expect(readBidder({ uscc: '甲'.repeat(60_000) })).toEqual({
      uscc: '［不是信用代码，未保存］',
      nameGiven: null,
      error: 'text-too-long',
    });
    const long = readBidder({ uscc, name: `${'甲'.repeat(bidderLimits.name - 1)}𠮷乙` });
    expect(long).toEqual({ uscc, nameGiven: '甲'.repeat(bidderLimits.name - 1), error: 'text-too-long' });
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

describe('a row that nobody can store as it is', () => {
  it('loses the marks that show nothing', () => {
    expect(readBidder({ uscc: `${uscc}\u200E`, name: '甲\u2066公司\uFE0F' })).toEqual({
      uscc,
      nameGiven: '甲公司',
      error: null,
    });
  });

  it.each([
    ['甲\0公司', '甲\uFFFD公司'],
    ['甲\uD83D公司', '甲\uFFFD公司'],
    ['甲\u202E司公', '甲\uFFFD司公'],
    ['甲\v公司', '甲公司'],
    ['甲\u0007公司', '甲\uFFFD公司'],
    ['甲\uFFFD公司', '甲\uFFFD公司'],
  ])('is in error by its name: %j', (name, nameGiven) => {
    expect(readBidder({ uscc, name })).toEqual({ uscc, nameGiven, error: 'text-not-storable' });
  });

  it('is in error by its code', () => {
    expect(readBidder({ uscc: '9113\0' })).toEqual({
      uscc: '［不是信用代码，未保存］',
      nameGiven: null,
      error: 'text-not-storable',
    });
  });

  it.each([
    [{ uscc: '9'.repeat(65) }, { uscc: '9'.repeat(64), nameGiven: null }],
    [{ uscc: 'x'.repeat(60_000_000) }, { uscc: '［不是信用代码，未保存］', nameGiven: null }],
    [
      { uscc, name: `${'长'.repeat(399)}𠮷` },
      { uscc, nameGiven: '长'.repeat(399) },
    ],
  ])('is kept as far as a row goes, by whatever channel it comes', (bidder, kept) => {
    const { error, ...read } = readBidder(bidder);
    // Digits in a row may be somebody's number, and are not kept at all.
    expect(read).toEqual(/^9{18}/.test(bidder.uscc) ? { uscc: '［疑为证件号码，未保存］', nameGiven: null } : kept);
    expect(error).toBe('text-too-long');
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
