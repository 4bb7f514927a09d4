import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { createApi } from '../apps/api/src/api';
import { issueKey } from '../apps/cli/src/issue-key';
import { AdaptersModule } from '../apps/composition/src/adapters.module';
import { mayDo, type Role, ROLES } from '../libs/ledger/src/access/access-table';
import { type Route, routesOfTheApi } from './support/routes';
import { createTestDatabase, type TestDatabase } from './support/test-database';

let database: TestDatabase;
let app: NestFastifyApplication;
const keys = new Map<Role, string>();
beforeAll(async () => {
  database = await createTestDatabase();
  app = await createApi([AdaptersModule.on(database.url)]);
  await app.init();
  await app.getHttpAdapter().getInstance().ready();
  for (const role of ROLES)
    keys.set(
      role,
      await issueKey(
        { ownerUrl: database.ownerUrl },
        { role, holder: role, unitName: '演示单位', unitCode: '11131000FGJJTG2G5W' },
      ),
    );
}, 60_000);
afterAll(async () => {
  await app.close();
  await database.drop();
});

/** As far as the guard: what comes after it is refused for want of a paper, or answered. */
async function ask({ method, path }: Route, key?: string): Promise<{ status: number; code: string | undefined }> {
  const url = path.replaceAll(/\{\w+\}/g, '0');
  const headers = key === undefined ? {} : { authorization: `Bearer ${key}` };
  const answer = await app.inject({ method, url, headers, ...(method !== 'GET' && { payload: {} }) });
  const body: unknown = String(answer.headers['content-type']).includes('json') ? answer.json() : undefined;
  const code = typeof body === 'object' && body !== null && 'code' in body ? String(body.code) : undefined;
  return { status: answer.statusCode, code };
}

const routes = routesOfTheApi();
const guarded = routes.filter(({ permission }) => permission !== null);

it('knows the routes it is about', () => {
  expect(guarded.length).toBeGreaterThan(30);
  expect(routes.filter(({ permission }) => permission === null).map(({ path }) => path)).toEqual([
    '/health/live',
    '/health/ready',
    '/metrics',
  ]);
});

describe.each(guarded.map((route) => [`${route.method} ${route.path}`, route] as const))('%s', (_route, route) => {
  it('is closed without a key, and to a key that nobody has', async () => {
    expect(await ask(route)).toEqual({ status: 401, code: 'key-missing' });
    expect(await ask(route, 'fcl_nobody')).toEqual({ status: 401, code: 'key-unknown' });
  });

  it.each(ROLES)('lets %s in, or not, as the table says', async (role) => {
    const { status, code } = await ask(route, keys.get(role));
    const allowed = route.permission !== null && mayDo(role, route.permission);
    expect([401, 403].includes(status)).toBe(!allowed);
    expect(code === 'not-allowed').toBe(!allowed);
  });
});
