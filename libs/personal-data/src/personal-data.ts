import { randomBytes, randomUUID } from 'node:crypto';
import { AskQueue } from './ask-queue';
import type { MasterKey, WrappingKey } from './master-key';
import type { DestroyedKey, NewPersonKey, PersonKey, PersonKeys } from './person-keys';
import { open, seal, type Token } from './token';
import { tokensIn, withTokensSaid } from './tokens-in';

/** No master key was configured: personal text can be neither taken nor read. Everything else works. */
export class MasterKeyMissing extends Error {
  constructor() {
    super('no master key for personal data is configured');
    this.name = 'MasterKeyMissing';
  }
}

/** People are known here under another master key: with ours they would no longer meet themselves. Or their keys are wrapped by one that we do not have. */
export class MasterKeyWrong extends Error {
  constructor(sentence: string) {
    super(sentence);
    this.name = 'MasterKeyWrong';
  }
}
const wronglyMatched = (ours: string, theirs: string): MasterKeyWrong =>
  new MasterKeyWrong(`people are known here under master key ${theirs}, the one configured is ${ours}`);
const wronglyWrapped = (theirs: readonly string[]): MasterKeyWrong =>
  new MasterKeyWrong(`keys of people here are wrapped by ${theirs.join(', ')}, which is not configured`);

/** People stand in the ledger whose keys are not here, as after a restore: a new key would stand in the way of the old one for good. */
export class PersonKeysLost extends Error {
  constructor() {
    super('people stand in the ledger whose keys are not here: bring them back first (docs/operations.md)');
    this.name = 'PersonKeysLost';
  }
}

/** Seals text for one person, under the person's newest key. */
export interface PersonSeal {
  readonly status: 'usable';
  readonly keyId: string;
  readonly generation: number;
  /** Text of a field -> token; see `seal` in `token.ts`. */
  readonly seal: (field: string, text: string) => string;
}
export interface PersonErased {
  readonly status: 'destroyed';
  readonly keyId: string;
  readonly generation: number;
}

/** Why a text is not shown: its key was destroyed; the asker may not see it; it cannot be read (now). Stable codes. */
export const GAPS = {
  'personal-data-erased': '［个人信息已删除］',
  'personal-data-withheld': '［个人信息不显示］',
  'personal-data-unreadable': '［个人信息暂不可读］',
} as const;
export type Gap = keyof typeof GAPS;

export interface Revealed<Value> {
  readonly value: Value;
  /** What is missing from it, and is marked with the words of `GAPS`. */
  readonly gaps: ReadonlySet<Gap>;
}

/**
 * Personal text in and out. It is sealed before an event is made and opened at the edge, just before an answer or a push
 * leaves; between the two there are tokens only, in the log, the read models, the outbox and whatever is copied from them.
 *
 * Keys are looked up each time and kept by nobody: a destruction takes effect with the next answer of every process.
 * Looking up is one query per turn of the event loop, whoever seals or reveals in it.
 */
export class PersonalData {
  private readonly seals: AskQueue<PersonSeal | PersonErased>;
  /** By key id; null where there is none. */
  private readonly read: AskQueue<PersonKey | null>;

  /**
   * @param master      undefined: none configured.
   * @param onUnreadable told of tokens that should open and do not (a missing row, a changed bit): key ids, never text.
   * @param areKeysLost whether people stand in the ledger who have no key here. Asked before a key is made. Our default: none.
   */
  constructor(
    private readonly keys: PersonKeys,
    private readonly master: MasterKey | undefined,
    private readonly onUnreadable: (keyId: string, reason: string) => void,
    /** Whether people stand in the ledger who have no key here. */
    readonly areKeysLost: () => Promise<boolean> = () => Promise.resolve(false),
  ) {
    this.seals = new AskQueue((personIds) => this.sealsOf(personIds));
    this.read = new AskQueue(async (keyIds) => {
      const found = await keys.read(keyIds);
      return new Map(keyIds.map((keyId) => [keyId, found.get(keyId) ?? null]));
    });
  }

  /** Whether personal text can be taken and read at all. */
  get hasMasterKey(): boolean {
    return this.master !== undefined;
  }

  /** Throws `MasterKeyWrong` when people are known here under another key, or their keys were wrapped by one we do not have. To be asked once, at start. */
  async check(): Promise<void> {
    const { master } = this;
    if (!master) return;
    const { matching, wrapping } = await this.keys.keysAbove();
    if (matching !== null && matching !== master.id) throw wronglyMatched(master.id, matching);
    const unknown = wrapping.filter((id) => master.wrappingOf(id) === undefined);
    if (unknown.length > 0) throw wronglyWrapped(unknown);
  }

  /** Who somebody is (normalised words, the kind of identity first) -> UUID by keyed hash. Throws `MasterKeyMissing`. */
  personIdOf(...identity: readonly string[]): string {
    const hex = Buffer.from(this.masterKey().match(identity)).toString('hex', 0, 16);
    return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
  }

  /** What seals a person's text; a key is made for somebody who has none. Throws `MasterKeyMissing`, `PersonKeysLost`, errors of the store. */
  async sealOf(personId: string): Promise<PersonSeal | PersonErased> {
    this.masterKey();
    return this.seals.get(personId);
  }

  /** After an erasure, for a paper that has nothing to do with what was erased: the key of the next generation. */
  async sealAfter({ generation }: PersonErased, personId: string): Promise<PersonSeal | PersonErased> {
    await this.make([{ personId, generation: generation + 1 }]);
    return this.sealOf(personId); // somebody else may have made it first, and even destroyed it again
  }

  /** Every key a person ever had, oldest first, without making one. */
  keysOf(personId: string): Promise<readonly PersonKey[]> {
    return this.keys.allOf(personId);
  }

  /** Ids of the keys that were destroyed, in pages behind `after`. */
  destroyedIds(after: string | null, limit: number): Promise<readonly string[]> {
    return this.keys.destroyedIds(after, limit);
  }

  /** Destroys keys for good; said again it changes nothing. */
  destroy(keys: readonly DestroyedKey[]): Promise<void> {
    return this.keys.destroy(keys);
  }

  /**
   * The value with every token in it opened, however deep; plain text stays as it is. What cannot or may not be shown is
   * marked with the words of `GAPS`. No query when there is no token.
   */
  async reveal<Value>(value: Value, mayRead = true): Promise<Revealed<Value>> {
    const tokens = tokensIn(value);
    if (tokens.size === 0) return { value, gaps: new Set() };
    const keyIds = [...new Set([...tokens.values()].map(({ keyId }) => keyId))];
    const found = await Promise.all(keyIds.map((keyId) => this.read.get(keyId)));
    const stored = new Map(found.flatMap((key) => (key ? [[key.keyId, key] as const] : [])));
    const dataKeys = mayRead ? await this.unwrapped([...stored.values()]) : new Map<string, Uint8Array>();
    const gaps = new Set<Gap>();
    const said = new Map<string, string>();
    for (const [text, token] of tokens) {
      const opened = this.opened(token, stored.get(token.keyId), dataKeys.get(token.keyId), mayRead);
      if (typeof opened === 'string') said.set(text, opened);
      else {
        gaps.add(opened.gap);
        said.set(text, GAPS[opened.gap]);
      }
    }
    return { value: withTokensSaid(value, said), gaps };
  }

  private opened(
    token: Token,
    key: PersonKey | undefined,
    dataKey: Uint8Array | undefined,
    mayRead: boolean,
  ): string | { readonly gap: Gap } {
    if (key?.wrapped === null) return { gap: 'personal-data-erased' };
    if (!mayRead) return { gap: 'personal-data-withheld' };
    if (dataKey === undefined) {
      this.onUnreadable(
        token.keyId,
        key === undefined ? 'there is no such key' : 'the key that wrapped it is not here',
      );
      return { gap: 'personal-data-unreadable' };
    }
    try {
      return open(dataKey, token);
    } catch {
      this.onUnreadable(token.keyId, 'a token was changed');
      return { gap: 'personal-data-unreadable' };
    }
  }

  private async sealsOf(personIds: readonly string[]): Promise<ReadonlyMap<string, PersonSeal | PersonErased>> {
    let newest = await this.keys.newestOf(personIds);
    const missing = personIds.filter((personId) => !newest.has(personId));
    if (missing.length > 0) {
      await this.make(missing.map((personId) => ({ personId, generation: 1 })));
      newest = await this.keys.newestOf(personIds);
    }
    const dataKeys = await this.unwrapped([...newest.values()]);
    return new Map([...newest].map(([personId, key]) => [personId, this.sealBy(key, dataKeys.get(key.keyId))]));
  }

  private sealBy(
    { keyId, generation, wrapped, masterKeyId }: PersonKey,
    dataKey?: Uint8Array,
  ): PersonSeal | PersonErased {
    if (wrapped === null) return { status: 'destroyed', keyId, generation };
    if (dataKey === undefined) throw wronglyWrapped([masterKeyId]);
    return { status: 'usable', keyId, generation, seal: (field, text) => seal(dataKey, keyId, field, text) };
  }

  private async make(wanted: readonly Pick<NewPersonKey, 'personId' | 'generation'>[]): Promise<void> {
    const { id, wrapping } = this.masterKey();
    if (await this.areKeysLost()) throw new PersonKeysLost();
    const made = wanted.map((one) => ({ ...one, keyId: randomUUID(), dataKey: randomBytes(32) }));
    const wrapped = await wrapping.wrap(made);
    await this.keys.make(
      made.map(({ personId, generation, keyId }, index) => ({
        personId,
        generation,
        keyId,
        masterKeyId: wrapping.id,
        wrapped: wrapped[index] ?? Buffer.alloc(0),
      })),
      id,
    );
  }

  /** Data keys by key id, of those that a key of ours wrapped. Each wrapping key is asked once. */
  private async unwrapped(keys: readonly PersonKey[]): Promise<ReadonlyMap<string, Uint8Array>> {
    const byWrapping = new Map<WrappingKey, { keyId: string; wrapped: Uint8Array }[]>();
    for (const { keyId, wrapped, masterKeyId } of keys) {
      const wrapping = this.master?.wrappingOf(masterKeyId);
      if (wrapped === null || wrapping === undefined) continue;
      const theirs = byWrapping.get(wrapping);
      if (theirs) theirs.push({ keyId, wrapped });
      else byWrapping.set(wrapping, [{ keyId, wrapped }]);
    }
    const dataKeys = new Map<string, Uint8Array>();
    for (const [wrapping, theirs] of byWrapping) {
      const unwrapped = await wrapping.unwrap(theirs);
      theirs.forEach(({ keyId }, index) => {
        const dataKey = unwrapped[index];
        if (dataKey) dataKeys.set(keyId, dataKey);
      });
    }
    return dataKeys;
  }

  private masterKey(): MasterKey {
    if (!this.master) throw new MasterKeyMissing();
    return this.master;
  }
}
