import { randomUUID } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type EventLog, transact } from '@app/event-store';
import { EVENT_LOG, hashApiKey, until } from '@app/ledger';
import { GAPS, type MasterKey, MasterKeyWrong, PersonalData } from '@app/personal-data';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Client } from 'pg';
import { waitingBodies } from '../../../test/support/bodies';
import { createTestDatabase, type TestDatabase } from '../../../test/support/test-database';
import { aMasterKey } from '../../../test/support/personal-data';
import { createApi } from '../../api/src/api';
import { WorkerModule } from '../../worker/src/worker.module';
import { AdaptersModule } from './adapters.module';
import { masterKeyOf } from './master-key';
import { settingsFrom } from './settings';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
  const owner = new Client(database.ownerUrl);
  await owner.connect();
  await owner.query(
    `INSERT INTO api_keys (key_hash, holder, unit_name, unit_code, role)
     VALUES ($1, '演示执法员', '廊坊市消防救援支队', '1113100001YMGCE72W', 'officer')`,
    [hashApiKey('officer-key')],
  );
  await owner.end();
});
afterAll(() => database.drop());

const person = { identityType: '身份证', identityNumber: '13100219000101001X' };
const aPenalty = (serial: number, change: object = {}) => ({
  subjectName: '廊坊市安次区示例宾馆有限公司',
  subjectCategory: '法人及非法人组织',
  uscc: '91131002MA0EXAM4X5',
  legalRepresentative: '王示例',
  documentNumber: `廊消行罚决字〔2021〕第000${serial}号`,
  violationType: '占用、堵塞、封闭疏散通道、安全出口',
  facts: '检查发现安全出口被货物堵塞',
  legalBasis: '《中华人民共和国消防法》第六十条第一款第三项',
  penaltyKinds: '罚款',
  penaltyContent: '罚款人民币500元',
  fineWan: '0.05',
  decidedOn: '2021-03-01',
  authorityName: '廊坊市消防救援支队',
  authorityCode: '1113100001YMGCE72W',
  ...change,
});
const ofPerson = { subjectName: '李示例', subjectCategory: '自然人', uscc: '', legalRepresentative: '', ...person };
const ofShop = { subjectName: '永清县示例养老店', subjectCategory: '个体工商户', uscc: '92131023MAEYP68J25' };

async function withApi<Result>(master: MasterKey | undefined, work: (app: NestFastifyApplication) => Promise<Result>) {
  const app = await createApi([AdaptersModule.on(database.url, { masterKey: master })]);
  try {
    await app.init();
    await app.getHttpAdapter().getInstance().ready();
    return await work(app);
  } finally {
    await app.close();
  }
}
@Module({})
class Worker {}

/** A worker until it has read what there is about people. */
async function workerHasRead(): Promise<void> {
  const worker = await NestFactory.createApplicationContext(
    {
      module: Worker,
      imports: [AdaptersModule.on(database.url, { masterKey: aMasterKey() }), WorkerModule.telling(waitingBodies)],
    },
    { logger: false },
  );
  const owner = new Client(database.ownerUrl);
  await owner.connect();
  const hasRead = async () =>
    ((await owner.query(`SELECT FROM credit_dossiers_2 WHERE subject_id LIKE 'person-%'`)).rowCount ?? 0) > 0;
  if (!(await until(hasRead, 60_000))) throw new Error('the worker did not read');
  await owner.end();
  await worker.close();
}
async function post(app: NestFastifyApplication, url: string, body: object) {
  const headers = { authorization: 'Bearer officer-key' };
  const answer = await app.inject({ method: 'POST', url, payload: body, headers });
  return { status: answer.statusCode, body: answer.json<{ code?: string; outcome?: string }>() };
}

describe('without a master key', () => {
  it('personal data is refused by a code of its own, and everything else works', async () => {
    await withApi(undefined, async (app) => {
      const missing = { status: 422, body: { code: 'personal-data-key-missing' } };
      expect(await post(app, '/penalty-decisions', aPenalty(1, ofPerson))).toMatchObject(missing);
      expect(await post(app, '/penalty-decisions', aPenalty(1, ofShop))).toMatchObject(missing);
      expect(await post(app, '/persons/status', { ...person, purpose: '招标资格审查' })).toMatchObject(missing);
      expect(await post(app, '/penalty-decisions', aPenalty(1))).toMatchObject({ status: 201 });
      const nobodyNamed = aPenalty(2, { ...ofShop, legalRepresentative: '' });
      expect(await post(app, '/penalty-decisions', nobodyNamed)).toMatchObject({ status: 201 });
    });
  });
});

describe('with a master key', () => {
  it('personal data is taken in, and another master key is refused at start', async () => {
    await withApi(aMasterKey(), async (app) => {
      expect(await post(app, '/penalty-decisions', aPenalty(3, ofPerson))).toMatchObject({ status: 201 });
    });
    await expect(withApi(aMasterKey(8), () => Promise.resolve())).rejects.toBeInstanceOf(MasterKeyWrong);
    await withApi(aMasterKey(), async (app) => {
      expect(await post(app, '/penalty-decisions', aPenalty(3, ofPerson))).toMatchObject({
        body: { outcome: 'already-recorded' },
      });
    });
  });

  it('nobody is taken in under a new key while the keys of others are not back from a restore, nor another master key believed', async () => {
    const superuser = new Client(database.superuserUrl);
    await superuser.connect();
    const restored = (keys: string) =>
      superuser.query(`SET session_replication_role = replica; ${keys}; SET session_replication_role = DEFAULT`);
    await workerHasRead(); // the dossiers know of the person
    await restored('CREATE TABLE kept AS SELECT * FROM person_keys; DELETE FROM person_keys');

    await expect(withApi(aMasterKey(8), () => Promise.resolve())).rejects.toBeInstanceOf(MasterKeyWrong);
    await withApi(aMasterKey(), async (app) => {
      const lost = { status: 503, body: { code: 'personal-data-keys-lost' } };
      expect(await post(app, '/penalty-decisions', aPenalty(3, ofPerson))).toMatchObject(lost);
      const another = { ...ofPerson, subjectName: '赵示例', identityNumber: '131002199001010029' };
      expect(await post(app, '/penalty-decisions', aPenalty(4, another))).toMatchObject(lost);
      expect(await post(app, '/penalty-decisions', aPenalty(5))).toMatchObject({ status: 201 });
      const health = (await app.inject({ url: '/health/ready' })).json<{ degraded: string[] }>();
      expect(health.degraded).toContain('person-keys: people stand in the ledger whose keys are not here');
    });
    await restored('INSERT INTO person_keys SELECT * FROM kept; DROP TABLE kept');
    await superuser.end();
    await withApi(aMasterKey(), async (app) => {
      expect(await post(app, '/penalty-decisions', aPenalty(3, ofPerson))).toMatchObject({
        body: { outcome: 'already-recorded' },
      });
    });
  });

  it('stands in the file that the settings name; none is named by default', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'settings-'));
    const file = join(folder, 'key');
    await writeFile(file, `${'07'.repeat(32)}\n`);
    const settings = settingsFrom({ DATABASE_URL: 'postgres://x', PERSONAL_MASTER_KEY_FILE: file });
    expect((await masterKeyOf(settings))?.id).toBe(aMasterKey().id);
    expect((await masterKeyOf(settings))?.wrapping.id).toBe(aMasterKey().id);
    const [wrapping, former] = [join(folder, 'wrapping'), join(folder, 'former')];
    await writeFile(wrapping, '08'.repeat(32));
    await writeFile(former, '09'.repeat(32));
    const parted = await masterKeyOf(
      settingsFrom({
        DATABASE_URL: 'postgres://x',
        PERSONAL_MASTER_KEY_FILE: file,
        PERSONAL_WRAPPING_KEY_FILE: wrapping,
        PERSONAL_FURTHER_WRAPPING_KEY_FILES: ` ${former} `,
      }),
    );
    expect([parted?.id, parted?.wrapping.id]).toEqual([aMasterKey().id, aMasterKey(8).id]);
    expect(parted?.wrappingOf(aMasterKey(9).id)).toBeDefined();
    const halves = { DATABASE_URL: 'postgres://x', PERSONAL_WRAPPING_KEY_FILE: wrapping };
    expect(() => settingsFrom(halves)).toThrow('PERSONAL_MASTER_KEY_FILE, by which people are known, is not');
    expect(await masterKeyOf(settingsFrom({ DATABASE_URL: 'postgres://x' }))).toBeUndefined();
    await rm(folder, { recursive: true });
  });
});

it('an erasure on record whose key was left over, by a pulled plug, is completed by the worker', async () => {
  const worker = await NestFactory.createApplicationContext(
    {
      module: Worker,
      imports: [AdaptersModule.on(database.url, { masterKey: aMasterKey() }), WorkerModule.telling(waitingBodies)],
    },
    { logger: ['error', 'warn'] },
  );
  try {
    const personal = worker.get(PersonalData);
    const seal = await personal.sealOf(randomUUID());
    if (seal.status === 'destroyed') throw new Error('destroyed');
    const token = seal.seal('name', '王示例');
    expect((await personal.reveal(token)).value).toBe('王示例');

    const data = { keyId: seal.keyId, subjectId: '92131023MAEYP68J25', ground: 'other-law', erasedOn: '2026-11-20' };
    const versions = { PersonalDataErased: { present: 1, upcasters: [] } };
    const erasure = { initial: 0, evolve: () => 0, occurredOn: () => data.erasedOn, versions };
    const actor = { name: '李审批', unitName: '支队', unitCode: '1113100001YMGCE72W', role: 'approver' };
    await transact(
      worker.get<EventLog>(EVENT_LOG),
      `personalData-${seal.keyId}`,
      erasure,
      () => [{ type: 'PersonalDataErased', data }],
      { actor, commandId: randomUUID(), requestId: 'request-1', causeId: null },
      { answeredBy: [] },
    );
    const end = Date.now() + 10_000;
    while ((await personal.reveal(token)).value === '王示例' && Date.now() < end) {
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    expect((await personal.reveal(token)).value).toBe(GAPS['personal-data-erased']);
  } finally {
    await worker.close();
  }
});
