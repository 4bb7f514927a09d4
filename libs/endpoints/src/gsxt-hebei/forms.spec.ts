import { gsxtHebeiForms } from './forms';

describe('the pages of the batch workbook of 公示系统', () => {
  it('have names that a sheet may have, each once, as have the kinds', () => {
    const names = gsxtHebeiForms.map(({ name }) => name);
    expect(names.filter((name) => name.length > 31 || /[[\]:*?/\\]/.test(name))).toEqual([]);
    expect(new Set(names).size).toBe(names.length);
    expect(new Set(gsxtHebeiForms.map(({ kind }) => kind)).size).toBe(names.length);
  });

  it.each(gsxtHebeiForms.map((form) => [form.name, form.columns] as const))(
    '%s names no column twice',
    (_, columns) => {
      const [headings, fields] = [columns.map(({ heading }) => heading), columns.map(({ field }) => field)];
      expect(new Set<string>(headings).size).toBe(headings.length);
      expect(new Set<string>(fields).size).toBe(fields.length);
    },
  );
});
