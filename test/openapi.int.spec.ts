import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createApi } from '../apps/api/src/api';
import { AdaptersModule } from '../apps/composition/src/adapters.module';
import { createTestDatabase } from './support/test-database';

const checkedIn = join(__dirname, '../docs/openapi.json');

/** `UPDATE_OPENAPI=1 npx jest --selectProjects integration -- openapi` writes the file after a wanted change. */
it('docs/openapi.json is the description that the api serves', async () => {
  const database = await createTestDatabase();
  const app = await createApi([AdaptersModule.on(database.url)]);
  await app.init();
  await app.getHttpAdapter().getInstance().ready();
  const served = await app.inject({ method: 'GET', url: '/openapi.json' });
  await app.close();
  await database.drop();

  const text = `${JSON.stringify(served.json(), null, 2)}\n`;
  if (process.env.UPDATE_OPENAPI === '1') writeFileSync(checkedIn, text);
  expect(served.statusCode).toBe(200);
  expect(text).toBe(readFileSync(checkedIn, 'utf8'));
});
