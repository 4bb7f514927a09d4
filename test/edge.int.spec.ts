import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { type AddressInfo, connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { until } from '@app/ledger';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { InjectOptions } from 'light-my-request';
import { Client } from 'pg';
import { createApi } from '../apps/api/src/api';
import { edgeUnlimited } from '../apps/api/src/edge-settings';
import { securityHeaders } from '../apps/api/src/raw-answer';
import { issueKey } from '../apps/cli/src/issue-key';
import { AdaptersModule } from '../apps/composition/src/adapters.module';
import type { Role } from '../libs/ledger/src/access/access-table';
import { createTestDatabase, type TestDatabase } from './support/test-database';
import { comesTrue } from './support/eventually';

/** So long the body of a request is waited for. */
const bodyMs = 1_003;

const cases = join(__dirname, 'data/cases');
const file = (name: string) => readFileSync(join(cases, name));

let database: TestDatabase;
let app: NestFastifyApplication;
let port: number;
const keys: Partial<Record<Role, string>> = {};
beforeAll(async () => {
  database = await createTestDatabase();
  app = await createApi([AdaptersModule.on(database.url)], { ...edgeUnlimited, bodyMs });
  await app.listen(0, '127.0.0.1');
  ({ port } = (app.getHttpServer() as { address(): AddressInfo }).address());
  for (const role of ['officer', 'approver', 'procurement', 'auditor', 'operator'] as const)
    keys[role] = await issueKey(
      { ownerUrl: database.ownerUrl },
      {
        recordsFor: ['*'],
        role,
        holder: role,
        unitName: '演示单位',
        unitCode: '11131000FGJJTG2G5W',
      },
    );
});
afterAll(async () => {
  await app.close();
  await database.drop();
});

interface Told {
  readonly status: number;
  readonly code: string | undefined;
  readonly fields: readonly (readonly [field: string, code: string])[];
  readonly bytes: number;
}

async function ask(role: Role | undefined, request: InjectOptions): Promise<Told> {
  const headers = { ...(role && { authorization: `Bearer ${keys[role]}` }), ...request.headers };
  const answer = await app.inject({ ...request, headers });
  const body = answer.json<{ code?: string; fields?: { field: string; code: string }[] }>();
  return {
    status: answer.statusCode,
    code: body.code,
    fields: (body.fields ?? []).map(({ field, code }) => [field, code] as const),
    bytes: answer.rawPayload.length,
  };
}

const post = (role: Role | undefined, url: string, payload: string | Buffer, headers: Record<string, string> = {}) =>
  ask(role, { method: 'POST', url, payload, headers: { 'content-type': 'application/json', ...headers } });

describe('a body of the wrong bytes', () => {
  it.each(['penalty-cut-character.json', 'penalty-gbk-bytes-inside-utf8.json'])('is refused: %s', async (name) => {
    expect(await post('officer', '/penalty-decisions', file(`09-broken-bytes-in-json/${name}`))).toMatchObject({
      status: 400,
      code: 'body-not-utf8',
    });
  });

  it.each(['gbk', 'utf-16', 'latin1', '"gb18030"', 'utf8x'])('is refused when it says charset=%s', async (charset) => {
    const told = await post('officer', '/penalty-decisions', '{}', {
      'content-type': `application/json; charset=${charset}`,
    });
    expect(told).toMatchObject({ status: 415, code: 'charset-unsupported' });
  });

  it.each(['utf-8', 'UTF-8', '"utf-8"', 'utf8'])('is read when it says charset=%s', async (charset) => {
    const told = await post('officer', '/penalty-decisions', '{}', {
      'content-type': `application/json; charset=${charset}`,
    });
    expect(told).toMatchObject({ status: 400, code: 'request-malformed' });
  });

  it.each(['gzip', 'deflate', 'br', 'identity, gzip', 'GZIP'])(
    'is refused when it is compressed: %s',
    async (encoding) => {
      const headers = { 'content-encoding': encoding };
      const refused = { status: 415, code: 'content-encoding-unsupported' };
      expect(await post('officer', '/penalty-decisions', '{}', headers)).toMatchObject(refused);
      expect(
        await post('officer', '/intake', 'x', { 'content-type': 'text/csv', 'content-encoding': encoding }),
      ).toMatchObject(refused);
    },
  );

  it.each([
    ['/penalty-decisions', 'text/plain'],
    ['/penalty-decisions', 'text/csv'],
    ['/penalty-decisions', 'application/x-www-form-urlencoded'],
    ['/penalty-decisions', 'multipart/form-data; boundary=x'],
    ['/penalty-decisions', 'application/octet-stream'],
    ['/penalty-decisions', 'application/merge-patch+json'],
    ['/penalty-decisions', ''],
    ['/bidder-checks', 'text/plain'],
    ['/intake', 'application/json'],
  ])('of a kind that %s does not read is refused: %s', async (url, type) => {
    const role = url === '/bidder-checks' ? 'procurement' : 'officer';
    expect(await post(role, url, 'a=b&c=d', { 'content-type': type })).toMatchObject({
      status: 415,
      code: 'media-type-unsupported',
    });
  });
});

describe('a body of the wrong form', () => {
  it.each(['fine-as-number.json', 'name-as-array.json'])('is of another type, not too long: %s', async (name) => {
    const { status, fields } = await post('officer', '/penalty-decisions', file(`12-wrong-type-said-too-long/${name}`));
    expect(status).toBe(400);
    expect(fields).toEqual([[name.startsWith('fine') ? 'fineWan' : 'subjectName', 'field-invalid']]);
  });

  it('is malformed when it is nested, wherever', async () => {
    const nested = file('13-nested-bodies-500/bidders-nested-array.json');
    expect(await post('procurement', '/bidder-checks', nested)).toMatchObject({
      status: 400,
      fields: [['bidders.0', 'field-invalid']],
    });
    const deep = file('13-nested-bodies-500/deep.json');
    for (const [role, url] of [
      ['officer', '/penalty-decisions'],
      ['procurement', '/bidder-checks'],
      ['officer', '/persons/status'],
    ] as const)
      expect(await post(role, url, deep)).toMatchObject({ status: 400, code: 'body-too-deep' });
  });

  it('of bidders says what is wrong with them', async () => {
    const check = (name: string) =>
      post('procurement', '/bidder-checks', file(`12-wrong-type-said-too-long/bidders-${name}.json`));
    expect(await check('2001')).toMatchObject({ status: 200 });
    const tooMany = JSON.stringify({ bidders: Array.from({ length: 10_001 }, () => ({ uscc: '9' })) });
    expect(await post('procurement', '/bidder-checks', tooMany)).toMatchObject({
      status: 400,
      code: 'too-many-bidders',
    });
    expect(await check('none')).toMatchObject({ status: 400, code: 'bidders-missing' });
    expect(await check('misspelt-field')).toMatchObject({ status: 400, fields: [['bidders.0.Name', 'field-unknown']] });
  });

  it.each([
    ['{"subjectName":"甲","subjectName":"乙"}', 'field-repeated'],
    ['{"constructor":1}', 'field-unknown'],
    ['[]', 'body-not-object'],
    ['null', 'body-not-object'],
    ['{', 'json-invalid'],
  ])('is refused: %s', async (body, code) => {
    expect(await post('officer', '/penalty-decisions', body)).toMatchObject({ status: 400, code });
  });

  it('finds fault with null where a field may only be left out', async () => {
    const asked = { identityType: '居民身份证', identityNumber: '131002199003107895', purpose: '核查' };
    for (const field of ['validAt', 'knownAt', 'minPosition'])
      expect(await post('officer', '/persons/status', JSON.stringify({ ...asked, [field]: null }))).toMatchObject({
        status: 400,
        fields: [[field, 'null-not-meant']],
      });
  });
});

describe('a body that costs', () => {
  const megabyte = (one: string, open: string, close: string) =>
    open + one.repeat(Math.floor(1_000_000 / one.length)) + one.replace(/,$/, '') + close;
  const fields = (count: number) =>
    `{${Array.from({ length: count }, (_, index) => `"${index.toString(36)}x":0`).join(',')}}`;

  // `too-many-values`: nothing was made of it; `body-too-large`: nothing of it was read.
  it.each<[string, Role | undefined, string, string, string]>([
    ['too-many-values', 'procurement', '/bidder-checks', 'a megabyte', megabyte('{},', '{"bidders":[', ']}')],
    [
      'too-many-values',
      'procurement',
      '/bidder-checks',
      'the wrong type',
      megabyte('{"uscc":1},', '{"bidders":[', ']}'),
    ],
    ['body-too-large', 'officer', '/penalty-decisions', '90,000 unknown fields', fields(90_000)],
    ['too-many-values', 'officer', '/penalty-decisions', '9,000 unknown fields', fields(9_000)],
    ['request-malformed', 'officer', '/penalty-decisions', 'as many unknown fields as are let in', fields(1_990)],
    ['body-too-large', 'officer', '/penalty-decisions', 'a megabyte of numbers', megabyte('0,', '[', ']')],
    ['body-too-large', 'officer', '/penalty-decisions', 'a megabyte of objects', megabyte('{},', '[', ']')],
    ['key-missing', undefined, '/penalty-decisions', 'a megabyte', megabyte('0,', '[', ']')],
  ])('is refused before it does and in few words: %s to %s %s of %s', async (code, role, url, _what, body) => {
    const { code: told, fields: faults, bytes } = await post(role, url, body);
    expect(told).toBe(code);
    expect(faults.length).toBeLessThanOrEqual(50);
    expect(bytes).toBeLessThan(20_000);
  });
});

describe('an address', () => {
  const id = 'abcdefab-0000-4000-8000-00000000abcd';

  it.each<[Role, 'GET' | 'POST', string, string]>([
    ['auditor', 'GET', '/bidder-checks/', 'checkId'],
    ['auditor', 'GET', '/blacklist/listings/', 'listingId'],
    ['auditor', 'GET', '/credit-repairs/', 'repairId'],
  ])('as %s: %s %s names an id, in capitals or not', async (role, method, url, name) => {
    const facts = async (written: string) => {
      const answer = await app.inject({
        method,
        url: `${url}${written}`,
        headers: { authorization: `Bearer ${keys[role]}` },
      });
      return [answer.statusCode, answer.json<{ facts: unknown }>().facts];
    };
    const found = await facts(id);
    expect(await facts(id.toUpperCase())).toEqual(found);
    expect(await ask(role, { method, url: `${url}x` })).toMatchObject({ status: 400, fields: [[name, 'id-invalid']] });
  });

  it.each([
    ['/seals/inclusion-proof?entry=', 'entry', 'required'],
    ['/seals/inclusion-proof?entry=1e1', 'entry', 'field-invalid'],
    ['/seals/consistency-proof?from=', 'from', 'required'],
    ['/seals/consistency-proof?from=0x2', 'from', 'field-invalid'],
    ['/seals/consistency-proof?from=1.0', 'from', 'field-invalid'],
    ['/seals/entries/1e1', 'entry', 'entry-invalid'],
    ['/pushes?limit=0x10', 'limit', 'field-invalid'],
    ['/subjects/91131002MA0CAA173X/status?validAt=2026-01-01&validAt=2026-02-01', 'validAt', 'given-twice'],
  ])('is at fault: %s', async (url, field, code) => {
    expect(await ask('auditor', { method: 'GET', url })).toMatchObject({ status: 400, fields: [[field, code]] });
  });
});

describe('every answer', () => {
  const headersOf = async (request: InjectOptions) => (await app.inject(request)).headers;

  it('has the headers of a careful server, and is kept by nobody on the way', async () => {
    const wanted = { ...securityHeaders, 'cache-control': 'no-store' };
    const authorization = `Bearer ${keys.officer}`;
    for (const request of [
      { url: '/health/live' },
      { url: '/pushes', headers: { authorization } },
      { url: '/pushes' },
      { url: '/nowhere' },
      { url: '/subjects/%E0%A4%A/status' },
      { url: `/subjects/${'9'.repeat(200)}/status` },
      { method: 'POST' as const, url: '/intake', headers: { authorization, 'content-type': 'x' }, payload: 'x' },
    ])
      expect(await headersOf(request)).toMatchObject(wanted);
  });

  it('says the same before there is a request', async () => {
    const answer = await sent(`GET / HTTP/1.1\r\nHost: x\r\nX-Long: ${'a'.repeat(40_000)}\r\n\r\n`);
    expect(answer).toMatch(/^HTTP\/1\.1 431 /);
    expect(answer).toContain('"code":"headers-too-large"');
    expect(answer).toContain('content-type: application/problem+json');
    for (const [name, value] of Object.entries(securityHeaders)) expect(answer).toContain(`${name}: ${value}`);
    expect(await sent('no HTTP at all\r\n\r\n')).toMatch(/^HTTP\/1\.1 400 [\s\S]*"code":"request-malformed"/);
  });
});

describe('health', () => {
  it('says that something stands still to everybody, and why to an operator', async () => {
    const why = 'password authentication failed for user "ledger" at 10.0.0.1:5432';
    const owner = new Client(database.ownerUrl);
    await owner.connect();
    await owner.query(
      `INSERT INTO projection_checkpoints (name, position, events_read, caught_up_at, stopped_by) VALUES ('subject-history-5', 1, 1, now(), $1)`,
      [why],
    );
    await owner.end();
    const ready = async (role?: Role) =>
      (
        await app.inject({ url: '/health/ready', ...(role && { headers: { authorization: `Bearer ${keys[role]}` } }) })
      ).json<{ checks: { name: string; ok: boolean; trouble?: string }[] }>();
    const stopped = async (role?: Role) => (await ready(role)).checks.find(({ name }) => name === 'subject-history-5');
    // An answer is shared for half a second.
    expect(await until(async () => (await stopped()) !== undefined, 60_000)).toBe(true);
    expect(await stopped()).toMatchObject({ ok: false, detail: expect.stringMatching(/, stopped$/) as string });
    for (const role of [undefined, 'officer', 'procurement'] as const)
      expect(JSON.stringify(await ready(role))).not.toContain('password');
    expect(await stopped('operator')).toMatchObject({ trouble: why });
  });
});

/** What the server says to these bytes, until it closes. */
async function sent(bytes: string): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  let said = '';
  socket.on('data', (piece: Buffer) => (said += piece.toString()));
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  socket.write(bytes);
  await once(socket, 'close');
  return said;
}

/** What is answered to a request of which the body does not come; once the server has closed the connection. */
const stalled = (head: string, first: string): Promise<string> =>
  sent(`${head}\r\nHost: x\r\nContent-Length: 100000\r\n\r\n${first}`);

describe('a body that does not come', () => {
  const withoutKey = [
    ['/penalty-decisions', 'application/json', '{', 401],
    ['/intake', 'text/csv', 'a', 401],
    ['/penalty-decisions', 'text/csv', 'a', 401],
    ['/nowhere', 'application/json', '{', 404],
  ] as const;

  it('is not waited for without a key', async () => {
    const heads = withoutKey.map(
      ([url, type, first]) => [`POST ${url} HTTP/1.1\r\nContent-Type: ${type}`, first] as const,
    );
    const found = await Promise.all(heads.map((head) => stalled(...head))); // at once: each is kept open for 5 s
    // What is waited for and does not come is a 408.
    expect(found.map((said) => said.slice(0, 13))).toEqual(withoutKey.map(([, , , status]) => `HTTP/1.1 ${status} `));
  });

  const head = () =>
    `POST /penalty-decisions HTTP/1.1\r\nContent-Type: application/json\r\nAuthorization: Bearer ${keys.officer}`;

  it('is waited for as long as is said, and then is over', async () => {
    const timers = jest.spyOn(global, 'setTimeout');
    const said = await stalled(head(), '{');
    expect(said).toMatch(/^HTTP\/1\.1 408 [\s\S]*"code":"request-timed-out"/);
    expect(timers.mock.calls.filter(([, ms]) => ms === bodyMs)).toHaveLength(1);
    timers.mockRestore();
  });

  it('is read when it comes in the time that is said, and others are answered meanwhile', async () => {
    const socket = connect(port, '127.0.0.1');
    let said = '';
    socket.on('data', (piece: Buffer) => (said += piece.toString()));
    await once(socket, 'connect');
    socket.write(`${head()}\r\nHost: x\r\nConnection: close\r\nContent-Length: 2\r\n\r\n{`);
    expect((await app.inject('/health/live')).statusCode).toBe(200);
    socket.write('}');
    await once(socket, 'close');
    expect(said).toMatch(/^HTTP\/1\.1 400 [\s\S]*"code":"request-malformed"/);
  });
});

it('says that it is stopping to whoever comes while it does', async () => {
  const stopping = await createApi([AdaptersModule.on(database.url)]);
  let [closes, mayClose] = [(): void => undefined, (): void => undefined];
  const closing = new Promise<void>((resolve) => (closes = resolve));
  const asked = new Promise<void>((resolve) => (mayClose = resolve));
  stopping
    .getHttpAdapter()
    .getInstance()
    .addHook('preClose', () => (closes(), asked));
  await stopping.listen(0, '127.0.0.1');
  const url = await stopping.getUrl();
  const closed = stopping.close();
  await closing;
  const answer = await fetch(`${url}/seals/keys`, { headers: { authorization: `Bearer ${keys.officer}` } });
  expect(answer.status).toBe(503);
  expect(answer.headers.get('content-type')).toContain('application/problem+json');
  expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
  expect(await answer.json()).toMatchObject({ code: 'ledger-stopping' });
  mayClose();
  await closed;
});

it('holds so many connections and no more', async () => {
  const small = await createApi([AdaptersModule.on(database.url)], { ...edgeUnlimited, connectionsMax: 3 });
  await small.listen(0, '127.0.0.1');
  const { port: at } = (small.getHttpServer() as { address(): AddressInfo }).address();
  const sockets = await Promise.all(
    Array.from({ length: 5 }, async () => {
      const socket = connect(at, '127.0.0.1');
      socket.on('error', () => undefined);
      await once(socket, 'connect');
      return socket;
    }),
  );
  const open = () => sockets.filter(({ readyState }) => readyState === 'open').length;
  await comesTrue(() => Promise.resolve(open() <= 3));
  await sleep(100); // and no more of them are closed
  expect(open()).toBe(3);
  for (const socket of sockets) socket.destroy();
  await small.close();
});
