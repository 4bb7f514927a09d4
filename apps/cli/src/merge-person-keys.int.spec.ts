import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PostgresPersonKeys } from '@app/personal-data/postgres';
import { Client, Pool } from 'pg';
import { createTestDatabase, type TestDatabase } from '../../../test/support/test-database';
import { mergePersonKeys, NotACopyOfKeys } from './merge-person-keys';

const folder = mkdtempSync(join(tmpdir(), 'keys-'));
let database: TestDatabase;
let pool: Pool;
let client: Client;
let keys: PostgresPersonKeys;

beforeEach(async () => {
  database = await createTestDatabase();
  pool = new Pool({ connectionString: database.url });
  client = new Client(database.url);
  await client.connect();
  keys = new PostgresPersonKeys(pool);
});
afterEach(async () => {
  await client.end();
  await pool.end();
  await database.drop();
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const aKey = (personId: string = randomUUID(), generation = 1) => ({
  ...{ personId, generation, keyId: randomUUID(), masterKeyId: 'master', wrapped: Buffer.from('a wrapped key') },
});
type Key = ReturnType<typeof aKey>;
const matching = 'matching';
const nothingErased = () => Promise.resolve();

/** What `pg_dump --data-only -t person_keys` writes of these keys; destroyed ones without their bytes. */
function copyOf(usable: readonly Key[], destroyed: readonly Key[] = []): string {
  const none = String.raw`\N`;
  const rows = [
    ...usable.map((key) => [
      ...namesOf(key),
      String.raw`\\x${key.wrapped.toString('hex')}`,
      madeAt,
      none,
      none,
      none,
      none,
    ]),
    ...destroyed.map((key) => [...namesOf(key), none, madeAt, madeAt, '王审批', 'other-law', randomUUID()]),
  ].map((cells) => cells.join('\t'));
  const columns =
    'key_id, person_id, generation, master_key_id, wrapped_key, made_at, destroyed_at, destroyed_by, destroyed_for, destroyed_by_event';
  const file = join(folder, randomUUID());
  writeFileSync(
    file,
    `--\nSET x = 1;\n\nCOPY public.person_keys (${columns}) FROM stdin;\n${rows.join('\n')}\n\\.\n\n--\n`,
  );
  return file;
}
const madeAt = '2026-11-28 01:00:00+00';
const namesOf = ({ keyId, personId, generation, masterKeyId }: Key) => [keyId, personId, generation, masterKeyId];

describe('keys of people that are brought back', () => {
  it('come beside those that are here, and once however often it is said', async () => {
    const [here, there] = [aKey(), aKey()];
    await keys.make([here], matching);
    const copy = copyOf([here, there]);
    expect(await mergePersonKeys(client, copy, nothingErased)).toEqual({ merged: 1, destroyedThere: 0, taken: [] });
    expect(await mergePersonKeys(client, copy, nothingErased)).toEqual({ merged: 0, destroyedThere: 0, taken: [] });
    const read = await keys.read([here.keyId, there.keyId]);
    expect([...read.values()].map(({ wrapped }) => wrapped?.toString())).toEqual(['a wrapped key', 'a wrapped key']);
    expect(await keys.keysAbove()).toEqual({ matching, wrapping: ['master'] });
  });

  it('are destroyed again before anybody sees them, when the log says so', async () => {
    const erased = aKey();
    const seen: unknown[] = [];
    await mergePersonKeys(client, copyOf([erased]), async () => {
      seen.push((await keys.read([erased.keyId])).size); // on another connection
      await new PostgresPersonKeys(client).destroy([
        { keyId: erased.keyId, destroyedBy: '王审批', ground: 'other-law', eventId: randomUUID() },
      ]);
    });
    expect(seen).toEqual([0]);
    expect((await keys.read([erased.keyId])).get(erased.keyId)?.wrapped).toBeNull();
  });

  it('stay destroyed where the copy says that they are', async () => {
    const key = aKey();
    await keys.make([key], matching);
    expect(await mergePersonKeys(client, copyOf([], [key]), nothingErased)).toMatchObject({ destroyedThere: 1 });
    expect((await keys.read([key.keyId])).get(key.keyId)?.wrapped).toBeNull();
  });

  it('are named when their person has another key by now; the others come back', async () => {
    const [old, other] = [aKey(), aKey()];
    await keys.make([aKey(old.personId)], matching);
    const found = await mergePersonKeys(client, copyOf([old, other]), nothingErased);
    expect(found).toEqual({ merged: 1, destroyedThere: 0, taken: [old.keyId] });
  });

  it('come from a copy as text, or not at all', async () => {
    const file = join(folder, 'other');
    writeFileSync(file, 'PGDMP\n');
    await expect(mergePersonKeys(client, file, nothingErased)).rejects.toThrow(NotACopyOfKeys);
  });

  it('do not come at all when the erasures could not be carried out', async () => {
    const key = aKey();
    const failing = () => Promise.reject(new Error('the log is away'));
    await expect(mergePersonKeys(client, copyOf([key]), failing)).rejects.toThrow('the log is away');
    expect((await keys.read([key.keyId])).size).toBe(0);
  });
});
