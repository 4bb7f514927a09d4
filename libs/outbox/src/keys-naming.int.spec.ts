import { Pool } from 'pg';
import { createTestDatabase, type TestDatabase } from '../../../test/support/test-database';
import { enqueue } from './enqueue';
import { keysNaming, type Naming } from './keys-naming';
import { aPush } from './push.examples';

let database: TestDatabase;
let pool: Pool;
beforeAll(async () => {
  database = await createTestDatabase();
  pool = new Pool({ connectionString: database.url });
});
afterAll(async () => {
  await pool.end();
  await database.drop();
});

async function found(naming: Partial<Naming>): Promise<readonly string[]> {
  const keys: string[] = [];
  const what = { endpoint: 'somebody', pattern: 'name\\.([a-z]+)\\.', words: ['one', 'two'], ...naming };
  for await (const some of keysNaming(pool, what)) keys.push(...some);
  return keys.sort();
}

it('finds the keys of the pushes in whose documents a word stands, however deep, of more pages than one', async () => {
  const saying = (position: number, document: object, more: object = {}) => aPush({ position, document, ...more });
  const naming = [
    saying(1, { operator: 'name.one.sealed' }),
    saying(2, { people: [{ of: 'before name.two.sealed after' }] }),
    saying(3, { operator: 'name.two.x, name.three.x' }, { subjectId: '92131022MAEHM5G2XY' }),
  ];
  const others = [
    saying(4, { operator: 'name.three.sealed' }),
    saying(5, { operator: 'one, two' }),
    saying(6, { operator: 'name.one.sealed' }, { endpoint: 'gsxt-hebei' }),
  ];
  const many = Array.from({ length: 5_100 }, (_, n) => saying(n + 7, {}));
  await enqueue(pool, [...naming, ...others, ...many]);

  expect(await found({})).toEqual(naming.map(({ key }) => key).sort());
  expect(await found({ words: ['two'], subjectId: '92131022MAEHM5G2XY' })).toEqual([naming[2]?.key]);
  expect(await found({ words: ['four'] })).toEqual([]);
});
