import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { createApi } from '../apps/api/src/api';
import { ApiModule } from '../apps/api/src/api.module';
import { openApiOf } from '../apps/api/src/openapi';
import { AdaptersModule } from '../apps/composition/src/adapters.module';
import { createTestDatabase, type TestDatabase } from './support/test-database';

const checkedIn = join(__dirname, '../docs/openapi.json');

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

/** `UPDATE_OPENAPI=1 npx jest --selectProjects integration -- openapi` writes the file after a wanted change. */
it('docs/openapi.json is the description of the routes there are', async () => {
  // Without the api around them, which reads that very file.
  const routes = await NestFactory.create(ApiModule.with([AdaptersModule.on(database.url)]), new FastifyAdapter(), {
    logger: false,
  });
  const text = `${JSON.stringify(openApiOf(routes), null, 2)}\n`;
  await routes.close();
  if (process.env.UPDATE_OPENAPI === '1') writeFileSync(checkedIn, text);
  expect(text).toBe(readFileSync(checkedIn, 'utf8'));
});

it('and is the one that the api serves', async () => {
  const app = await createApi([AdaptersModule.on(database.url)]);
  await app.init();
  await app.getHttpAdapter().getInstance().ready();
  const served = await app.inject({ method: 'GET', url: '/openapi.json' });
  await app.close();
  expect(served.statusCode).toBe(200);
  expect(served.json()).toEqual(JSON.parse(readFileSync(checkedIn, 'utf8')));
});
