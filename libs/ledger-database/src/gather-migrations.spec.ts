import { gatherMigrations, inOrder } from './gather-migrations';

/** What a file of a migration exports whose class is called so. */
const exporting = (...names: string[]) =>
  Object.fromEntries(
    names.map((name) => [
      name,
      {
        [name]: class {
          readonly run = name;
        },
      }[name],
    ]),
  );
const gathered = (files: Record<string, Record<string, unknown>>) =>
  inOrder(new Map(Object.entries(files))).map(({ name }) => name);

describe('the migrations', () => {
  const found = gatherMigrations().map(({ name }) => name);

  it('begin with those every database of before has run, under the names it recorded', () => {
    expect(found.slice(0, 6)).toEqual([
      'TheLedgerRuns1700000000001',
      'LogPartitionedByPosition1700000000002',
      'TheLogIsSealed1700000000003',
      'ProjectionsFinished1700000000004',
      'PersonalData1700000000005',
      'HistorySaysPerson1700000000006',
    ]);
  });

  it('go on by date', () => {
    const numbers = found.map((name) => Number(name.slice(-13)));
    expect(numbers).toEqual([...new Set(numbers)].sort((a, b) => a - b));
  });
});

describe('gathering', () => {
  const first = { '0001-the-ledger-runs.ts': exporting('TheLedgerRuns1700000000001') };
  const repair = { '2026-11-27-credit-repair.js': exporting('CreditRepair1795737601000') };

  it('goes by the number, however the files are listed', () => {
    const earlier = { '2026-11-27-a-list.ts': exporting('AList1795737600000') };
    expect(gathered({ ...repair, ...first, ...earlier })).toEqual([
      'TheLedgerRuns1700000000001',
      'AList1795737600000',
      'CreditRepair1795737601000',
    ]);
  });

  it.each<[string, Record<string, Record<string, unknown>>, string]>([
    [
      'two of the same number',
      { ...repair, '2026-11-27-objection.ts': exporting('Objection1795737601000') },
      '2026-11-27-credit-repair.js and 2026-11-27-objection.ts have the same number',
    ],
    [
      'a number of another day',
      { '2026-11-28-credit-repair.ts': exporting('CreditRepair1795737601000') },
      '2026-11-28-credit-repair.ts has the number 1795737601000, which is not of 2026-11-28',
    ],
    [
      'another number than the file of a released one',
      { '0001-the-ledger-runs.ts': exporting('TheLedgerRuns1700000000002') },
      '0001-the-ledger-runs.ts has the number 1700000000002, which is not of 0001',
    ],
    [
      'a class of another name',
      { '2026-11-27-credit-repair.ts': exporting('CreditRepairs1795737601000') },
      'has the class CreditRepairs1795737601000, not CreditRepair and thirteen digits',
    ],
    [
      'a class without a number',
      { '2026-11-27-credit-repair.ts': exporting('CreditRepair') },
      'has the class CreditRepair, not CreditRepair and thirteen digits',
    ],
    ['a file without a class', { '2026-11-27-credit-repair.ts': {} }, 'does not export one class'],
    [
      'a file with two',
      { '2026-11-27-credit-repair.ts': exporting('CreditRepair1795737601000', 'Objection1795737602000') },
      'does not export one class',
    ],
    [
      'a file without a date',
      { 'credit-repair.ts': exporting('CreditRepair1795737601000') },
      'credit-repair.ts is not called YYYY-MM-DD-what-it-does',
    ],
  ])('refuses %s', (_what, files, sentence) => {
    expect(() => gathered(files)).toThrow(sentence);
  });
});
