import { type EventLog, LogUnavailable, type StoredEvent } from '@app/event-store';
import { MemoryEventLog } from '@app/event-store/memory';
import { GAPS, type DestroyedKey, type PersonalData } from '@app/personal-data';
import { MemoryPersonKeys } from '@app/personal-data/memory';
import { aDesk } from '../../../../test/support/desk';
import { aPersonalData } from '../../../../test/support/personal-data';
import { aPenaltyDecision, aPenaltyRevocation } from '../../../../test/support/ledger-events';
import { refusalFrom } from '../../../../test/support/refusal-from';
import type { Clock } from '../application';
import { capabilities } from '../capabilities';
import { tellingOf } from '../credit-dossier/capability';
import { MemoryDossiers } from '../credit-dossier/memory-dossiers';
import { judgeUnder } from '../credit-score/domain';
import { publishedRules } from '../rule-set';
import { PersonalPapers } from '../personal-data';
import { ErasePersonalData, type ErasePersonalDataDto, ErasePersonalDataHandler } from './erase-personal-data.command';
import { ErasedKeysPolicy } from './erased-keys.policy';

const clock = { now: () => new Date('2026-11-23T02:00:00Z'), today: () => '2026-11-23' } satisfies Clock;
const document = { identityType: '身份证', identityNumber: '13100219000101001X' } as const;
const order: ErasePersonalDataDto = {
  ...document,
  ground: 'retention-expired',
  documentNumber: '廊消信删〔2026〕第1号',
  erasedOn: '2026-11-20',
  authorityName: '廊坊市消防救援支队',
  authorityCode: '1113100001YMGCE72W',
};
const actor = { name: '李审批', unitName: '廊坊市消防救援支队', unitCode: '1113100001YMGCE72W', role: 'approver' };

/** `fails`: it failed and nothing happened. `loses-answer`: it happened and the answer was lost. */
type Fault = 'fails' | 'loses-answer' | undefined;

class FaultyKeys extends MemoryPersonKeys {
  fault: Fault;
  override async destroy(keys: readonly DestroyedKey[]): Promise<void> {
    const { fault } = this;
    this.fault = undefined;
    if (fault !== 'fails') await super.destroy(keys);
    if (fault !== undefined) throw new Error('the database of keys is away');
  }
}
class FaultyLog extends MemoryEventLog {
  fault: Fault;
  override async append(...append: Parameters<EventLog['append']>) {
    const { fault } = this;
    this.fault = undefined;
    if (fault === 'fails') throw new LogUnavailable('cut');
    const result = await super.append(...append);
    if (fault === 'loses-answer') throw new LogUnavailable('cut');
    return result;
  }
}

let log: FaultyLog;
let keys: FaultyKeys;
let personal: PersonalData;
let dossiers: MemoryDossiers;
let handler: ErasePersonalDataHandler;
let token: string;
beforeEach(async () => {
  log = new FaultyLog(clock.now);
  keys = new FaultyKeys();
  personal = aPersonalData(keys);
  dossiers = new MemoryDossiers(log, tellingOf(capabilities), judgeUnder(publishedRules));
  const papers = new PersonalPapers(personal, log);
  handler = new ErasePersonalDataHandler(aDesk({ log }), log, papers, personal, dossiers);
  const subjectId = papers.subjectIdOf(document);
  const seal = await personal.sealOf(papers.personIdOf({ kind: 'person', subjectId }));
  token = seal.status === 'usable' ? seal.seal('name', '王示例') : '';
});

const erase = (change: Partial<ErasePersonalDataDto> = {}, commandId = '0c0c0c0c-0000-4000-8000-000000000001') =>
  handler.execute(
    new ErasePersonalData({ ...order, ...change }, { actor, commandId, requestId: 'request-1', causeId: null }),
  );
const personId = () => new PersonalPapers(personal, log).subjectIdOf(document);
const record = ({ stream, ...event }: StoredEvent) => log.append(stream, 'any', [event]);
const shown = async (): Promise<string> => (await personal.reveal(token)).value;
const recorded = async () => (await log.readAll({ after: 0, limit: 10 })).map(({ type, stream }) => ({ type, stream }));

describe('an erasure', () => {
  it('is an event, and the text is unreadable; the tombstone says who and why', async () => {
    const receipt = await erase();
    expect(receipt).toMatchObject({ outcome: 'recorded', revision: 0 });
    expect(await recorded()).toEqual([{ type: 'PersonalDataErased', stream: `personalData-${receipt.id}` }]);
    expect(await shown()).toBe(GAPS['personal-data-erased']);
    expect(keys.tombstones.get(receipt.id)).toMatchObject({
      destroyedBy: '李审批（廊坊市消防救援支队）',
      ground: 'retention-expired',
      eventId: (await log.readAll({ after: 0, limit: 1 }))[0]?.id,
    });
  });

  it('says nothing of whom it is about', async () => {
    await erase();
    const [event] = await log.readAll({ after: 0, limit: 1 });
    const said = JSON.stringify({ ...event, data: Buffer.from(event?.data ?? []).toString() });
    expect(said).not.toMatch(/13100219|王示例/);
  });

  it('said again, by the same command or by another, gets its first answer', async () => {
    const { id, position, recordedAt } = await erase();
    const again = { id, position, recordedAt, outcome: 'already-recorded' };
    expect(await erase()).toMatchObject(again);
    expect(await erase({}, '0c0c0c0c-0000-4000-8000-000000000002')).toMatchObject(again);
  });

  it('said again after a new paper about the person does not reach it: another order does', async () => {
    const first = await erase();
    const papers = new PersonalPapers(personal, log);
    const personId = papers.personIdOf({ kind: 'person', subjectId: papers.subjectIdOf(document) });
    const erased = await personal.sealOf(personId);
    if (erased.status === 'usable') throw new Error('still usable');
    const next = await personal.sealAfter(erased, personId);
    token = next.status === 'usable' ? next.seal('name', '王示例') : '';

    const other = '0c0c0c0c-0000-4000-8000-000000000002';
    for (const commandId of [undefined, other]) {
      expect(await erase({}, commandId)).toMatchObject({ outcome: 'already-recorded', id: first.id });
    }
    expect(await refusalFrom(erase({ ground: 'other-law' }, other))).toMatchObject({
      code: 'exists-with-different-content',
    });
    expect(await shown()).toBe('王示例');

    const again = '0c0c0c0c-0000-4000-8000-000000000003';
    expect(await erase({ documentNumber: '廊消信删〔2026〕第2号' }, again)).toMatchObject({ outcome: 'recorded' });
    expect(await shown()).toBe(GAPS['personal-data-erased']);
  });

  it('finds the person by the id in the ledger, and a representative by unit and name', async () => {
    const subjectId = new PersonalPapers(personal, log).subjectIdOf(document);
    const byId = { identityType: undefined, identityNumber: undefined, subjectId } as unknown as ErasePersonalDataDto;
    expect(await erase(byId)).toMatchObject({ outcome: 'recorded' });

    const unit = '92131023MAEYP68J25';
    const papers = new PersonalPapers(personal, log);
    await personal.sealOf(papers.personIdOf({ kind: 'representative', subjectId: unit, name: '朱示例' }));
    const other = '0c0c0c0c-0000-4000-8000-000000000003';
    expect(await erase({ subjectId: unit, representative: '朱示例' }, other)).toMatchObject({ outcome: 'recorded' });
    expect(await refusalFrom(erase({ subjectId: unit, representative: '李示例' }))).toMatchObject({
      code: 'person-not-found',
    });
  });

  it('is refused for somebody nobody has heard of, and the number is not repeated', async () => {
    const refused = await refusalFrom(erase({ identityNumber: '131003190102030024' }));
    expect(refused).toMatchObject({ code: 'person-not-found' });
    expect(JSON.stringify(refused)).not.toContain('131003190102030024');
  });

  it('is refused while a penalty is public, and only as long', async () => {
    await record(aPenaltyDecision({ subjectId: personId(), decidedOn: '2026-05-06' }));
    expect(await refusalFrom(erase())).toMatchObject({ code: 'erasure-while-public' });
    expect(await shown()).toBe('王示例');

    await record(aPenaltyRevocation({}, { subjectId: personId(), id: '0e0e0e0e-0000-4000-8000-000000000002' }));
    expect(await erase()).toMatchObject({ outcome: 'recorded' });
  });

  it.each<[string, () => void]>([
    [
      'is behind the log',
      () => {
        dossiers.standsStill = true;
      },
    ],
    [
      'stands still about the subject',
      () => {
        dossiers.stand = { ...dossiers.stand, stopped: new Map([[personId(), 1]]) };
      },
    ],
    [
      'has stopped',
      () => {
        dossiers.stand = { ...dossiers.stand, stoppedBy: 'an event nobody understands' };
      },
    ],
  ])('is refused while the dossier %s: it may lack the very paper that is in the way', async (_what, happens) => {
    await record(aPenaltyDecision({ subjectId: personId(), decidedOn: '2026-05-06' }));
    happens();
    expect(await refusalFrom(erase())).toMatchObject({ code: 'erasure-cannot-be-judged' });
    expect(await shown()).toBe('王示例');
    expect(await recorded()).toHaveLength(1);
  });
});

describe('faults, in pairs', () => {
  it.each<[string, Fault, number]>([
    ['the event failed and nothing happened', 'fails', 0],
    ['the event was recorded and the answer was lost', 'loses-answer', 1],
  ])('%s: the key is not touched, and said again it completes', async (_what, fault, events) => {
    log.fault = fault;
    await expect(erase()).rejects.toBeInstanceOf(LogUnavailable);
    expect(await recorded()).toHaveLength(events);
    expect(await shown()).toBe('王示例');

    await erase();
    expect(await recorded()).toHaveLength(1);
    expect(await shown()).toBe(GAPS['personal-data-erased']);
  });

  it.each<[string, Fault]>([
    ['the key was not destroyed', 'fails'],
    ['the key was destroyed and the answer was lost', 'loses-answer'],
  ])('%s: said again it completes', async (_what, fault) => {
    keys.fault = fault;
    await expect(erase()).rejects.toThrow('the database of keys is away');
    expect(await recorded()).toHaveLength(1);
    expect(await erase()).toMatchObject({ outcome: 'already-recorded' });
    expect(await shown()).toBe(GAPS['personal-data-erased']);
    expect(keys.tombstones.size).toBe(1);
  });

  it('nobody says it again: the policy that follows the log completes it, however often it reads the event', async () => {
    keys.fault = 'fails';
    await expect(erase()).rejects.toThrow();
    expect(await shown()).toBe('王示例');

    const policy = new ErasedKeysPolicy(personal);
    const events = await log.readAll({ after: 0, limit: 10 });
    await policy.react(events);
    await policy.react(events);
    expect(await shown()).toBe(GAPS['personal-data-erased']);
    expect(keys.tombstones.size).toBe(1);
  });
});
