/**
 * The data keys of people, wrapped: one row per key, apart from the log and from every read model. A promise two adapters
 * keep (memory, PostgreSQL); `person-keys.contract.ts` proves it.
 *
 * - A person has at most one usable key. After its destruction a later paper may start the next generation.
 * - Made once: of keys made for one person and generation at the same moment exactly one stands, and everybody reads that one.
 * - Destroyed for good: nothing makes a destroyed key usable again; a tombstone stays (when, by whom, on which paper).
 * - Destruction is seen by every read that begins after it, in every process: nobody keeps keys between reads.
 *
 * Each method asks once. Errors of the store are thrown as they are; saying it again is safe.
 */
export interface PersonKeys {
  /** Each person's newest key, destroyed or not. A person without one is not in the answer. */
  newestOf(personIds: readonly string[]): Promise<ReadonlyMap<string, PersonKey>>;
  /** Every key a person ever had, oldest first. */
  allOf(personId: string): Promise<readonly PersonKey[]>;
  /**
   * Makes keys, and remembers under which matching key their people are known here. Where the person has a key of that generation already, that one
   * stays and nothing is said. Rejects, and makes nothing, when people are known under another matching key.
   */
  make(keys: readonly NewPersonKey[], matchingKeyId: string): Promise<void>;
  /** Keys by their ids; an id nobody made is not in the answer. */
  read(keyIds: readonly string[]): Promise<ReadonlyMap<string, PersonKey>>;
  /** Destroys keys. A key's first destruction stays as it is; a key nobody made is passed over. */
  destroy(keys: readonly DestroyedKey[]): Promise<void>;
  /** Ids of destroyed keys behind `after` (null: from the first), in their order, at most `limit`. */
  destroyedIds(after: string | null, limit: number): Promise<readonly string[]>;
  /** The keys above them, by their ids. */
  keysAbove(): Promise<KeysAbove>;
}

export interface KeysAbove {
  /** Under which people are known here, also where their keys are lost; null: nobody is known yet. */
  readonly matching: string | null;
  /** That wrap keys which are here now. */
  readonly wrapping: readonly string[];
}

export interface NewPersonKey {
  /** UUID from the keyed hash over who it is. */
  readonly personId: string;
  /** 1 for the first. */
  readonly generation: number;
  /** Random UUID; stands in tokens and in the name of the stream of an erasure. */
  readonly keyId: string;
  /** Id of the wrapping key that wrapped it. */
  readonly masterKeyId: string;
  readonly wrapped: Uint8Array;
}

export type PersonKey = Omit<NewPersonKey, 'wrapped'> & {
  /** Null: destroyed. */
  readonly wrapped: Uint8Array | null;
};

/** Why a key was destroyed. No free text: a reason in words could tell what the destruction is to hide. */
export interface DestroyedKey {
  readonly keyId: string;
  readonly destroyedBy: string;
  readonly ground: string;
  /** The event that recorded it. */
  readonly eventId: string;
}
