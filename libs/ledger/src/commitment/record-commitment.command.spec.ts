import { aDesk } from '../../../../test/support/desk';
import { RecordCommitment, RecordCommitmentHandler } from './record-commitment.command';
import type { CommitmentPaper } from './domain/commitment-paper';

const made: CommitmentPaper = {
  commitmentNumber: '131003CN202600001',
  subjectName: '广阳区鑫桥阳酒店店',
  uscc: '92131003MA9ANPJY55',
  matter: '公众聚集场所投入使用、营业前消防安全检查',
  madeOn: '2026-05-06',
  verificationDueOn: '2026-06-03',
  result: '未核查',
  serious: '否',
};
const verified: CommitmentPaper = { ...made, verifiedOn: '2026-05-20', result: '符合' };

describe('the receipt for a commitment', () => {
  it('is that of what the paper says: the commitment, its result, and each again when sent again', async () => {
    const handler = new RecordCommitmentHandler(aDesk());
    let sent = 0;
    const send = async (paper: CommitmentPaper) => {
      const commandId = `00000000-0000-4000-8000-00000000000${sent++}`;
      const actor = { name: '王', unitName: '广阳区消防救援大队', unitCode: '1113100358CBJ3JHX9', role: 'officer' };
      const context = { actor, commandId, requestId: 'r', causeId: null };
      const { outcome, position, revision } = await handler.execute(new RecordCommitment(paper, context));
      return { outcome, position, revision };
    };
    expect(await send(made)).toEqual({ outcome: 'recorded', position: 1, revision: 0 });
    expect(await send(verified)).toEqual({ outcome: 'recorded', position: 2, revision: 1 });
    expect(await send(made)).toEqual({ outcome: 'already-recorded', position: 1, revision: 0 });
    expect(await send(verified)).toEqual({ outcome: 'already-recorded', position: 2, revision: 1 });
  });
});
