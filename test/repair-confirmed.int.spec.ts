import 'reflect-metadata';
import { randomUUID } from 'node:crypto';
import type { StoredEvent } from '@app/event-store';
import { FakeCreditHebei } from '@app/endpoints';
import { EVENT_LOG, type EventLog } from '@app/ledger';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Pool } from 'pg';
import { createApi } from '../apps/api/src/api';
import { AdaptersModule } from '../apps/composition/src/adapters.module';
import { bodiesOf } from '../apps/composition/src/bodies';
import { bodySettingsFrom } from '../apps/composition/src/body-settings';
import { WorkerModule } from '../apps/worker/src/worker.module';
import { BodiesTold } from '../libs/ledger/src/credit-repair/bodies-told';
import { aRecord, repairId } from '../libs/ledger/src/credit-repair/domain/credit-repair.examples';
import * as event from './support/ledger-events';
import { createTestDatabase, type TestDatabase } from './support/test-database';
import { comesTrue } from './support/eventually';

const platform = new FakeCreditHebei();
const bodies = bodiesOf(bodySettingsFrom({})).map((body) => ({ ...body, endpoint: platform }));

let database: TestDatabase;
let owner: Pool;
let app: NestFastifyApplication;
let log: EventLog;
beforeAll(async () => {
  database = await createTestDatabase();
  owner = new Pool({ connectionString: database.ownerUrl });
  app = await createApi([AdaptersModule.on(database.url), WorkerModule.telling(bodies)]);
  await app.listen(0, '127.0.0.1');
  log = app.get<EventLog>(EVENT_LOG);
});
afterAll(async () => {
  await app.close();
  await owner.end();
  await database.drop();
});

const record = 'penaltyDecision-decision-1';
const repair = `creditRepair-${repairId}`;

const say = (stream: string, ...events: readonly StoredEvent[]) =>
  log.append(
    stream,
    'any',
    events.map((one) => ({ ...one, id: randomUUID() })),
  );
const told = () => platform.stored().map(({ kind }) => kind);
const typesOf = async (stream: string) => (await log.readStream(stream)).map(({ type }) => type);
const heard = async (...kinds: readonly string[]) => {
  await comesTrue(() => Promise.resolve(told().length >= kinds.length));
  expect(told()).toEqual(kinds);
};

it('a repair is told in two messages, and completed by the receipt of the second; its revocation is told, too', async () => {
  const { subjectName, authorityName, authorityCode } = aRecord();
  await say(
    record,
    event.aPenaltyDecision({ subjectName, authorityName: authorityName ?? '', authorityCode: authorityCode ?? '' }),
  );
  await heard('penalty');
  expect(await app.get(BodiesTold, { strict: false }).of(record)).toEqual(['credit-hebei']);

  platform.misbehave('fails', 'fails', 'loses-answer'); // whatever happens on the way
  const story = [event.aRepairApplication(), event.aRepairAcceptance(), event.aRepairVerification()];
  await say(repair, ...story, event.aRepairApproval({ bodies: ['credit-hebei'] }));
  await heard('penalty', 'repair-result', 'penalty-withdrawal');

  await comesTrue(async () => (await typesOf(repair)).includes('CreditRepairCompleted'));
  expect((await typesOf(repair)).slice(-3)).toEqual([
    'CreditRepairApproved',
    'CreditRepairConfirmed',
    'CreditRepairCompleted',
  ]);
  const receipt = `FAKE${told().indexOf('penalty-withdrawal') + 1}`;
  const [confirmation] = (await log.readStream(repair)).slice(-2);
  expect(JSON.parse(Buffer.from(confirmation?.data ?? []).toString())).toMatchObject({ body: 'credit-hebei', receipt });

  await say(repair, event.aRepairRevocation());
  await heard('penalty', 'repair-result', 'penalty-withdrawal', 'repair-revocation');
  const { rows } = await owner.query('SELECT kind, part, stream FROM pushes ORDER BY position, part');
  expect(rows).toEqual([
    { kind: 'penalty', part: 0, stream: record },
    { kind: 'repair-result', part: 0, stream: repair },
    { kind: 'penalty-withdrawal', part: 1, stream: repair },
    { kind: 'repair-revocation', part: 0, stream: repair },
  ]);
});
