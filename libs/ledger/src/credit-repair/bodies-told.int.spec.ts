import { MemoryEventLog } from '@app/event-store/memory';
import { enqueue, pushIdOf } from '@app/outbox';
import { Pool } from 'pg';
import * as event from '../../../../test/support/ledger-events';
import { refusalFrom } from '../../../../test/support/refusal-from';
import { agreeingClocks } from '../../../../test/support/clocks';
import { createTestDatabase, type TestDatabase } from '../../../../test/support/test-database';
import { aPush } from '../../../outbox/src/push.examples';
import { Stands } from '../application';
import { derivedId } from '../shared';
import { BodiesTold } from './bodies-told';

let database: TestDatabase;
let pool: Pool;
let owner: Pool;
beforeAll(async () => {
  database = await createTestDatabase();
  owner = new Pool({ connectionString: database.ownerUrl });
  pool = new Pool({ connectionString: database.url });
});
afterAll(async () => {
  await Promise.all([pool.end(), owner.end()]);
  await database.drop();
});
beforeEach(async () => {
  await owner.query('TRUNCATE pushes, push_attempts');
  await owner.query(`DELETE FROM projection_stopped_subjects; DELETE FROM projection_checkpoints`);
});

const { subjectId } = event;
const record = 'penaltyDecision-decision-1';
const recorded = derivedId('spec', 'recorded');

/** A reader of a log in which the record, told of by the event `recorded`, is all there is. */
async function aReader() {
  const log = new MemoryEventLog(() => new Date('2026-05-07T02:00:00Z'));
  await log.append(record, 'no-stream', [{ ...event.aPenaltyDecision(), id: recorded }]);
  return new BodiesTold(log, new Stands(pool, 15_000, agreeingClocks));
}

const outboxOf = (body: string, position: number, stoppedBy: string | null = null) =>
  owner.query(
    'INSERT INTO projection_checkpoints (name, position, caught_up_at, stopped_by) VALUES ($1, $2, now(), $3)',
    [`push-outbox-${body}-1`, position, stoppedBy],
  );

/** Is told of the record; how that ended, in the columns of the row. */
async function told(endpoint: string, ended = `status = 'waiting'`, eventId = recorded, part = 0) {
  const push = aPush({ endpoint, eventId, part, subjectId, stream: record, key: `${endpoint}:${eventId}:${part}` });
  await enqueue(pool, [push]);
  await owner.query(`UPDATE pushes SET ${ended} WHERE push_id = $1`, [push.pushId]);
  return push;
}
const acknowledged = `status = 'acknowledged', receipt_number = 'R-1', received_at = now(), settled_at = now()`;
const sent = `status = 'sent', reference = 'B-1', sent_at = now()`;
const rejected = `status = 'rejected', refusal_code = '1001', settled_at = now()`;
const dead = `status = 'dead', dead_because = 'rejection-not-mended', settled_at = now()`;
const overtaken = `status = 'overtaken', overtaken_by = push_id, settled_at = now()`;

describe('the bodies that were told of a record', () => {
  it('are those that have it or are about to be told, by name', async () => {
    for (const body of ['a', 'b', 'c']) await outboxOf(body, 1);
    await told('c');
    await told('b', sent);
    await told('a', acknowledged);
    expect(await (await aReader()).of(record)).toEqual(['a', 'b', 'c']);
  });

  it('are those too that refused it or were given up: it could be redriven, and must not be once it is repaired', async () => {
    for (const body of ['a', 'b', 'c']) await outboxOf(body, 1);
    await told('a', rejected);
    await told('b', dead);
    await told('c', overtaken);
    expect(await (await aReader()).of(record)).toEqual(['a', 'b']);
  });

  it('are not those that were told of another record', async () => {
    await outboxOf('a', 1);
    await told('a', acknowledged, derivedId('spec', 'another'));
    expect(await (await aReader()).of(record)).toEqual([]);
  });

  it('are none where no outbox ever ran, nor of a record that is not there', async () => {
    expect(await (await aReader()).of(record)).toEqual([]);
    await outboxOf('a', 1);
    expect(await (await aReader()).of('penaltyDecision-nowhere')).toEqual([]);
  });

  it('are not known while an outbox has not looked at the record', async () => {
    await outboxOf('a', 1);
    await outboxOf('b', 0, 'bad event');
    const reader = await aReader();
    expect(await refusalFrom(reader.of(record))).toMatchObject({
      code: 'cannot-answer',
      facts: { reason: 'read-model-stopped', position: 0 },
    });
  });

  it('are not known while the subject stands still before the record', async () => {
    await outboxOf('a', 9);
    const stops = (position: number) =>
      owner.query(`INSERT INTO projection_stopped_subjects (projection, subject_id, position, reason)
                   VALUES ('push-outbox-a-1', '${subjectId}', ${position}, '')
                   ON CONFLICT (projection, subject_id) DO UPDATE SET position = EXCLUDED.position`);
    await stops(1);
    const reader = await aReader();
    expect(await refusalFrom(reader.of(record))).toMatchObject({ code: 'subject-stopped' });
    await stops(2);
    expect(await reader.of(record)).toEqual([]);
  });
});

describe('a queued message', () => {
  it('is the last of its event at its body, or is not', async () => {
    await outboxOf('a', 7);
    const [first, second] = [await told('a'), await told('a', acknowledged, recorded, 1)];
    const alone = await told('b');
    const unknown = pushIdOf(recorded, 'nobody');
    const reader = await aReader();
    const { position, messages } = await reader.queued(
      [first, second, alone].map(({ pushId }) => pushId).concat(unknown),
    );
    expect(position).toBe(7);
    expect(new Map(messages.map((message) => [message.pushId, message]))).toEqual(
      new Map([
        [first.pushId, { pushId: first.pushId, stream: record, last: false }],
        [second.pushId, { pushId: second.pushId, stream: record, last: true }],
        [alone.pushId, { pushId: alone.pushId, stream: record, last: true }],
      ]),
    );
  });

  it('from before streams were noted has none', async () => {
    const { pushId } = await told('a', 'stream = NULL');
    expect((await (await aReader()).queued([pushId])).messages).toEqual([{ pushId, stream: null, last: true }]);
  });
});
