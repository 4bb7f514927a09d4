import type { CommitmentDocument } from '@app/exchange';
import { type Fields, withoutGaps } from '../../fields';

/** 信用承诺 with its state, as a credit report shows it (regulations 7.4); a later message takes the place of the earlier one: our default, no official field table was found. */
export function commitmentFields(commitment: CommitmentDocument): Fields {
  return withoutGaps({
    subjectName: commitment.subjectName,
    uscc: commitment.uscc,
    commitmentNo: commitment.commitmentNumber,
    commitmentType: '审批替代型',
    matter: commitment.matter,
    madeOn: commitment.madeOn,
    acceptedBy: commitment.authorityName,
    acceptedByUscc: commitment.authorityCode,
    performance: states[commitment.state],
    performanceOn: commitment.stateOn,
    falseDetail: commitment.falseDetail,
    withdrawalNo: commitment.withdrawalNumber,
    withdrawalReason: commitment.withdrawalReason,
    dataSource: commitment.sourceName,
    dataSourceUscc: commitment.sourceCode,
  });
}

/** 承诺履约状态. */
const states = { made: '履约中', kept: '已履约', 'found-false': '承诺不实', 'finding-withdrawn': '不实认定已撤回' };
