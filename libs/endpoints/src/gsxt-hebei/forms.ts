/** Beside each of its records 公示系统 is told whom it is about; headings are our default where 7.3 of the regulations names no label. */
const enterprise = [
  { heading: '企业名称', field: 'entName' },
  { heading: '统一社会信用代码', field: 'uniscId' },
  { heading: '省级节点', field: 'nodeNum' },
];

/** Which penalty is meant. */
const penalty = [
  ...enterprise,
  { heading: '处罚决定书文号', field: 'penDecNo' },
  { heading: '处罚机关', field: 'penAuth_CN' },
  { heading: '处罚机关统一社会信用代码', field: 'penAuthId' },
];

/** What it comes to. */
const consequence = [
  { heading: '处罚种类', field: 'penType_CN' },
  { heading: '处罚内容', field: 'penContent' },
  { heading: '罚款金额（万元）', field: 'penAm' },
  { heading: '没收金额（万元）', field: 'forfAm' },
  { heading: '处罚有效期', field: 'penPeri' },
];

/** Which listing is meant. */
const listing = [
  ...enterprise,
  { heading: '列入决定书文号', field: 'decDocNo' },
  { heading: '列入机关', field: 'decOrg_CN' },
  { heading: '列入机关统一社会信用代码', field: 'decOrgId' },
  { heading: '列入日期', field: 'abntime' },
];

/** Which commitment is meant. */
const commitment = [
  ...enterprise,
  { heading: '承诺书编号', field: 'comNo' },
  { heading: '承诺受理单位', field: 'comOrg_CN' },
  { heading: '承诺受理单位统一社会信用代码', field: 'comOrgId' },
];

/** Which check is meant. */
const check = [
  ...enterprise,
  { heading: '抽查计划编号', field: 'raninsPlanId' },
  { heading: '抽查任务编号', field: 'raninsTaskId' },
  { heading: '检查实施机关', field: 'insAuth_CN' },
  { heading: '检查实施机关统一社会信用代码', field: 'insAuthId' },
  { heading: '检查日期', field: 'insDate' },
  { heading: '检查结果', field: 'insRes_CN' },
];

/** The pages of the batch workbook (批量录入), by kind of message: `docs/exchange/workbook.md`. */
export const gsxtHebeiForms = [
  {
    name: '行政处罚信息',
    kind: 'penalty',
    columns: [
      ...penalty,
      { heading: '处罚决定日期', field: 'penDecIssDate' },
      { heading: '违法行为类型', field: 'illegActType' },
      { heading: '主要违法事实', field: 'mainIllegFact' },
      { heading: '处罚依据', field: 'penBasis_CN' },
      ...consequence,
    ],
  },
  {
    name: '行政处罚更正信息',
    kind: 'penalty-correction',
    columns: [
      ...penalty,
      { heading: '处罚决定日期', field: 'penDecIssDate' },
      { heading: '违法行为类型', field: 'illegActType' },
      { heading: '主要违法事实', field: 'mainIllegFact' },
      { heading: '处罚依据', field: 'penBasis_CN' },
      ...consequence,
      { heading: '更正日期', field: 'corDate' },
      { heading: '更正原因', field: 'corRea_CN' },
    ],
  },
  {
    name: '行政处罚撤销信息',
    kind: 'penalty-withdrawal',
    columns: [
      ...penalty,
      { heading: '撤销日期', field: 'canDate' },
      { heading: '撤销原因', field: 'canRea_CN' },
      { heading: '撤销文书号', field: 'canDocNo' },
    ],
  },
  {
    name: '行政处罚变更信息',
    kind: 'penalty-change',
    columns: [
      ...penalty,
      { heading: '变更内容', field: 'alt' },
      { heading: '变更日期', field: 'altDate' },
      { heading: '变更机关', field: 'alt_penAuth_CN' },
      { heading: '变更文书号', field: 'altDocNo' },
      ...consequence,
    ],
  },
  {
    name: '行政处罚确认违法信息',
    kind: 'penalty-unlawful',
    columns: [
      ...penalty,
      { heading: '确认违法日期', field: 'unlDate' },
      { heading: '确认违法原因', field: 'unlRea_CN' },
      { heading: '确认违法文书号', field: 'unlDocNo' },
      { heading: '确认机关', field: 'unlOrg_CN' },
    ],
  },
  {
    name: '行政处罚确认无效信息',
    kind: 'penalty-void',
    columns: [
      ...penalty,
      { heading: '确认无效日期', field: 'voiDate' },
      { heading: '确认无效原因', field: 'voiRea_CN' },
      { heading: '确认无效文书号', field: 'voiDocNo' },
      { heading: '确认机关', field: 'voiOrg_CN' },
    ],
  },
  {
    name: '列入严重违法失信名单信息',
    kind: 'list-entry',
    columns: [
      ...listing,
      { heading: '列入原因', field: 'serILLRea_CN' },
      { heading: '列入依据', field: 'serILLBasis_CN' },
    ],
  },
  {
    name: '严重违法失信名单更正信息',
    kind: 'list-correction',
    columns: [
      ...listing,
      { heading: '更正事项', field: 'corItem_CN' },
      { heading: '更正前', field: 'corBefore' },
      { heading: '更正后', field: 'corAfter' },
      { heading: '更正日期', field: 'corDate' },
      { heading: '更正原因', field: 'corRea_CN' },
      { heading: '更正机关', field: 'corOrg_CN' },
      { heading: '更正文书号', field: 'corDocNo' },
    ],
  },
  {
    name: '移出严重违法失信名单信息',
    kind: 'list-removal',
    columns: [
      ...listing,
      { heading: '移出原因', field: 'remExcpRes_CN' },
      { heading: '移出日期', field: 'remDate' },
      { heading: '移出机关', field: 'reDecOrg_CN' },
    ],
  },
  {
    name: '信用承诺信息',
    kind: 'commitment',
    columns: [
      ...enterprise,
      { heading: '信息类别', field: 'infoType' },
      { heading: '承诺书编号', field: 'comNo' },
      { heading: '承诺事由', field: 'comMatter' },
      { heading: '做出承诺日期', field: 'comDate' },
      { heading: '承诺受理单位', field: 'comOrg_CN' },
      { heading: '承诺受理单位统一社会信用代码', field: 'comOrgId' },
      { heading: '承诺履约状态', field: 'comState_CN' },
      { heading: '履约状态日期', field: 'comStateDate' },
      { heading: '不实情形', field: 'untrueDetail' },
      { heading: '撤回文书号', field: 'wdrDocNo' },
      { heading: '撤回原因', field: 'wdrRea_CN' },
    ],
  },
  {
    name: '抽查检查结果信息',
    kind: 'spot-check',
    columns: [
      ...check,
      { heading: '抽查检查类型', field: 'insType' },
      { heading: '被替代的检查结果', field: 'repRes_CN' },
      { heading: '被替代结果的撤回文书号', field: 'repDocNo' },
    ],
  },
  {
    name: '抽查检查结果撤回信息',
    kind: 'spot-check-withdrawal',
    columns: [
      ...check,
      { heading: '撤回日期', field: 'wdrDate' },
      { heading: '撤回原因', field: 'wdrRea_CN' },
      { heading: '撤回文书号', field: 'wdrDocNo' },
    ],
  },
  {
    name: '信用修复信息',
    kind: 'repair-result',
    columns: [
      ...penalty,
      { heading: '信用修复决定书文号', field: 'xyxfDocNo' },
      { heading: '信用修复日期', field: 'xyxfDate' },
      { heading: '信用修复理由', field: 'xyxfRea_CN' },
    ],
  },
  {
    name: '撤销信用修复信息',
    kind: 'repair-revocation',
    columns: [
      ...penalty,
      { heading: '信用修复决定书文号', field: 'xyxfDocNo' },
      { heading: '撤销修复文书号', field: 'cxxfDocNo' },
      { heading: '撤销修复日期', field: 'cxxfDate' },
      { heading: '撤销修复原因', field: 'cxxfRea_CN' },
    ],
  },
  {
    name: '承诺不实信用修复信息',
    kind: 'commitment-repair',
    columns: [
      ...commitment,
      { heading: '信用修复决定书文号', field: 'xyxfDocNo' },
      { heading: '信用修复日期', field: 'xyxfDate' },
      { heading: '信用修复理由', field: 'xyxfRea_CN' },
    ],
  },
  {
    name: '撤销承诺不实信用修复信息',
    kind: 'commitment-repair-revocation',
    columns: [
      ...commitment,
      { heading: '信用修复决定书文号', field: 'xyxfDocNo' },
      { heading: '撤销修复文书号', field: 'cxxfDocNo' },
      { heading: '撤销修复日期', field: 'cxxfDate' },
      { heading: '撤销修复原因', field: 'cxxfRea_CN' },
    ],
  },
] as const;
