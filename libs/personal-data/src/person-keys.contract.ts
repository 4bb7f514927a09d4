import { randomBytes, randomUUID } from 'node:crypto';
import type { DestroyedKey, NewPersonKey, PersonKeys } from './person-keys';

/** What every store of people's keys promises. Each adapter's spec runs it. */
export function personKeysContract(adapter: string, open: () => PersonKeys): void {
  describe(`person keys contract: ${adapter}`, () => {
    let keys: PersonKeys;
    beforeAll(() => {
      keys = open();
    });

    it('knows nobody it was not told of', async () => {
      expect((await keys.newestOf([randomUUID()])).size).toBe(0);
      expect(await keys.allOf(randomUUID())).toEqual([]);
      expect((await keys.read([randomUUID()])).size).toBe(0);
    });

    it('gives back what was made, by person and by key, to the byte', async () => {
      const made = [aKey(), aKey()];
      await keys.make(made, matching);

      const newest = await keys.newestOf(made.map(({ personId }) => personId));
      const read = await keys.read(made.map(({ keyId }) => keyId));
      for (const key of made) {
        expect(plain(newest.get(key.personId))).toEqual(plain(key));
        expect(plain(read.get(key.keyId))).toEqual(plain(key));
      }
    });

    it('keeps the first of two keys made for one person, whoever came first', async () => {
      const personId = randomUUID();
      const rivals = Array.from({ length: 8 }, () => aKey({ personId }));

      await Promise.all(rivals.map((key) => keys.make([key], matching)));

      const standing = (await keys.newestOf([personId])).get(personId);
      expect(rivals.map(({ keyId }) => keyId)).toContain(standing?.keyId);
      const found = await keys.read(rivals.map(({ keyId }) => keyId));
      expect([...found.keys()]).toEqual([standing?.keyId]);
    });

    it('made again after the answer was lost, changes nothing', async () => {
      const key = aKey();
      await keys.make([key], matching);
      await keys.make([key, aKey({ personId: key.personId })], matching);

      expect(plain((await keys.newestOf([key.personId])).get(key.personId))).toEqual(plain(key));
    });

    it('tells page by page which keys are destroyed, each once', async () => {
      const made = Array.from({ length: 5 }, () => aKey());
      await keys.make(made, matching);
      const gone = made.slice(0, 3).map(({ keyId }) => keyId);
      await keys.destroy(gone.map(destroyed));

      const told: string[] = [];
      for (let after: string | null = null; ;) {
        const page: readonly string[] = await keys.destroyedIds(after, 2);
        told.push(...page);
        if (page.length < 2) break;
        after = page.at(-1) ?? null;
      }
      expect(told).toEqual([...new Set(told)].sort());
      expect(told).toEqual(expect.arrayContaining(gone));
      expect(made.slice(3).some(({ keyId }) => told.includes(keyId))).toBe(false);
    });

    it('destroys a key for good, and nobody else’s', async () => {
      const [gone, kept] = [aKey(), aKey()];
      await keys.make([gone, kept], matching);

      await keys.destroy([destroyed(gone.keyId)]);
      await keys.make([gone], matching);

      const found = await keys.read([gone.keyId, kept.keyId]);
      expect(found.get(gone.keyId)).toMatchObject({ personId: gone.personId, generation: 1, wrapped: null });
      expect(plain(found.get(kept.keyId))).toEqual(plain(kept));
    });

    it('destroyed again after the answer was lost, and for a key nobody made, changes nothing', async () => {
      const key = aKey();
      await keys.make([key], matching);

      await keys.destroy([destroyed(key.keyId), destroyed(randomUUID())]);
      await keys.destroy([destroyed(key.keyId)]);
      await keys.destroy([]);

      expect((await keys.read([key.keyId])).get(key.keyId)?.wrapped).toBeNull();
    });

    it('lets a next generation follow a destroyed key, and names it as the newest', async () => {
      const first = aKey();
      await keys.make([first], matching);
      await keys.destroy([destroyed(first.keyId)]);
      const second = aKey({ personId: first.personId, generation: 2 });
      await keys.make([second], matching);

      expect(plain((await keys.newestOf([first.personId])).get(first.personId))).toEqual(plain(second));
      const all = await keys.allOf(first.personId);
      expect(all.map(({ keyId, wrapped }) => [keyId, wrapped === null])).toEqual([
        [first.keyId, true],
        [second.keyId, false],
      ]);
      expect((await keys.read([first.keyId])).get(first.keyId)?.wrapped).toBeNull();
    });

    it('names the wrapping keys of keys that are here, and no longer those of keys that are gone', async () => {
      const [used, gone] = [aKey({ masterKeyId: randomUUID() }), aKey({ masterKeyId: randomUUID() })];
      await keys.make([used, gone], matching);
      expect((await keys.keysAbove()).wrapping).toEqual(expect.arrayContaining([used.masterKeyId, gone.masterKeyId]));
      await keys.destroy([destroyed(gone.keyId)]);
      const { wrapping } = await keys.keysAbove();
      expect(wrapping).toContain(used.masterKeyId);
      expect(wrapping).not.toContain(gone.masterKeyId);
    });

    it('knows people under one matching key, for good: under another one nothing is made', async () => {
      const key = aKey();
      await keys.make([aKey()], matching);
      await expect(keys.make([key], 'matching-2')).rejects.toThrow();
      expect((await keys.read([key.keyId])).size).toBe(0);
      expect((await keys.keysAbove()).matching).toBe(matching);
    });
  });
}

/** Under which the people of this contract are known. */
export const matching = 'matching-1';

export const aKey = (change: Partial<NewPersonKey> = {}): NewPersonKey => ({
  personId: randomUUID(),
  generation: 1,
  keyId: randomUUID(),
  masterKeyId: 'master-1',
  wrapped: randomBytes(60),
  ...change,
});

export const destroyed = (keyId: string): DestroyedKey => ({
  keyId,
  destroyedBy: '李审批（廊坊市消防救援支队）',
  ground: 'retention-expired',
  eventId: '0e0e0e0e-0000-5000-8000-000000000001',
});

/** Buffers and byte arrays of different adapters, in one form. */
const plain = (key: object | undefined) =>
  key &&
  Object.fromEntries(
    Object.entries(key).map(([name, value]) => [name, ArrayBuffer.isView(value) ? hex(value) : value]),
  );
const hex = (bytes: ArrayBufferView): string => Buffer.from(bytes as Uint8Array).toString('hex');
