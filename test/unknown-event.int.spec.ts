import { randomUUID } from 'node:crypto';
import { type EventCatalogue, type StoredEvent, UpcastingEventLog } from '@app/event-store';
import { PostgresEventLog } from '@app/event-store/postgres';
import { eventCatalogue, subjectHistory, until } from '@app/ledger';
import { ProjectionRunners, type ProjectionTrouble } from '@app/projections';
import { Pool } from 'pg';
import { aPenaltyDecision, aRegistration, aRenaming } from './support/ledger-events';
import { ofNaturalPersons } from './support/one-of-each';
import { createTestDatabase, type TestDatabase } from './support/test-database';

let database: TestDatabase;
let pool: Pool;
let stored: PostgresEventLog;
beforeEach(async () => {
  database = await createTestDatabase();
  pool = new Pool({ connectionString: database.url });
  stored = new PostgresEventLog({ url: database.url });
});
afterEach(async () => {
  await Promise.all([pool.end(), stored.close()]);
  await database.drop();
});

const append = (event: StoredEvent) =>
  stored.append(`${event.type}-${randomUUID()}`, 'no-stream', [{ ...event, id: randomUUID() }]);

/** The history of subjects as a program with this catalogue keeps it, until `enough`. */
async function keep(catalogue: EventCatalogue, enough: (troubles: readonly ProjectionTrouble[]) => Promise<boolean>) {
  const troubles: ProjectionTrouble[] = [];
  const runner = new ProjectionRunners({
    pool,
    log: new UpcastingEventLog(stored, catalogue),
    projections: [subjectHistory],
    onTrouble: (trouble) => troubles.push(trouble),
    pollMs: 10,
    batchSize: 2,
  });
  runner.start();
  const done = await until(() => enough(troubles), 60_000);
  await runner.stop();
  if (!done) throw new Error('the read model did not get there');
  return troubles;
}

async function checkpoint() {
  const { rows } = await pool.query<{ position: string; stopped_by: string | null }>(
    'SELECT position, stopped_by FROM projection_checkpoints WHERE name = $1',
    [subjectHistory.name],
  );
  return { position: Number(rows[0]?.position ?? 0), stoppedBy: rows[0]?.stopped_by ?? null };
}

const kept = async () => {
  const { rows } = await pool.query<{ type: string }>('SELECT type FROM subject_history_5 ORDER BY position');
  return rows.map(({ type }) => type);
};

describe('an event of a later program', () => {
  it.each([
    ['of an unknown type', { type: 'ObjectionRaised', typeVersion: 1 }, 'ObjectionRaised version 1 at 3'],
    ['of an unknown version', { typeVersion: 3 }, 'PenaltyDecisionRecorded version 3 at 3'],
  ])(
    '%s stops a read model with that reason; a program that knows it goes on, and nothing was skipped',
    async (_what, change, reason) => {
      const events = [aRegistration(), aRegistration(), { ...aPenaltyDecision(), ...change }, aRenaming()];
      for (const event of events) await append(event);

      const troubles = await keep(eventCatalogue, (so) => Promise.resolve(so.length >= 2));

      expect(await checkpoint()).toEqual({ position: 2, stoppedBy: expect.stringContaining(reason) as unknown });
      expect(troubles.every(({ after }) => after === 2)).toBe(true);
      expect(await kept()).toEqual(['CreditSubjectRegistered', 'CreditSubjectRegistered']);

      const same = (data: object) => ({ ...data });
      const later = {
        ...eventCatalogue,
        ObjectionRaised: { present: 1, upcasters: [] },
        PenaltyDecisionRecorded: { present: 3, upcasters: [same, same] },
      };
      await keep(later, async () => (await checkpoint()).position === 4);

      expect(await checkpoint()).toEqual({ position: 4, stoppedBy: null });
      expect(await kept()).toEqual(events.map(({ type }) => type));
    },
  );
});

describe('a program of before personal text was sealed', () => {
  const versionOne = { present: 1, upcasters: [] };
  const before = { ...eventCatalogue, CreditSubjectRegistered: versionOne, PenaltyDecisionRecorded: versionOne };

  it.each(ofNaturalPersons.map((event): [string, StoredEvent] => [event.type, event]))(
    'stops at %s of a natural person, and shows no sealed text',
    async (type, event) => {
      await append(event);

      await keep(before, (so) => Promise.resolve(so.length >= 1));

      const reason = `${type} version 2 at 1`;
      expect(await checkpoint()).toEqual({ position: 0, stoppedBy: expect.stringContaining(reason) as unknown });
      expect(await kept()).toEqual([]);
    },
  );
});
