import { setTimeout as sleep } from 'node:timers/promises';
import { eventually } from '../support/eventually';
import { LedgerProcess } from '../support/ledger-process';

const uscc = '11131000FGJJTG2G5W';
/** A batch and the one under way, and what a busy machine adds. */
const lostMs = 1_000;

let ledger: LedgerProcess;
beforeAll(async () => {
  ledger = await LedgerProcess.start();
});
afterAll(() => ledger.remove());

/** Asks without a break, eight at a time, until nobody answers; writes down when each answer came, by its request id. */
async function askUntilItEnds(name: string, answered: Map<string, number>): Promise<void> {
  const asker = async (who: number): Promise<void> => {
    for (let one = 0; ; one++) {
      const id = `${name}-${who}-${one}`;
      try {
        const { status } = await ledger.send('GET', 'department', `/subjects/${uscc}/status`, undefined, {
          'x-request-id': id,
        });
        if (status === 200) answered.set(id, Date.now());
        else if (status === 503) return;
      } catch {
        return; // the process has gone
      }
    }
  };
  await Promise.all(Array.from({ length: 8 }, (_, who) => asker(who)));
}

const manyIn = (answered: ReadonlyMap<string, number>) =>
  eventually(
    () => Promise.resolve(answered.size),
    (count) => count > 100,
    30_000,
  );

/** The request ids on record that begin so. */
async function onRecord(name: string): Promise<ReadonlySet<string>> {
  const ids = new Set<string>();
  for (let after = ''; ;) {
    const { body } = (await ledger.get('auditor', `/access-records?subject=${uscc}&limit=500${after}`)) as {
      body: { records: { requestId: string }[]; next: string | null };
    };
    for (const { requestId } of body.records) if (requestId.startsWith(name)) ids.add(requestId);
    if (body.next === null) return ids;
    after = `&after=${body.next}`;
  }
}

it('has every answer on record that left before a polite stop', async () => {
  const answered = new Map<string, number>();
  const asking = askUntilItEnds('polite', answered);
  await manyIn(answered);
  await ledger.stop();
  await asking;
  await ledger.start();
  expect(answered.size).toBeGreaterThan(50);
  const recorded = await onRecord('polite');
  expect([...answered.keys()].filter((id) => !recorded.has(id))).toEqual([]);
});

it('loses to a pulled plug what was answered in the last moment, and no more', async () => {
  const answered = new Map<string, number>();
  const asking = askUntilItEnds('plug', answered);
  await manyIn(answered);
  await sleep(lostMs); // so that these are not of the last moment
  const pulledAt = Date.now();
  await ledger.kill();
  await asking;
  await ledger.start();
  const recorded = await onRecord('plug');
  const lost = [...answered].filter(([id]) => !recorded.has(id)).map(([, at]) => pulledAt - at);
  expect(recorded.size).toBeGreaterThan(50);
  expect(lost.filter((before) => before > lostMs)).toEqual([]);
});
