import type { CommitmentDocument } from '@app/exchange';
import { type Fields, withoutGaps } from '../../fields';
import { NODE_NUM } from './node';

/** 信用承诺信息, or 承诺不实情况 while it is found false (categories of regulations 7.3, names ours); a later message takes the place of the earlier one: lengths and what is required are our default. */
export function commitmentFields(commitment: CommitmentDocument): Fields {
  return withoutGaps({
    entName: commitment.subjectName,
    uniscId: commitment.uscc,
    nodeNum: NODE_NUM,
    infoType: commitment.state === 'found-false' ? '承诺不实情况' : '信用承诺信息',
    comNo: commitment.commitmentNumber,
    comMatter: commitment.matter,
    comDate: commitment.madeOn,
    comOrg_CN: commitment.authorityName,
    comOrgId: commitment.authorityCode,
    comState_CN: states[commitment.state],
    comStateDate: commitment.stateOn,
    untrueDetail: commitment.falseDetail,
    wdrDocNo: commitment.withdrawalNumber,
    wdrRea_CN: commitment.withdrawalReason,
  });
}

/** 承诺履约状态. */
const states = { made: '履约中', kept: '已履约', 'found-false': '承诺不实', 'finding-withdrawn': '不实认定已撤回' };
