import { copyOfDatabase, createTestDatabase, type TestDatabase } from '../support/test-database';
import { DrilledLedger } from './drilled-ledger';
import { comesTrue } from '../support/eventually';

/** Yesterday's backup is put back, in the wrong order: the worker is started first. Then it is led through `npm run after-restore`. */
jest.setTimeout(120_000);

let today: TestDatabase;
let restored: TestDatabase;
let ledger: DrilledLedger;
let [yesterday, lost] = ['', ''];
const placeOf = ({ superuserUrl: url, ownerUrl }: TestDatabase) => ({ url, ownerUrl });

beforeAll(async () => {
  today = await createTestDatabase();
  ledger = await DrilledLedger.at(placeOf(today));
  await ledger.start();
  await ledger.record(1, 2, 3);
  yesterday = await ledger.signedAndTold();
  await ledger.stop();
  restored = await copyOfDatabase(today); // the backup
  await ledger.start();
  await ledger.record(4, 5);
  lost = await ledger.signedAndTold();
  await ledger.stop();
  await today.drop();
  ledger.movedTo(placeOf(restored));
});
afterAll(async () => {
  await ledger.end();
  await restored.drop();
});

const saying = (what: string | RegExp) => expect.stringMatching(what) as unknown as string;

it('yesterday’s backup, put back in the wrong order: nothing is signed or sent before the branch is declared, and nothing is stored twice', async () => {
  const stored = await ledger.stored();
  expect(stored).toHaveLength(5);
  await ledger.start();
  const left = await ledger.left();
  expect(await ledger.alarmed()).toMatch(/^log-shorter: /);
  await ledger.record(6);
  await comesTrue(async () => (await ledger.rows('SELECT FROM pushes WHERE receipt_number IS NULL')).length > 0);
  await new Promise((resolve) => setTimeout(resolve, 1_500)); // longer than any answer is good for
  expect(await ledger.left()).toEqual(left);
  await ledger.stop();

  expect(await ledger.verify(yesterday, lost)).toMatchObject({
    exit: 1,
    said: saying(/checkpoint-(beyond-log|contradicted)/),
  });
  const checked = await ledger.afterRestore({ checkpoints: [ledger.kept('kept', yesterday)] });
  expect(checked.said).toContain('平台有而台账没有 2');
  expect(checked).toMatchObject({ exit: 0, said: saying('由另一人宣告台账分支') });
  expect(checked.list.split('\n').filter((line) => line.includes('平台多出'))).toHaveLength(2);
  expect(await ledger.afterRestore()).toMatchObject({ exit: 0 }); // said again: it goes on where it was
  expect(await ledger.afterRestore({ step: 'close' })).toMatchObject({
    exit: 1,
    said: saying('log-branch-needed'),
  });
  expect(await ledger.afterRestore({ step: 'declare' }, 1)).toMatchObject({
    exit: 1,
    said: saying('log-branch-origin-unchanged'),
  });
  expect(await ledger.afterRestore({ step: 'declare' }, 0, ledger.after)).toMatchObject({
    exit: 1,
    said: saying('decider-took-part'),
  });
  expect(await ledger.left()).toEqual(left);
  for (const _ of ['first', 'again'])
    expect(await ledger.afterRestore({ step: 'declare' }, 1, ledger.after)).toMatchObject({ exit: 0 });

  await ledger.start(ledger.after);
  await ledger.record(4, 5); // the papers are at hand
  const head = await ledger.signedAndTold();
  expect(head.split('\n')[0]).toBe(ledger.after);
  expect(new Set(await ledger.stored()).size).toBe((await ledger.stored()).length);
  expect(await ledger.stored()).toHaveLength(6);
  await ledger.read();
  await ledger.stop();
  const verified = await ledger.verify(yesterday, lost, head);
  expect(verified.said).toContain('台账另起过分支');
  expect(verified.said).toMatch(/属于已宣告丢失的分支的检查点：.*checkpoint-1/);
  expect(verified).toMatchObject({ exit: 0 });
});

it('sequences at the body never go back, though positions came again', async () => {
  const sequences = (await ledger.arrivals()).flatMap(({ type, submission }) =>
    type === 'stored' && submission ? [submission.subjectSequence] : [],
  );
  const anew = sequences.pop() ?? 0;
  expect(sequences).toHaveLength(5);
  expect(anew).toBeGreaterThan(Math.max(...sequences));
});
