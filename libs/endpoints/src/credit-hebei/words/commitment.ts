import type { CommitmentDocument } from '@app/exchange';
import { type Fields, withoutGaps } from '../../fields';

/** 信用承诺 as a credit report shows it (regulations 7.4): our default, the official table was not found. */
export function commitmentFields(commitment: CommitmentDocument): Fields {
  return withoutGaps({
    subjectName: commitment.subjectName,
    uscc: commitment.uscc,
    commitmentNo: commitment.commitmentNumber,
    commitmentType: '审批替代型', // our default: the catalogue of types was not found
    matter: commitment.matter,
    madeOn: commitment.madeOn,
    verificationDue: commitment.verificationDueOn,
    performance: states[commitment.state],
    performanceOn: commitment.stateOn,
    falseDetail: commitment.falseDetail,
    serious: commitment.serious === null ? null : commitment.serious ? '是' : '否',
    withdrawalNo: commitment.withdrawalNumber,
    withdrawalReason: commitment.withdrawalReason,
    acceptedBy: commitment.authorityName,
    acceptedByUscc: commitment.authorityCode,
    dataSource: commitment.sourceName,
    dataSourceUscc: commitment.sourceCode,
  });
}

/** 承诺履约状态. */
const states = { made: '履约中', kept: '已履约', 'found-false': '承诺不实', 'finding-withdrawn': '不实认定已撤回' };
