import { together } from './outbox-changes';

const [settle, redrive] = ['settle', 'redrive'].map((change) => (pushId: string) => ({ change, pushId })) as [
  (pushId: string) => { change: string; pushId: string },
  (pushId: string) => { change: string; pushId: string },
];

describe('changes of the outbox', () => {
  it('are one statement where neighbours say the same of different pushes', () => {
    expect(together([settle('a'), settle('b'), redrive('a'), redrive('b')])).toEqual([
      [settle('a'), settle('b')],
      [redrive('a'), redrive('b')],
    ]);
  });

  it('keep their order: a push that is said something of twice is settled in two steps', () => {
    expect(together([settle('a'), settle('a'), redrive('a'), settle('b'), settle('a')])).toEqual([
      [settle('a')],
      [settle('a')],
      [redrive('a')],
      [settle('b'), settle('a')],
    ]);
  });

  it('are none of nothing', () => {
    expect(together([])).toEqual([]);
  });
});
