import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { effectOf, keyOf, recordOf, type Told } from '@app/exchange';
import { Outbox, pushIdOf } from '@app/outbox';
import { Pool } from 'pg';
import { aListEntry, aListRemoval, aPenalty, aPenaltyWithdrawal } from '../libs/exchange/src/told.examples';
import { createTestDatabase, type TestDatabase } from './support/test-database';

const sql = (name: string) => readFileSync(join(__dirname, `../libs/outbox/src/sql/${name}.sql`), 'utf8');

let database: TestDatabase;
let owner: Pool;
beforeAll(async () => {
  database = await createTestDatabase();
  owner = new Pool({ connectionString: database.ownerUrl, max: 1 });
  await owner.query('DROP TABLE push_attempts, pushes');
  for (const name of ['pushes', 'push_attempts']) await owner.query(sql(name));
});
afterAll(async () => {
  await owner.end();
  await database.drop();
});

const said: readonly Told[] = [aPenalty(), aPenaltyWithdrawal(), aListEntry(), aListRemoval()];
const idOf = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;

/** A row as the released version wrote it. */
async function queuedBefore(n: number, told: Told, revision: number, columns: Readonly<Record<string, unknown>>) {
  const row = {
    push_id: pushIdOf(idOf(n), 'credit-hebei'),
    endpoint: 'credit-hebei',
    event_id: idOf(n),
    position: n,
    subject_id: told.document.uscc,
    revision,
    kind: told.kind,
    content: JSON.stringify(told.document),
    ...columns,
  };
  const names = Object.keys(row);
  await owner.query(
    `INSERT INTO pushes (${names.join(', ')}) VALUES (${names.map((_, at) => `$${at + 1}`).join(', ')})`,
    Object.values(row),
  );
}

it('pushes that were queued before keep their identity, their order, their receipts and their attempts, in the lanes that the ledger would give them now', async () => {
  for (const [at, told] of said.entries()) await queuedBefore(at + 1, told, at, {});
  const receipt = {
    receipt_number: 'HB-5',
    received_at: '2024-03-06T01:02:03.004Z',
    settled_at: '2024-03-06T01:02:04Z',
  };
  await queuedBefore(5, aPenalty(), 7, { status: 'delivered', attempts: 2, ...receipt });
  await queuedBefore(6, aPenalty(), 8, { status: 'refused', attempts: 1, refusal_code: '1001', settled_at: 'now' });
  await owner.query(
    `INSERT INTO push_attempts (push_id, attempt, took_ms, outcome, detail)
     VALUES ($1, 1, 5, 'failed', '{"reason": "503"}'), ($1, 2, 5, 'delivered', '{}'), ($2, 1, 5, 'refused', '{}')`,
    [pushIdOf(idOf(5), 'credit-hebei'), pushIdOf(idOf(6), 'credit-hebei')],
  );

  const since = [
    'pushes_carry_documents',
    'push_attempts_say_states',
    'pushes_in_parts',
    'pushes_take_turns',
    'push_attempts_say_fates',
    'push_is_open',
    'take_turn_when_queued',
    'take_turn_when_standing',
    'pass_turn',
    'turns_when_queued',
    'turns_when_standing',
    'turns_passed',
    'pushes_wait_for_receipts',
    'receipt_is_to_come',
    'release_who_waits',
    'receipts_release',
  ];
  await owner.query(
    'DROP FUNCTION take_turn_when_queued, take_turn_when_standing, pass_turn, push_is_open, receipt_is_to_come, release_who_waits',
  );
  for (const name of since) await owner.query(sql(name));

  const { rows } = await owner.query<Record<string, unknown>>('SELECT * FROM pushes ORDER BY position');
  expect(rows.slice(0, 4)).toMatchObject(
    said.map((told, at) => ({
      status: 'waiting',
      key: keyOf('credit-hebei', told, at),
      lane: recordOf(told),
      effect: effectOf(told.kind),
      kind: told.kind,
      document: told.document,
      part: 0,
      stream: null,
    })),
  );
  expect(rows.slice(4)).toMatchObject([
    { status: 'acknowledged', receipt_number: 'HB-5', attempts: 2, key: keyOf('credit-hebei', aPenalty(), 7) },
    { status: 'rejected', refusal_code: '1001', attempts: 1, redrives: 0, dead_because: null },
  ]);
  const attempts = await owner.query<{ outcome: string }>(
    'SELECT outcome FROM push_attempts ORDER BY push_id, attempt',
  );
  expect(attempts.rows.map(({ outcome }) => outcome).sort()).toEqual(['acknowledged', 'failed', 'rejected']);

  // Messages about one record wait for each other, those about another do not.
  const claimed = await new Outbox(owner).claim('credit-hebei', 10, 60_000);
  expect(claimed.map(({ push, inDoubt }) => [push.position, push.key, inDoubt])).toEqual([
    [1, keyOf('credit-hebei', aPenalty(), 0), false],
    [3, keyOf('credit-hebei', aListEntry(), 2), false],
  ]);
});
