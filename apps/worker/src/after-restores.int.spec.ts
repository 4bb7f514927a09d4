import { enqueue } from '@app/outbox';
import { Pool } from 'pg';
import { aPush } from '../../../libs/outbox/src/push.examples';
import { createTestDatabase, type TestDatabase } from '../../../test/support/test-database';
import { OutboxAfterRestores } from './after-restores';

let database: TestDatabase;
let pool: Pool;
beforeAll(async () => {
  database = await createTestDatabase();
  pool = new Pool({ connectionString: database.url });
});
afterAll(async () => {
  await pool.end();
  await database.drop();
});

it('what may have left before the log was put back is handed out in doubt, whatever its row says; what came since is not', async () => {
  const past = [{ restoredPosition: 7, shiftAfter: 5, shift: 1_000 }];
  const outbox = new OutboxAfterRestores(() => Promise.resolve({ past }), pool);
  await enqueue(
    pool,
    [5, 7, 8].map((position) => aPush({ position, subjectId: `subject-${position}` })),
  );
  const claimed = await outbox.claim('somebody', 10, 1_000);
  expect(
    claimed.map(({ push, inDoubt, lane }) => [push.position, inDoubt, lane.map((place) => place.inDoubt)]),
  ).toEqual([
    [5, true, [true]],
    [7, true, [true]],
    [8, false, [false]],
  ]);
});
