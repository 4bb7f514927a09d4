import { randomUUID } from 'node:crypto';
import { decode } from '@app/event-store';
import { MemoryEventLog } from '@app/event-store/memory';
import { type PersonalData, parseToken } from '@app/personal-data';
import { aDesk } from '../../../../test/support/desk';
import { aPersonalData } from '../../../../test/support/personal-data';
import { refusalFrom } from '../../../../test/support/refusal-from';
import type { Clock } from '../application';
import { PersonalPapers } from '../personal-data';
import type { PenaltyPaper } from './domain/penalty-paper';
import type { PenaltyDecisionRevoked } from './domain/penalty-decision.events';
import { RecordPenaltyDecision, RecordPenaltyDecisionHandler } from './record-penalty-decision.command';
import { RevokePenaltyDecision, RevokePenaltyDecisionHandler } from './revoke-penalty-decision.command';

const clock = { now: () => new Date('2026-11-23T02:00:00Z'), today: () => '2026-11-23' } satisfies Clock;
const actor = { name: '王警官', unitName: '廊坊市消防救援支队', unitCode: '1113100001YMGCE72W', role: 'officer' };
const context = () => ({ actor, commandId: randomUUID(), requestId: 'request-1', causeId: null });

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
  authorityName: '廊坊市消防救援支队',
  authorityCode: '1113100001YMGCE72W',
};
const revocation = {
  documentNumber: '廊消复决〔2026〕第2号',
  revokedOn: '2026-07-01',
  reason: '李示例（13100219000101001X）不是责任人',
  authorityName: '廊坊市消防救援支队',
  authorityCode: '1113100001YMGCE72W',
};

let log: MemoryEventLog;
let personal: PersonalData;
let decisionId: string;
let revoke: () => Promise<{ readonly outcome: string }>;
beforeEach(async () => {
  log = new MemoryEventLog(clock.now);
  personal = aPersonalData();
  const papers = new PersonalPapers(personal, log);
  const recorder = new RecordPenaltyDecisionHandler(aDesk({ log }), papers);
  ({ id: decisionId } = await recorder.execute(new RecordPenaltyDecision(ofPerson, context())));
  const revoker = new RevokePenaltyDecisionHandler(aDesk({ log }), papers);
  revoke = () => revoker.execute(new RevokePenaltyDecision(decisionId, revocation, context()));
});
const revoked = async () =>
  (await log.readStream(`penaltyDecision-${decisionId}`))
    .filter(({ type }) => type === 'PenaltyDecisionRevoked')
    .map((event) => decode(event) as PenaltyDecisionRevoked);

describe('revoking a decision about a natural person', () => {
  it('seals the reason, and said again it meets itself', async () => {
    expect(await revoke()).toMatchObject({ outcome: 'recorded' });
    expect(await revoke()).toMatchObject({ outcome: 'already-recorded' });
    const [event] = await revoked();
    expect(JSON.stringify(event)).not.toMatch(/李示例|13100219/);
    const { value } = await personal.reveal(event?.data);
    expect(value).toMatchObject({ reason: revocation.reason, decision: { subjectName: '李示例' } });
  });

  it('works after an erasure too, under a new key; and is not compared once that went as well', async () => {
    const erase = async (token: string) => {
      const keyId = parseToken(token)?.keyId ?? '';
      await personal.destroy([{ keyId, destroyedBy: 'x', ground: 'other-law', eventId: 'e' }]);
    };
    const [recorded] = await log.readStream(`penaltyDecision-${decisionId}`);
    const { subjectName } = JSON.parse(Buffer.from(recorded?.data ?? []).toString()) as { subjectName: string };
    await erase(subjectName);
    expect(await revoke()).toMatchObject({ outcome: 'recorded' });
    expect(await revoke()).toMatchObject({ outcome: 'already-recorded' });

    await erase((await revoked())[0]?.data.reason ?? '');
    expect(await refusalFrom(revoke())).toMatchObject({ code: 'personal-data-erased' });
    expect(await revoked()).toHaveLength(1);
  });

  it('is refused for a decision nobody recorded', async () => {
    decisionId = randomUUID();
    const plain = { ...revocation, reason: '主要证据不足' };
    const revoker = new RevokePenaltyDecisionHandler(aDesk({ log }), new PersonalPapers(personal, log));
    const refused = await refusalFrom(revoker.execute(new RevokePenaltyDecision(decisionId, plain, context())));
    expect(refused).toMatchObject({ code: 'penalty-decision-not-found' });
  });
});
