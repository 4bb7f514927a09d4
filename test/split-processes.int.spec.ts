import { hashApiKey, newApiKey, until } from '@app/ledger';
import { ed25519Signer, newEd25519Key } from '@app/sealing';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Client } from 'pg';
import { createApi } from '../apps/api/src/api';
import { AdaptersModule, type Choices } from '../apps/composition/src/adapters.module';
import { type Logins, loginsOfApi, loginsOfWorker } from '../apps/composition/src/logins';
import { NotTheSigner } from '../apps/composition/src/signer-file';
import { WorkerModule } from '../apps/worker/src/worker.module';
import { createTestDatabase, type TestDatabase } from './support/test-database';

/** An api with its own login and no other, beside a worker with its own: each does its whole work with its own rights. */
const signer = ed25519Signer(newEd25519Key(), 'ledger.example/split');
const works = ['api', 'worker', 'sealer', 'checker'] as const;
const keys = { officer: newApiKey(), auditor: newApiKey(), department: newApiKey() };
const uscc = '92131003MA9ANPJY55';

let database: TestDatabase;
let owner: Client;
let api: NestFastifyApplication;
let worker: NestFastifyApplication;

const loginOf = async (work: (typeof works)[number]): Promise<string> => {
  const login = `split_${work}`;
  await owner.query(
    `DROP ROLE IF EXISTS ${login}; CREATE ROLE ${login} LOGIN PASSWORD 'only-for-tests' IN ROLE ledger_${work}`,
  );
  return Object.assign(new URL(database.ownerUrl), { username: login, password: 'only-for-tests' }).href;
};
async function started(logins: Logins, choices: Choices, withWorker: boolean): Promise<NestFastifyApplication> {
  const app = await createApi([AdaptersModule.on(logins, choices), ...(withWorker ? [WorkerModule.telling([])] : [])]);
  await app.init();
  await app.getHttpAdapter().getInstance().ready();
  return app;
}
const ask = async (role: keyof typeof keys, method: 'GET' | 'POST', url: string, payload?: object) => {
  const headers = { authorization: `Bearer ${keys[role]}` };
  const { statusCode, body } = await api.inject({ method, url, headers, ...(payload && { payload }) });
  return { status: statusCode, body };
};

beforeAll(async () => {
  database = await createTestDatabase();
  owner = new Client(database.ownerUrl);
  await owner.connect();
  for (const [role, key] of Object.entries(keys))
    await owner.query(
      `INSERT INTO api_keys (key_hash, holder, unit_name, unit_code, role) VALUES ($1, '张三', '支队', '1113100001YMGCE72W', $2)`,
      [hashApiKey(key), role],
    );
  const settings = {
    api: await loginOf('api'),
    worker: await loginOf('worker'),
    sealer: await loginOf('sealer'),
    checker: await loginOf('checker'),
  };
  worker = await started(loginsOfWorker(settings), { sealKeys: { signer } }, true);
  const lookingOn = { signer: undefined, known: [signer.verifier] };
  api = await started(loginsOfApi(settings), { sealKeys: lookingOn, signerMemory: new NotTheSigner() }, false);
});
afterAll(async () => {
  await api.close();
  await worker.close();
  for (const work of works) await owner.query(`DROP ROLE split_${work}`);
  await owner.end();
  await database.drop();
});

it('what the api records, the worker makes an answer of', async () => {
  const registration = {
    name: '廊坊庚示例有限公司',
    uscc,
    subjectType: '一般单位',
    areaCode: '131002',
    areaName: '安次区',
  };
  expect(await ask('officer', 'POST', '/subjects', registration)).toMatchObject({ status: 201 });
  const answered = async () => (await ask('department', 'GET', `/subjects/${uscc}/status`)).body.includes('not-listed');
  expect(await until(answered, 60_000)).toBe(true);
});

it('a checkpoint that is ordered of the api is signed by the worker, and covers what was recorded before', async () => {
  const { rows } = await owner.query<{ head: string }>('SELECT max(position) AS head FROM ledger_events');
  const { status, body } = await ask('auditor', 'POST', '/seals/checkpoints');
  expect({ status, body }).toMatchObject({
    status: 200,
    body: expect.stringMatching(/^ledger.example\/split\n/) as string,
  });
  expect(Number(body.split('\n')[1])).toBeGreaterThanOrEqual(Number(rows[0]?.head));
  const anybody = await api.inject({ method: 'GET', url: '/seals/checkpoint' });
  expect(anybody.statusCode).toBe(200);
});
