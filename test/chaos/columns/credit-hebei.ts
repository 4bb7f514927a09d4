import {
  catalogueFrom,
  categoryOf,
  channelTablesFrom,
  type Column,
  type Data,
  earlierEnd,
  filled,
  gravityLabel,
  gravityOf,
  grounds,
  kindsOf,
  legalEnd,
  slashed,
  wan,
  warnings,
} from './column';

/** The Hebei node of 全国信用信息共享平台. */
export const creditHebei: Column = {
  from: { commitment: catalogueFrom, 'spot-check': catalogueFrom },
  tellsPenalty: (penalty, recordedOn) =>
    penalty.procedure === 'ordinary' &&
    (recordedOn >= channelTablesFrom || kindsOf(penalty).some((kind) => !warnings.has(kind))),
  penalty: (penalty, recordedOn) => {
    const until = shownThrough(penalty, recordedOn);
    return filled({
      CF_XDR_MC: penalty.subjectName,
      CF_XDR_LB: categoryOf(penalty.subjectId),
      CF_XDR_SHXYM: penalty.subjectId,
      CF_FRDB: penalty.legalRepresentative,
      CF_WSH: penalty.documentNumber,
      CF_WFXW: penalty.violationType,
      CF_SY: penalty.facts,
      CF_YJ: penalty.legalBasis,
      CF_CFLB: kindsOf(penalty).join(';'),
      CF_NR: penalty.penaltyContent,
      CF_NR_FK: wan(penalty.fineFen),
      CF_NR_WFFF: wan(penalty.confiscatedFen),
      CF_NR_ZKDX: penalty.licence,
      CF_JDRQ: slashed(penalty.decidedOn),
      CF_YXQ: slashed(penalty.effectiveUntil),
      CF_GSJZQ: slashed(until),
      CF_CFJG: penalty.authorityName,
      CF_CFJGDM: penalty.authorityCode,
      CF_SJLY: penalty.sourceName,
      CF_SJLYDM: penalty.sourceCode,
      BZ: penalty.remark,
      SX_YZCD: gravityLabel(penalty),
      SX_SYFW: until === null ? '归集共享，不公示' : null,
    });
  },
  listing: (listed) =>
    filled({
      subjectName: listed.subjectName,
      uscc: listed.subjectId,
      triggerCode: listed.ground,
      triggerName: grounds[listed.ground as string],
      conductSummary: listed.conductSummary,
      legalBasis: listed.legalBasis,
      decisionNo: listed.decisionNumber,
      decisionBody: listed.decisionBody,
      decisionBodyUscc: listed.decisionBodyCode,
      listedOn: listed.listedOn,
      measureSet: (listed.measures as string[]).map((code) => measures[code]),
      removalDue: listed.listedUntil,
      dataSource: listed.decisionBody,
      dataSourceUscc: listed.decisionBodyCode,
    }),
  commitment: (made, { state, on, falseDetail, serious, withdrawalNumber, withdrawalReason }) => {
    const authority = made.recordingAuthority as Data;
    return filled({
      subjectName: made.subjectName,
      uscc: made.subjectId,
      commitmentNo: made.commitmentNumber,
      commitmentType: '审批替代型',
      matter: made.matter,
      madeOn: made.madeOn,
      verificationDue: made.verificationDueOn,
      performance: state,
      performanceOn: on,
      falseDetail,
      serious: serious === undefined ? null : serious ? '是' : '否',
      withdrawalNo: withdrawalNumber,
      withdrawalReason,
      acceptedBy: authority.name,
      acceptedByUscc: authority.code,
      dataSource: authority.name,
      dataSourceUscc: authority.code,
    });
  },
  spotCheck: (check, authority, replaced) =>
    filled({
      subjectName: check.subjectName,
      uscc: check.subjectId,
      planNo: check.planNumber,
      taskNo: check.taskNumber,
      checkedOn: check.checkedOn,
      result: check.result,
      checkedBy: check.authorityName,
      recordedBy: authority.name,
      recordedByUscc: authority.code,
      replacedResult: replaced?.result,
      replacedWithdrawalNo: replaced?.withdrawalNumber,
      dataSource: authority.name,
      dataSourceUscc: authority.code,
    }),
};

/** The last day on which it is shown; null: it is collected and shared, and not shown. */
function shownThrough(penalty: Data, recordedOn: string): string | null {
  const { publicUntil } = penalty as { publicUntil: string | null };
  if (recordedOn < channelTablesFrom) return publicUntil ?? legalEnd(penalty, recordedOn);
  return gravityOf(penalty) === 'minor' ? null : earlierEnd(penalty, recordedOn);
}

const measures: Readonly<Record<string, string>> = {
  PROC_REFUSE: '限制参加政府采购',
  BID_RESTRICT: '限制参加工程招投标',
};
