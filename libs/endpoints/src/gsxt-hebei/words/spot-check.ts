import type { SpotCheckDocument } from '@app/exchange';
import { type Fields, withoutGaps } from '../../fields';
import { NODE_NUM } from './node';

/** The inspection form (regulations 7.3): what is recorded here are results of 双随机抽查, so the type is always 1 抽查: lengths and what is required are our default. */
export function spotCheckFields(check: SpotCheckDocument): Fields {
  return withoutGaps({
    entName: check.subjectName,
    uniscId: check.uscc,
    nodeNum: NODE_NUM,
    raninsPlanId: check.planNumber,
    raninsTaskId: check.taskNumber,
    insAuth_CN: check.authorityName,
    insAuthId: check.authorityCode,
    insDate: check.checkedOn,
    insRes_CN: check.result,
    insType: SPOT_CHECK,
    repRes_CN: check.replaces?.result ?? null,
    repDocNo: check.replaces?.withdrawalNumber ?? null,
  });
}

/** 抽查检查类型: 1 抽查; 2 检查 is none of ours. */
const SPOT_CHECK = '1';
