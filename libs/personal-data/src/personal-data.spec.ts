import { LocalMasterKey } from './master-key';
import { MemoryPersonKeys } from './memory';
import { destroyed } from './person-keys.contract';
import {
  GAPS,
  MasterKeyMissing,
  MasterKeyWrong,
  PersonalData,
  type PersonErased,
  type PersonSeal,
} from './personal-data';

const master = new LocalMasterKey(Buffer.alloc(32, 7));

/** Counts what the store is asked. */
class CountedKeys extends MemoryPersonKeys {
  asked = 0;
  override newestOf(personIds: readonly string[]) {
    this.asked++;
    return super.newestOf(personIds);
  }
  override read(keyIds: readonly string[]) {
    this.asked++;
    return super.read(keyIds);
  }
}

let keys: CountedKeys;
let unreadable: string[];
let personal: PersonalData;
beforeEach(() => {
  keys = new CountedKeys();
  unreadable = [];
  personal = withMaster(master);
});
const withMaster = (key: LocalMasterKey | undefined) =>
  new PersonalData(keys, key, (keyId, reason) => unreadable.push(`${keyId}: ${reason}`));

const usable = (seal: PersonSeal | PersonErased): PersonSeal => {
  if (seal.status === 'destroyed') throw new Error('destroyed');
  return seal;
};
const person = (number: string) => personal.personIdOf('identity', '身份证', number);
const sealOf = async (personId: string) => usable(await personal.sealOf(personId));

describe('sealing', () => {
  it('gives a person one key and the same token each time, also when asked for by many at once', async () => {
    const personId = person('13100219000101001X');
    const seals = await Promise.all(Array.from({ length: 100 }, () => sealOf(personId)));
    const tokens = new Set(seals.map(({ seal }) => seal('name', '王示例')));
    expect(tokens.size).toBe(1);
    expect((await sealOf(personId)).seal('name', '王示例')).toBe([...tokens][0]);
  });

  it('asks the store twice for five hundred new people, and once for known ones', async () => {
    const people = Array.from({ length: 500 }, (_, index) => person(`P${index}`));
    await Promise.all(people.map(sealOf));
    expect(keys.asked).toBe(2);
    await Promise.all(people.map(sealOf));
    expect(keys.asked).toBe(3);
  });

  it('is refused without a master key, and an id too: it could be tried out', async () => {
    const without = withMaster(undefined);
    expect(() => without.personIdOf('identity', '身份证', '1')).toThrow(MasterKeyMissing);
    await expect(without.sealOf('x')).rejects.toBeInstanceOf(MasterKeyMissing);
  });

  it('is refused when the person’s key is wrapped by another master key; at start already', async () => {
    const personId = person('E1234567');
    await sealOf(personId);
    const other = withMaster(new LocalMasterKey(Buffer.alloc(32, 8)));
    await expect(other.sealOf(personId)).rejects.toBeInstanceOf(MasterKeyWrong);
    await expect(other.check()).rejects.toBeInstanceOf(MasterKeyWrong);
    await expect(personal.check()).resolves.toBeUndefined();
  });

  it('after an erasure makes no key by itself; the next generation is asked for', async () => {
    const personId = person('E1234567');
    const first = await sealOf(personId);
    await personal.destroy([destroyed(first.keyId)]);
    const gone = await personal.sealOf(personId);
    expect(gone).toEqual({ status: 'destroyed', keyId: first.keyId, generation: 1 });
    const seconds = await Promise.all([1, 2, 3].map(() => personal.sealAfter(gone as PersonErased, personId)));
    expect(new Set(seconds.map(({ keyId }) => keyId)).size).toBe(1);
    expect(usable(seconds[0] ?? gone).generation).toBe(2);
    expect(usable(seconds[0] ?? gone).seal('name', '王示例')).not.toBe(first.seal('name', '王示例'));
  });
});

describe('a key that is being made, faults in pairs', () => {
  const person1 = () => person('13100219000101001X');

  it('failed, and nothing happened: whoever asked is told, and the next one gets a key', async () => {
    const make = jest.spyOn(keys, 'make').mockRejectedValueOnce(new Error('away'));
    await expect(sealOf(person1())).rejects.toThrow('away');
    expect((await sealOf(person1())).generation).toBe(1);
    make.mockRestore();
  });

  it('was made, and the answer was lost: the key that stands is used, not another', async () => {
    const make = keys.make.bind(keys);
    jest.spyOn(keys, 'make').mockImplementationOnce(async (...made) => {
      await make(...made);
      throw new Error('cut');
    });
    await expect(sealOf(person1())).rejects.toThrow('cut');
    const standing = (await keys.newestOf([person1()])).get(person1());
    expect((await sealOf(person1())).keyId).toBe(standing?.keyId);
  });
});

describe('revealing', () => {
  async function anAnswer() {
    const one = await sealOf(person('13100219000101001X'));
    const other = await sealOf(person('131003190102030024'));
    keys.asked = 0;
    return {
      one,
      answer: {
        subjectName: one.seal('name', '王示例'),
        events: [{ data: { facts: other.seal('text', '李示例在场'), count: 3, at: null, plain: '公司' } }],
        when: new Date(0),
      },
    };
  }

  it('opens every token however deep with one question, and leaves the rest as it is', async () => {
    const { answer } = await anAnswer();
    const { value, gaps } = await personal.reveal(answer);
    expect(value).toEqual({
      subjectName: '王示例',
      events: [{ data: { facts: '李示例在场', count: 3, at: null, plain: '公司' } }],
      when: new Date(0),
    });
    expect(gaps.size).toBe(0);
    expect(keys.asked).toBe(1);
  });

  it('asks once for all that is revealed in one turn, and again in the next', async () => {
    const { answer, one } = await anAnswer();
    const revealed = await Promise.all(
      [answer, { name: one.seal('name', '王示例') }].map((each) => personal.reveal(each)),
    );
    expect(revealed.map(({ gaps }) => gaps.size)).toEqual([0, 0]);
    expect(keys.asked).toBe(1);
    await personal.reveal(answer);
    expect(keys.asked).toBe(2);
  });

  it('asks nothing, and gives the very object back, when there is no token', async () => {
    const plain = { subjectName: '公司', list: [1, 'pd1.', null] };
    expect((await personal.reveal(plain)).value).toBe(plain);
    expect(keys.asked).toBe(0);
  });

  it('marks what was erased, from the very next question on', async () => {
    const { answer, one } = await anAnswer();
    await personal.destroy([destroyed(one.keyId)]);
    const { value, gaps } = await personal.reveal(answer);
    expect(value.subjectName).toBe(GAPS['personal-data-erased']);
    expect(value.events[0]?.data.facts).toBe('李示例在场');
    expect([...gaps]).toEqual(['personal-data-erased']);
    expect(unreadable).toEqual([]);
  });

  it('marks what the asker may not see, and says of erased text that it was erased', async () => {
    const { answer, one } = await anAnswer();
    expect((await personal.reveal(answer, false)).value.subjectName).toBe(GAPS['personal-data-withheld']);
    await personal.destroy([destroyed(one.keyId)]);
    expect((await personal.reveal(answer, false)).value.subjectName).toBe(GAPS['personal-data-erased']);
  });

  it('marks and reports what should open and does not: no row, no master key, a changed token', async () => {
    const { answer, one } = await anAnswer();
    const changed = answer.subjectName.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A'));
    const lost = answer.subjectName.replace(one.keyId, '00000000-0000-4000-8000-000000000000');
    const { value, gaps } = await personal.reveal([changed, lost]);
    expect(value).toEqual([GAPS['personal-data-unreadable'], GAPS['personal-data-unreadable']]);
    expect([...gaps]).toEqual(['personal-data-unreadable']);
    const without = await withMaster(undefined).reveal(answer.subjectName);
    expect(without.value).toBe(GAPS['personal-data-unreadable']);
    expect(unreadable).toHaveLength(3);
    expect(unreadable.join()).not.toContain('王示例');
  });
});
