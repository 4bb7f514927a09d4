import { catalogueFrom, type Column, type Data, filled, kindsOf, wan } from './column';

const nodeNum = '130000';

/** 国家企业信用信息公示系统(河北): its end runs from the day of publication, which it names itself, so none is told. */
export const gsxtHebei: Column = {
  from: {
    penalty: catalogueFrom,
    'after-penalty': catalogueFrom,
    list: catalogueFrom,
    commitment: catalogueFrom,
    'spot-check': catalogueFrom,
    'spot-check-withdrawal': catalogueFrom,
  },
  /** 令45: only a mere 警告 is withheld. */
  tellsPenalty: (penalty) => penalty.procedure === 'ordinary' && kindsOf(penalty).some((kind) => kind !== '警告'),
  penalty: (penalty) =>
    filled({
      entName: penalty.subjectName,
      uniscId: penalty.subjectId,
      nodeNum,
      penDecNo: penalty.documentNumber,
      penAuth_CN: penalty.authorityName,
      penAuthId: penalty.authorityCode,
      penDecIssDate: penalty.decidedOn,
      illegActType: penalty.violationType,
      mainIllegFact: penalty.facts,
      penBasis_CN: penalty.legalBasis,
      penType_CN: kindsOf(penalty).join(';'),
      penContent: penalty.penaltyContent,
      penAm: wan(penalty.fineFen),
      forfAm: wan(penalty.confiscatedFen),
      penPeri: penalty.effectiveUntil,
    }),
  listing: (listed) =>
    filled({
      entName: listed.subjectName,
      uniscId: listed.subjectId,
      nodeNum,
      decDocNo: listed.decisionNumber,
      decOrg_CN: listed.decisionBody,
      decOrgId: listed.decisionBodyCode,
      abntime: listed.listedOn,
      serILLRea_CN: listed.conductSummary,
      serILLBasis_CN: listed.legalBasis,
    }),
  commitment: (made, { state, on, falseDetail, withdrawalNumber, withdrawalReason }) => {
    const authority = made.recordingAuthority as Data;
    return filled({
      entName: made.subjectName,
      uniscId: made.subjectId,
      nodeNum,
      infoType: state === '承诺不实' ? '承诺不实情况' : '信用承诺信息',
      comNo: made.commitmentNumber,
      comMatter: made.matter,
      comDate: made.madeOn,
      comOrg_CN: authority.name,
      comOrgId: authority.code,
      comState_CN: state,
      comStateDate: on,
      untrueDetail: falseDetail,
      wdrDocNo: withdrawalNumber,
      wdrRea_CN: withdrawalReason,
    });
  },
  spotCheck: (check, authority, replaced) =>
    filled({
      entName: check.subjectName,
      uniscId: check.subjectId,
      nodeNum,
      raninsPlanId: check.planNumber,
      raninsTaskId: check.taskNumber,
      insAuth_CN: authority.name,
      insAuthId: authority.code,
      insDate: check.checkedOn,
      insRes_CN: check.result,
      insType: '1',
      repRes_CN: replaced?.result,
      repDocNo: replaced?.withdrawalNumber,
    }),
};
