import { eventIdOf, UpcastingEventLog } from '@app/event-store';
import { MemoryEventLog } from '@app/event-store/memory';
import { aDesk } from '../../../../test/support/desk';
import { refusalFrom } from '../../../../test/support/refusal-from';
import { missingCommitment, recordMissing } from '../commitment/domain/missing-commitment';
import type { CommitmentMissing } from '../commitment/domain/missing-commitment.events';
import { creditSubject, receiptIdOf, rename } from '../credit-subject/domain/credit-subject';
import { publishedRules } from '../rule-set';
import type { Desk, FoundPaper } from './desk';
import { record as recordCheck, spotCheck } from '../spot-check/domain/spot-check';
import { spotCheckEvents } from '../spot-check/domain/spot-check.events';
import { examples } from '../spot-check/domain/spot-check.examples';
import { systemContext } from './system-context';

const finding: CommitmentMissing['data'] = {
  findingId: '41e7ac4c-cb5e-5318-a731-30ae1f54b0df',
  subjectId: '92131003MA9ANPJY55',
  subjectName: '广阳区鑫桥阳酒店店',
  documentNumber: '广消责改〔2026〕第12号',
  foundOn: '2026-05-06',
  detail: null,
  authorityName: '广阳区消防救援大队',
  authorityCode: '1113100358CBJ3JHX9',
  severity: 'GENERAL',
  ruleSetId: 'langfang-2026-04-01',
};
const { findingId } = finding;
const context = (key: string) => systemContext('desk', ['intake', key]);

describe('the desk', () => {
  it('records a decision in the stream of its paper, and gives the first answer again', async () => {
    const log = new MemoryEventLog();
    const desk = aDesk({ log });
    const record = (key: string) =>
      desk.record(missingCommitment, findingId, recordMissing(finding), context(key), 'CommitmentMissing');
    expect(await record('one')).toMatchObject({ id: findingId, outcome: 'recorded', position: 1, revision: 0 });
    expect(await record('one')).toMatchObject({ id: findingId, outcome: 'already-recorded', position: 1 });
    expect(await record('two')).toMatchObject({ id: findingId, outcome: 'already-recorded', position: 1 });
    expect(await log.readAll({ after: 0, limit: 9 })).toMatchObject([{ stream: `missingCommitment-${findingId}` }]);
    expect(await desk.stateOf(missingCommitment, findingId)).toEqual({ status: 'found', finding });
  });

  describe('of a paper that is known under several ids', () => {
    const other = '0b7fa3f3-9a05-5b0e-8a3a-6a5c8a7a0c11';
    const record = (desk: Desk, found: FoundPaper, key: string) =>
      desk.record(missingCommitment, found, recordMissing({ ...finding, findingId: found.id }), context(key));

    it('finds the one that is on record, and that of a new paper otherwise', async () => {
      const desk = aDesk();
      expect(await desk.find(missingCommitment, [other, findingId], findingId)).toEqual({ id: findingId, stored: [] });
      expect(await desk.find(missingCommitment, [other], findingId)).toEqual({ id: findingId, stored: [] });
      await record(desk, { id: other, stored: [] }, 'one');
      const found = await desk.find(missingCommitment, [findingId, other], findingId);
      expect(found).toMatchObject({ id: other, stored: [{ stream: `missingCommitment-${other}` }] });
      expect(await record(desk, found, 'two')).toMatchObject({ id: other, outcome: 'already-recorded', position: 1 });
    });

    it('finds what stands under the id of a new paper, also when it is not among those looked for', async () => {
      const desk = aDesk();
      await record(desk, { id: findingId, stored: [] }, 'one');
      expect(await desk.find(missingCommitment, [other], findingId)).toMatchObject({ stored: [{ revision: 0 }] });
    });

    it('decides on what it found, and once more when somebody was faster', async () => {
      const log = new MemoryEventLog();
      const desk = aDesk({ log });
      const found = await desk.find(missingCommitment, [other, findingId], findingId);
      const readings = jest.spyOn(log, 'readStream');
      expect(await record(desk, found, 'one')).toMatchObject({ outcome: 'recorded' });
      expect(readings).not.toHaveBeenCalled();
      expect(await record(desk, found, 'two')).toMatchObject({ outcome: 'already-recorded', position: 1 });
      expect(readings).toHaveBeenCalledTimes(1);
      readings.mockRestore();
    });
  });

  it('records nothing when a rule says no', async () => {
    const log = new MemoryEventLog();
    const renaming = { subjectId: 'x', subjectName: 'y', documentNumber: 'z', renamedOn: '2026-05-06' };
    const desk = aDesk({ log });
    const refused = await refusalFrom(
      desk.record(creditSubject, 'x', rename(renaming), context('one'), 'CreditSubjectRenamed'),
    );
    expect(refused.code).toBe('credit-subject-not-found');
    expect(await log.head()).toBe(0);
  });

  describe('of papers that print no code of their authority', () => {
    const check = { ...examples.SpotCheckRecorded, recordingAuthority: null };
    const { spotCheckId } = check;
    const unit = { unitName: '广阳区消防救援大队', unitCode: '1113100358CBJ3JHX9' };
    const from = (changes: object, commandId = '7f1f1c2e-9f3f-4e2e-8d4e-000000000001') => ({
      ...context('one'),
      actor: { name: '王经办', ...unit, role: 'officer', ...changes },
      commandId,
    });
    const stored = async (log: MemoryEventLog) =>
      (await log.readStream(`spotCheck-${spotCheckId}`)).map(
        ({ data }) => JSON.parse(Buffer.from(data).toString()) as object,
      );

    it('says which unit recorded them, and meets its answer from another', async () => {
      const log = new MemoryEventLog();
      const record = (sender: ReturnType<typeof from>) =>
        aDesk({ log }).record(spotCheck, spotCheckId, recordCheck(check), sender, 'SpotCheckRecorded');
      const recordingAuthority = { name: unit.unitName, code: unit.unitCode };
      expect(await record(from({}))).toMatchObject({ outcome: 'recorded' });
      expect(await record(from({ unitName: '改了名的大队' }))).toMatchObject({ outcome: 'already-recorded' });
      const other = { unitName: '支队', unitCode: '1113100001YMGCE72W' };
      expect(await record(from(other, '7f1f1c2e-9f3f-4e2e-8d4e-000000000002'))).toMatchObject({
        outcome: 'already-recorded',
      });
      expect(await stored(log)).toEqual([{ ...check, recordingAuthority }]);
    });

    it('says nobody of what the ledger orders by itself', async () => {
      const log = new MemoryEventLog();
      await aDesk({ log }).record(spotCheck, spotCheckId, recordCheck(check), context('one'), 'SpotCheckRecorded');
      expect(await stored(log)).toEqual([check]);
    });

    it('meets the answer of a command that was recorded before it was written down', async () => {
      const below = new MemoryEventLog();
      const { recordingAuthority: _, ...data } = check;
      const said = from({});
      const event = {
        ...said,
        id: eventIdOf(said.commandId, 0),
        type: 'SpotCheckRecorded',
        typeVersion: 1,
        subjectId: check.subjectId,
        occurredOn: check.checkedOn,
        data: Buffer.from(JSON.stringify(data)),
      };
      await below.append(`spotCheck-${spotCheckId}`, 'no-stream', [event]);
      const desk = aDesk({ log: new UpcastingEventLog(below, spotCheckEvents.versions) });
      const record = (sender: ReturnType<typeof from>) =>
        desk.record(spotCheck, spotCheckId, recordCheck(check), sender, 'SpotCheckRecorded');
      expect(await record(said)).toMatchObject({ outcome: 'already-recorded', position: 1 });
      expect(await record(from({}, '7f1f1c2e-9f3f-4e2e-8d4e-000000000002'))).toMatchObject({
        outcome: 'already-recorded',
      });
      expect(await stored(below)).toEqual([data]);
    });
  });

  it('gives receipts an id of their own where a paper is not named by a UUID', async () => {
    const desk = aDesk();
    const registered = {
      type: 'CreditSubjectRegistered',
      data: {
        subjectId: '92131003MA9ANPJY55',
        subjectName: '广阳区鑫桥阳酒店店',
        subjectType: '公众聚集场所',
        subjectKind: 'UNIT_PERSON',
        legalRepresentative: null,
        person: null,
        areaCode: '131003',
        areaName: '广阳区',
        registeredOn: '2026-05-06',
      },
    } as const;
    const { subjectId } = registered.data;
    const receipt = await desk.record(creditSubject, subjectId, () => [registered], context('one'));
    expect(receipt.id).toBe(receiptIdOf(subjectId));
  });

  it('knows the day and the rules of the moment', () => {
    expect(aDesk({ today: '2026-02-03' }).today).toBe('2026-02-03');
    expect(aDesk().rules).toBe(publishedRules);
    const rules = { ...publishedRules };
    expect(aDesk({ rules }).rules).toBe(rules);
  });
});
