import { LocalMasterKey, type MasterKey, partedKey, PersonalData } from '@app/personal-data';
import { PostgresPersonKeys } from '@app/personal-data/postgres';
import { type ClientBase, Pool } from 'pg';
import { createTestDatabase, type TestDatabase } from '../../../test/support/test-database';
import { destroyed } from '../../../libs/personal-data/src/person-keys.contract';
import { rewrapPersonKeys } from './rewrap-person-keys';

const key = (byte: number) => new LocalMasterKey(Buffer.alloc(32, byte));
const matching = key(7);
/** As the settings say it: before, while the key is changed, and afterwards. */
const before = partedKey(matching, matching);
const after = partedKey(matching, key(8));
const names = Array.from({ length: 7 }, (_, n) => `人${n}`);

let database: TestDatabase;
let owner: Pool;
let serving: Pool;
beforeEach(async () => {
  database = await createTestDatabase();
  owner = new Pool({ connectionString: database.ownerUrl });
  serving = new Pool({ connectionString: database.url });
});
afterEach(async () => {
  await serving.end();
  await owner.end();
  await database.drop();
});

const personalUnder = (master: MasterKey) => new PersonalData(new PostgresPersonKeys(serving), master, () => undefined);
/** Everybody's token, as it stands in the log. */
async function tokensUnder(master: MasterKey): Promise<readonly string[]> {
  const personal = personalUnder(master);
  return Promise.all(
    names.map(async (name) => {
      const seal = await personal.sealOf(personal.personIdOf('spec', name));
      return seal.status === 'usable' ? seal.seal('name', name) : '';
    }),
  );
}
const read = async (master: MasterKey, tokens: readonly string[]) => (await personalUnder(master).reveal(tokens)).value;
async function wrappedBy(): Promise<readonly string[]> {
  return (await new PostgresPersonKeys(serving).keysAbove()).wrapping;
}

/** The owner's connection, cut off at one statement as by `kill -9`: before it is sent, or after it was carried out and before anybody heard. */
function cutAt(nth: number, when: 'before' | 'after'): Pick<ClientBase, 'query'> {
  let asked = 0;
  const query = async (text: string, values?: unknown[]) => {
    asked++;
    if (asked === nth && when === 'before') throw new Error('cut');
    const answer = await owner.query(text, values);
    if (asked === nth) throw new Error('cut');
    return answer;
  };
  return { query } as Pick<ClientBase, 'query'>;
}

it('changes what wraps the keys, and neither an id nor a token; said twice it changes nothing', async () => {
  const tokens = await tokensUnder(before);
  expect(await rewrapPersonKeys(owner, after, 3)).toEqual({ rewrapped: names.length, unreadable: [] });
  expect(await wrappedBy()).toEqual([key(8).id]);
  expect(await tokensUnder(after)).toEqual(tokens);
  expect(await read(after, tokens)).toEqual(names);
  expect(await rewrapPersonKeys(owner, after, 3)).toEqual({ rewrapped: 0, unreadable: [] });
  await personalUnder(after).check();
});

it('is refused at the start of whoever has only the key of before, and of whoever would match by another one', async () => {
  await tokensUnder(before);
  await rewrapPersonKeys(owner, after);
  await expect(personalUnder(before).check()).rejects.toThrow(`wrapped by ${key(8).id}`);
  await expect(personalUnder(partedKey(key(8), key(8))).check()).rejects.toThrow(
    `known here under master key ${matching.id}`,
  );
});

it.each(['before', 'after'] as const)(
  'cut off %s any of its statements it leaves everybody readable to whoever has both keys, and goes on when it is said again',
  async (when) => {
    const tokens = await tokensUnder(before);
    let [there, back] = [partedKey(matching, key(8), [key(9)]), partedKey(matching, key(9), [key(8)])];
    const isCutAt = (nth: number) =>
      rewrapPersonKeys(cutAt(nth, when), there, 2).then(
        () => false,
        () => true,
      );
    let cuts = 0;
    while (await isCutAt(cuts + 1)) {
      cuts++;
      expect(await read(there, tokens)).toEqual(names);
      await personalUnder(there).check();
      await rewrapPersonKeys(owner, there, 2);
      expect(await wrappedBy()).toEqual([there.wrapping.id]);
      [there, back] = [back, there];
    }
    expect(cuts).toBeGreaterThan(names.length); // each of its statements was the last one once
    expect(await tokensUnder(there)).toEqual(tokens);
  },
);

it('leaves destroyed what is destroyed, also between being read and being written', async () => {
  const tokens = await tokensUnder(before);
  const personal = personalUnder(before);
  const erase = async (name: string) => {
    const [one] = await personal.keysOf(personal.personIdOf('spec', name));
    await personal.destroy([destroyed(one?.keyId ?? '')]);
  };
  await erase('人0');
  const query = async (text: string, values?: unknown[]) => {
    if (text.startsWith('UPDATE')) await erase('人1');
    return owner.query(text, values);
  };
  expect(await rewrapPersonKeys({ query } as Pick<ClientBase, 'query'>, after)).toMatchObject({
    rewrapped: names.length - 2,
  });
  const said = await read(after, tokens);
  expect(said.slice(0, 2)).toEqual(['［个人信息已删除］', '［个人信息已删除］']);
  expect(said.slice(2)).toEqual(names.slice(2));
});

it('names a key that does not open, leaves it as it is and goes on with the others', async () => {
  const tokens = await tokensUnder(before);
  await owner.query('ALTER TABLE person_keys DISABLE TRIGGER USER');
  const { rows } = await owner.query<{ id: string }>(
    `UPDATE person_keys SET wrapped_key = set_byte(wrapped_key, 20, 255 - get_byte(wrapped_key, 20))
     WHERE key_id = (SELECT key_id FROM person_keys ORDER BY key_id LIMIT 1) RETURNING key_id AS id`,
  );
  await owner.query('ALTER TABLE person_keys ENABLE TRIGGER USER');
  expect(await rewrapPersonKeys(owner, after)).toEqual({
    rewrapped: names.length - 1,
    unreadable: rows.map(({ id }) => id),
  });
  const others = tokens.filter((token) => !rows.some(({ id }) => token.includes(id)));
  expect(await read(after, others)).toEqual(names.filter((_, n) => others.includes(tokens[n] ?? '')));
});

it('is the work of the owner: what serves cannot change what wraps a key', async () => {
  await tokensUnder(before);
  await expect(rewrapPersonKeys(serving, after)).rejects.toMatchObject({ code: '42501' });
  expect(await wrappedBy()).toEqual([matching.id]);
});
