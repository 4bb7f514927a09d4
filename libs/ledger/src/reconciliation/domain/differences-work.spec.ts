import { type DifferencesFound, duesOfDifferences } from './differences-work';

const found: DifferencesFound = {
  reconciliationId: 'r',
  body: '信用中国（河北）',
  fedBy: null,
  reconciledOn: '2026-12-05',
  differences: 3,
  stillShown: 1,
  isNewest: true,
  isOldestOpen: true,
  openOfBody: 1,
};

it('what has ended and is shown is due at once, the rest until the reconciliation is closed', () => {
  expect(duesOfDifferences(found)).toMatchObject([
    {
      what: 'publicity-still-shown',
      title: '信用中国（河北）仍在公示应当终止公示的信息1条，须补送终止其公示的信息，直至平台不再公示',
      whose: 'officer',
      until: '2026-12-05',
    },
    {
      what: 'reconciliation-open',
      title: '与信用中国（河北）对账有3条差异，须逐条补送或者注明理由后办结',
      since: '2026-12-05',
      until: '2026-12-06',
    },
  ]);
});

it('of a body that another one feeds, the other one has to be told', () => {
  const titles = duesOfDifferences({ ...found, fedBy: '全国信用信息共享平台（河北）' }).map(({ title }) => title);
  expect(titles).toEqual([
    '信用中国（河北）仍在公示应当终止公示的信息1条，须告知转供的全国信用信息共享平台（河北）终止其公示，直至平台不再公示',
    '与信用中国（河北）对账有3条差异，须逐条告知转供的全国信用信息共享平台（河北）更正并注明理由后办结',
  ]);
});

it('what a person settled is due all the same while the body shows it, and an older reconciliation says nothing of what it shows', () => {
  const whats = (change: Partial<DifferencesFound>) =>
    duesOfDifferences({ ...found, ...change }).map(({ what }) => what);
  expect(whats({ isOldestOpen: false })).toEqual(['publicity-still-shown']);
  expect(whats({ isNewest: false })).toEqual(['reconciliation-open']);
  expect(whats({ stillShown: 0, isOldestOpen: false })).toEqual([]);
});

it('says how many others are open', () => {
  expect(duesOfDifferences({ ...found, stillShown: 0, openOfBody: 4 })[0]?.title).toContain('此后另有3次对账未办结');
});
