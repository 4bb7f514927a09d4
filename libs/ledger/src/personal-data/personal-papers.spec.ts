import { type EventLog, transact } from '@app/event-store';
import { MemoryEventLog } from '@app/event-store/memory';
import { PersonalData, parseToken } from '@app/personal-data';
import { MemoryPersonKeys } from '@app/personal-data/memory';
import { refusalOf } from '../../../../test/support/given-when-then';
import { aPersonalData } from '../../../../test/support/personal-data';
import { refusalFrom } from '../../../../test/support/refusal-from';
import type { PersonalContent } from '../shared';
import { PersonalPapers } from './personal-papers';

interface Note {
  readonly subjectId: string;
  readonly name: string | null;
}
const inNote: PersonalContent<Note> = {
  whose: ({ subjectId, name }) => (name === null ? null : { kind: 'person', subjectId }),
  said: (note, say) => ({ ...note, name: note.name === null ? null : say('name', note.name) }),
};
const place = { stream: 'note-1', type: 'NoteTaken' };

let log: EventLog;
let personal: PersonalData;
let papers: PersonalPapers;
let wang: Note;
beforeEach(() => {
  log = new MemoryEventLog();
  personal = aPersonalData();
  papers = new PersonalPapers(personal, log);
  const subjectId = papers.subjectIdOf({ identityType: '身份证', identityNumber: '13100219000101001X' });
  wang = { subjectId, name: '王示例' };
});

/** The paper as it was recorded: sealed, then appended. */
async function take(note: Note, at = place): Promise<Note> {
  const { sealed } = await papers.seal(note, inNote, at);
  await append(sealed, at);
  return sealed;
}
async function append(data: Note, at: typeof place): Promise<void> {
  const versions = { NoteTaken: { present: 1, upcasters: [] } };
  const noted = { initial: 0, evolve: (count: number) => count + 1, occurredOn: () => '2026-11-23', versions };
  const actor = { name: '王警官', unitName: '支队', unitCode: '', role: 'officer' };
  const context = { actor, commandId: at.stream, requestId: 'r', causeId: null };
  await transact(log, at.stream, noted, () => [{ type: 'NoteTaken', data }], context, { answeredBy: [] });
}
const keyIdIn = (note: Note): string => parseToken(note.name ?? '')?.keyId ?? 'none';
const erase = (note: Note) =>
  personal.destroy([{ keyId: keyIdIn(note), destroyedBy: 'x', ground: 'other-law', eventId: 'e' }]);

describe('the id of a natural person', () => {
  it('is the same for the same document, and shows nothing of it', () => {
    expect(wang.subjectId).toMatch(/^person-[0-9a-f]{32}$/);
    expect(papers.subjectIdOf({ identityType: '身份证', identityNumber: '13100219000101001X' })).toBe(wang.subjectId);
    expect(papers.subjectIdOf({ identityType: '护照', identityNumber: '13100219000101001X' })).not.toBe(wang.subjectId);
  });

  it('is who the keys know the person as', () => {
    const { subjectId } = wang;
    expect(`person-${papers.personIdOf({ kind: 'person', subjectId }).replaceAll('-', '')}`).toBe(subjectId);
  });

  it('of a representative is another at another unit', () => {
    const at = (subjectId: string) => papers.personIdOf({ kind: 'representative', subjectId, name: '王示例' });
    expect(at('92131023MAEYP68J25')).not.toBe(at('92131023MAF3HKUX5M'));
  });
});

describe('a paper', () => {
  it('that names nobody is left as it is, also without a master key', async () => {
    const without = new PersonalPapers(new PersonalData(new MemoryPersonKeys(), undefined, () => undefined), log);
    const note = { subjectId: '91131002MA0EXAM4X5', name: null };
    expect(await without.seal(note, inNote, place)).toEqual({ sealed: note, plain: note });
  });

  it('that names somebody is refused without a master key', async () => {
    const without = new PersonalPapers(new PersonalData(new MemoryPersonKeys(), undefined, () => undefined), log);
    expect(await refusalFrom(without.seal(wang, inNote, place))).toMatchObject({ code: 'personal-data-key-missing' });
    expect(
      refusalOf(() => without.subjectIdOf({ identityType: '身份证', identityNumber: '13100219000101001X' })),
    ).toMatchObject({ code: 'personal-data-key-missing' });
  });

  it('said twice is sealed into the very same words', async () => {
    const first = await papers.seal(wang, inNote, place);
    expect(await papers.seal({ ...wang }, inNote, place)).toEqual(first);
    expect(first.plain).toEqual(wang);
    expect(JSON.stringify(first.sealed)).not.toContain('王示例');
  });
});

describe('after an erasure', () => {
  it('the paper that was erased is not taken in again, and no key is made for it', async () => {
    const recorded = await take(wang);
    await erase(recorded);
    expect(await refusalFrom(papers.seal(wang, inNote, place))).toMatchObject({ code: 'personal-data-erased' });
    expect(await personal.keysOf(papers.personIdOf({ kind: 'person', ...wang }))).toMatchObject([{ generation: 1 }]);
  });

  it('a new paper about the person is taken in under a key of its own, and said again it meets itself', async () => {
    const recorded = await take(wang);
    await erase(recorded);
    const next = { stream: 'note-2', type: 'NoteTaken' };
    const fresh = await take(wang, next);
    expect(keyIdIn(fresh)).not.toBe(keyIdIn(recorded));
    expect((await papers.seal(wang, inNote, next)).sealed).toEqual(fresh);
    expect((await personal.reveal(fresh)).value).toEqual(wang);
  });

  it('a paper recorded in plain, before personal text was sealed, can still be compared', async () => {
    const before = { stream: 'note-0', type: 'NoteTaken' };
    await append(wang, before);
    await erase(await take(wang));
    expect(await papers.seal(wang, inNote, before)).toMatchObject({ plain: wang });
  });

  it('and after a new paper, the erased one is still known as erased', async () => {
    await erase(await take(wang));
    await take(wang, { stream: 'note-2', type: 'NoteTaken' });
    expect(await refusalFrom(papers.seal(wang, inNote, place))).toMatchObject({ code: 'personal-data-erased' });
  });
});
