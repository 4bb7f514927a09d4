import type { DestroyedKey, KeysAbove, NewPersonKey, PersonKey, PersonKeys } from '../person-keys';

/** Keys of people for specs. Answers in a later turn, as a database would. */
export class MemoryPersonKeys implements PersonKeys {
  private readonly keys = new Map<string, PersonKey>();
  readonly tombstones = new Map<string, DestroyedKey>();
  private matching: string | null = null;

  newestOf(personIds: readonly string[]): Promise<ReadonlyMap<string, PersonKey>> {
    const wanted = new Set(personIds);
    const newest = new Map<string, PersonKey>();
    for (const key of this.keys.values()) {
      const before = newest.get(key.personId);
      if (wanted.has(key.personId) && !(before && before.generation > key.generation)) newest.set(key.personId, key);
    }
    return Promise.resolve(newest);
  }

  allOf(personId: string): Promise<readonly PersonKey[]> {
    const theirs = [...this.keys.values()].filter((key) => key.personId === personId);
    return Promise.resolve(theirs.sort((one, other) => one.generation - other.generation));
  }

  make(keys: readonly NewPersonKey[], matchingKeyId: string): Promise<void> {
    this.matching ??= matchingKeyId;
    if (this.matching !== matchingKeyId) return Promise.reject(new Error('people are known under another key'));
    for (const key of keys) {
      const taken = [...this.keys.values()].some(
        ({ personId, generation }) => personId === key.personId && generation === key.generation,
      );
      if (!taken) this.keys.set(key.keyId, key);
    }
    return Promise.resolve();
  }

  read(keyIds: readonly string[]): Promise<ReadonlyMap<string, PersonKey>> {
    return Promise.resolve(
      new Map(
        keyIds.flatMap((keyId) => {
          const key = this.keys.get(keyId);
          return key ? [[keyId, key] as const] : [];
        }),
      ),
    );
  }

  destroy(keys: readonly DestroyedKey[]): Promise<void> {
    for (const destroyed of keys) {
      const key = this.keys.get(destroyed.keyId);
      if (!key?.wrapped) continue;
      this.tombstones.set(key.keyId, destroyed);
      this.keys.set(key.keyId, { ...key, wrapped: null });
    }
    return Promise.resolve();
  }

  destroyedIds(after: string | null, limit: number): Promise<readonly string[]> {
    const behind = [...this.tombstones.keys()].sort().filter((keyId) => after === null || keyId > after);
    return Promise.resolve(behind.slice(0, limit));
  }

  keysAbove(): Promise<KeysAbove> {
    const usable = [...this.keys.values()].filter(({ wrapped }) => wrapped !== null);
    return Promise.resolve({
      matching: this.matching,
      wrapping: [...new Set(usable.map(({ masterKeyId }) => masterKeyId))],
    });
  }
}
