import { withoutFormulaGuards } from './rejects-file';

describe('a rejects file sent again', () => {
  const mended = withoutFormulaGuards(['名称', '行号', '问题字段', '规则', '说明']);

  it.each([
    ["'=1+1", '=1+1'],
    ["'-无", '-无'],
    ["'＝1", '＝1'],
    ["'寻常", "'寻常"],
    ['-无', '-无'],
  ])('means %s as %s', (written, meant) => {
    expect(mended([written])).toEqual([meant]);
  });

  it('is known by its headings: other files mean what they say', () => {
    expect(withoutFormulaGuards(['名称', '说明'])(["'=1+1"])).toEqual(["'=1+1"]);
  });
});
