import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { createApi } from '../apps/api/src/api';
import { log } from '../apps/composition/src/logger';
import { issueKey } from '../apps/cli/src/issue-key';
import { AdaptersModule } from '../apps/composition/src/adapters.module';
import { mayDo, type Role, ROLES } from '../libs/ledger/src/access/access-table';
import { type Route, routesOfTheApi } from './support/routes';
import { createTestDatabase, type TestDatabase } from './support/test-database';

const warned = jest.spyOn(log, 'warn').mockImplementation();

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
});
afterAll(async () => {
  await app.close();
  await database.drop();
});

const ask = (route: Route, key?: string) => say(route, key === undefined ? undefined : `Bearer ${key}`);

/** As far as the guard: what comes after it is refused for want of a paper, or answered. */
async function say(
  { method, path }: Pick<Route, 'method' | 'path'>,
  authorization?: string,
): Promise<{ status: number; code: string | undefined }> {
  const url = path.replaceAll(/\{\w+\}/g, '0');
  const headers = authorization === undefined ? {} : { authorization };
  const answer = await app.inject({ method, url, headers, ...(method !== 'GET' && { payload: {} }) });
  expect(answer.body).not.toContain(keys.get('officer'));
  if (answer.statusCode === 401) expect(answer.headers['www-authenticate']).toBe('Bearer');
  const body: unknown = String(answer.headers['content-type']).includes('json') ? answer.json() : undefined;
  const code = typeof body === 'object' && body !== null && 'code' in body ? String(body.code) : undefined;
  return { status: answer.statusCode, code };
}

const waysToSayWrongly = (key: string): string[] => [
  '',
  'Bearer',
  'Bearer   ',
  key,
  `Basic ${Buffer.from(`x:${key}`).toString('base64')}`,
  `Token ${key}`,
  `Bearer ${key} x`,
  `Bearer ${key}, Bearer ${key}`,
  `Bearer ${key}A`,
  `Bearer ${key.slice(0, -1)}`,
  `Bearer ${key.toLowerCase()}`,
  `Bearer "${key}"`,
  `Bearer ${key}%00`,
  `Bearer ${'A'.repeat(7_000)}`,
  "Bearer ' OR '1'='1",
  'Bearer *',
  'Bearer null',
  'Bearer \u00ff\u00fe',
];

const routes = routesOfTheApi();
const guarded = routes.filter(({ permission }) => permission !== null);

it('knows the routes it is about', () => {
  expect(guarded.length).toBeGreaterThan(30);
  expect(routes.filter(({ permission }) => permission === null).map(({ path }) => path)).toEqual([
    '/health/live',
    '/health/ready',
    '/metrics',
    '/seals/checkpoint',
    '/seals/keys',
  ]);
});

describe.each(guarded.map((route) => [`${route.method} ${route.path}`, route] as const))('%s', (_route, route) => {
  it('is closed without a key, and to a key that nobody has', async () => {
    expect(await ask(route)).toEqual({ status: 401, code: 'key-missing' });
    expect(await ask(route, 'fcl_nobody')).toEqual({ status: 401, code: 'key-unknown' });
  });

  it('is closed to a key that is said wrongly', async () => {
    const wrongly = waysToSayWrongly(keys.get('officer') ?? '');
    const answers = await Promise.all(wrongly.map(async (authorization) => (await say(route, authorization)).code));
    expect(answers.filter((code) => code !== 'key-missing' && code !== 'key-unknown')).toEqual([]);
  });

  it.each(ROLES)('lets %s in, or not, as the table says', async (role) => {
    const { status, code } = await ask(route, keys.get(role));
    const allowed = route.permission !== null && mayDo(role, route.permission);
    expect([401, 403].includes(status)).toBe(!allowed);
    expect(code === 'not-allowed').toBe(!allowed);
  });
});

describe('what HTTP lets a caller say otherwise', () => {
  const route = { method: 'GET', path: '/pushes' } as const;

  it('is the same key', async () => {
    const key = keys.get('officer') ?? '';
    for (const said of [`bearer ${key}`, `Bearer  ${key}`, `Bearer ${key}   `, `  Bearer ${key}`])
      expect((await say(route, said)).status).not.toBe(401);
  });

  it.each([
    ['GET', '//pushes'],
    ['GET', '/pushes/'],
    ['GET', '/PUSHES'],
    ['GET', '/pushes;x'],
    ['GET', '/health/../pushes'],
    ['GET', '/%70ushes'],
    ['GET', '/pushes%2f'],
    ['GET', '/health/live/../../pushes'],
    ['GET', '/metrics/../pushes'],
    ['HEAD', '/subjects/91131002MA0CAA173X/status'],
    ['OPTIONS', '/penalty-decisions'],
    ['PUT', '/penalty-decisions'],
    ['GET', `/pushes?access_token=officer`],
  ] as const)('gets nobody past the door: %s %s', async (method, url) => {
    const { statusCode } = await app.inject({ method, url });
    expect([400, 401, 404]).toContain(statusCode);
  });

  it.each(['x-original-url', 'x-rewrite-url', 'x-forwarded-prefix', 'x-http-method-override'])(
    'gets nobody past the door by a header: %s',
    async (header) => {
      const headers = { [header]: '/health/live', 'x-forwarded-for': '127.0.0.1' };
      expect((await app.inject({ url: '/pushes', headers })).statusCode).toBe(401);
    },
  );
});

it('logs each wrong key, and nothing of it', async () => {
  const before = warned.mock.calls.length;
  await say({ method: 'GET', path: '/pushes' }, 'Bearer fcl_nobody');
  const said = JSON.stringify(warned.mock.calls.slice(before));
  expect(said).toContain('a key that nobody has');
  expect(said).toContain('"address":"127.0.0.1"');
  expect(said).not.toContain('fcl_nobody');
});
