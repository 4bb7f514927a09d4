import { randomUUID } from 'node:crypto';
import { decode } from '@app/event-store';
import { MemoryEventLog } from '@app/event-store/memory';
import { aDesk, clockAt } from '../../../../test/support/desk';
import { aPersonalData } from '../../../../test/support/personal-data';
import { refusalFrom } from '../../../../test/support/refusal-from';
import { PersonalPapers } from '../personal-data';
import { ChangePenaltyDecision, ChangePenaltyDecisionHandler } from './change-penalty-decision.command';
import {
  FindPenaltyDecisionUnlawful,
  FindPenaltyDecisionUnlawfulHandler,
} from './find-penalty-decision-unlawful.command';
import type { PenaltyPaper } from './domain/penalty-paper';
import { RecordPenaltyDecision, RecordPenaltyDecisionHandler } from './record-penalty-decision.command';

const actor = { name: '李审批', unitName: '廊坊市消防救援支队', unitCode: '1113100001YMGCE72W', role: 'approver' };
const context = () => ({ actor, commandId: randomUUID(), requestId: 'request-1', causeId: null });
const authority = { authorityName: '廊坊市消防救援支队', authorityCode: '1113100001YMGCE72W' };

const ofPerson: PenaltyPaper = {
  subjectName: '李示例',
  subjectCategory: '自然人',
  identityType: '身份证',
  identityNumber: '13100219000101001X',
  documentNumber: '廊消行罚决字〔2026〕第0001号',
  violationType: '占用、堵塞、封闭疏散通道、安全出口',
  facts: '李示例锁闭安全出口',
  legalBasis: '《中华人民共和国消防法》第六十条第一款第三项',
  penaltyKinds: '罚款',
  penaltyContent: '罚款人民币500元',
  fineWan: '0.05',
  decidedOn: '2026-05-06',
  ...authority,
};
const change = {
  documentNumber: '廊消复决〔2026〕第3号',
  changedOn: '2026-06-10',
  reason: '李示例有困难',
  penaltyKinds: '罚款',
  penaltyContent: '对李示例罚款人民币300元',
  fineWan: '0.03',
  ...authority,
};

describe('an outcome of a decision about a natural person', () => {
  const log = new MemoryEventLog(() => clockAt('2026-11-23').now());
  const personal = aPersonalData();
  const papers = new PersonalPapers(personal, log);
  let decisionId = '';
  const changeTo = (changes: object = {}) =>
    new ChangePenaltyDecisionHandler(aDesk({ log }), papers).execute(
      new ChangePenaltyDecision(decisionId, { ...change, ...changes }, context()),
    );
  const last = async () => {
    const stored = (await log.readStream(`penaltyDecision-${decisionId}`)).at(-1);
    return stored && decode(stored);
  };

  beforeAll(async () => {
    const recorder = new RecordPenaltyDecisionHandler(aDesk({ log }), papers);
    ({ id: decisionId } = await recorder.execute(new RecordPenaltyDecision(ofPerson, context())));
  });

  it('is looked over in plain: the fine must be the one that the content names', async () => {
    expect(await refusalFrom(changeTo({ fineWan: '0.04' }))).toMatchObject({ code: 'fine-contradicts-content' });
  });

  it('changed, seals what it says of the person, and said again it meets itself', async () => {
    expect(await changeTo()).toMatchObject({ outcome: 'recorded' });
    expect(await changeTo()).toMatchObject({ outcome: 'already-recorded' });
    const event = await last();
    expect(JSON.stringify(event)).not.toMatch(/李示例|13100219/);
    const { value } = await personal.reveal(event?.data);
    expect(value).toMatchObject({ reason: change.reason, penaltyContent: change.penaltyContent, fineFen: 30_000 });
  });

  it('found unlawful, seals the reason', async () => {
    const finding = {
      documentNumber: '（2026）冀10行终4号',
      foundOn: '2026-07-02',
      reason: '李示例不是责任人',
      ...authority,
    };
    const handler = new FindPenaltyDecisionUnlawfulHandler(aDesk({ log }), papers);
    const find = () => handler.execute(new FindPenaltyDecisionUnlawful(decisionId, finding, context()));
    expect(await find()).toMatchObject({ outcome: 'recorded' });
    expect(await find()).toMatchObject({ outcome: 'already-recorded' });
    const event = await last();
    expect(event?.type).toBe('PenaltyDecisionFoundUnlawful');
    expect(JSON.stringify(event)).not.toContain('李示例');
  });
});
