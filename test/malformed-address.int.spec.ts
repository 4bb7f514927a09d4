import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { createApi } from '../apps/api/src/api';
import { AdaptersModule } from '../apps/composition/src/adapters.module';
import { createTestDatabase, type TestDatabase } from './support/test-database';

let database: TestDatabase;
let app: NestFastifyApplication;
beforeAll(async () => {
  database = await createTestDatabase();
  app = await createApi([AdaptersModule.on(database.url)]);
  await app.init();
  await app.getHttpAdapter().getInstance().ready();
});
afterAll(async () => {
  await app.close();
  await database.drop();
});

it.each([
  ['cannot be decoded', '/subjects/%E0%A4%A/status', 400],
  ['has a part that is too long', `/subjects/${'9'.repeat(200)}/status`, 414],
])('an address that %s is refused like everything else: by a code, in Chinese', async (_what, url, status) => {
  const answer = await app.inject({ method: 'GET', url, headers: { 'x-request-id': 'ours-1' } });
  expect(answer.statusCode).toBe(status);
  expect(answer.headers['content-type']).toContain('application/problem+json');
  expect(answer.json()).toMatchObject({
    status,
    code: 'request-malformed',
    detail: '请求格式不正确',
    instance: url,
    requestId: 'ours-1',
    fields: [],
  });
});
