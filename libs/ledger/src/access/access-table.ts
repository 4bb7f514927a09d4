/** The roles a key may act in. A key belongs to one unit and one role. This is the only list of roles; the database takes any word. */
export const ROLES = ['officer', 'approver', 'department', 'procurement', 'auditor', 'operator'] as const;
export type Role = (typeof ROLES)[number];

export const isRole = (word: string): word is Role => (ROLES as readonly string[]).includes(word);

/** Who may do what. The whole of it; docs/access.md shows the same table, and a spec compares the two. */
export const ACCESS = {
  'record-enforcement': ['officer'],
  'decide-penalty-outcome': ['approver'],
  'carry-listing-procedure': ['officer', 'approver'],
  'decide-listing': ['approver'],
  'search-blacklist': ['officer', 'approver', 'auditor'],
  'carry-credit-repair': ['officer', 'approver'],
  'decide-credit-repair': ['approver'],
  'read-credit-repairs': ['officer', 'approver', 'auditor'],
  'read-due-work': ['officer', 'approver', 'auditor', 'operator'],
  'read-status': ['officer', 'approver', 'department', 'procurement', 'auditor'],
  'check-bidders': ['procurement'],
  'read-bidder-checks': ['procurement', 'auditor'],
  'read-history': ['officer', 'approver', 'auditor'],
  'read-personal-data': ['officer', 'approver', 'auditor'],
  'erase-personal-data': ['approver'],
  'read-pushes': ['officer', 'approver', 'auditor', 'operator'],
  'redrive-pushes': ['officer', 'approver', 'operator'],
  'carry-batch-workbooks': ['officer', 'approver'],
  'settle-reconciliations': ['officer', 'approver', 'operator'],
  'read-seals': ['officer', 'approver', 'department', 'procurement', 'auditor', 'operator'],
  'order-checkpoint': ['auditor', 'operator'],
  'read-sealed-entries': ['auditor'],
  'check-restored-ledger': ['approver', 'operator'],
  'read-access-records': ['auditor'],
  'read-api-keys': ['approver', 'operator'],
  'revoke-api-keys': ['officer', 'approver', 'department', 'procurement', 'auditor', 'operator'],
} as const satisfies Record<string, readonly Role[]>;
export type Permission = keyof typeof ACCESS;

export const PERMISSIONS = Object.keys(ACCESS) as Permission[];

/** What a permission means, for people. */
export const PERMISSION_LABELS: Record<Permission, string> = {
  'record-enforcement': '记录处罚、承诺、隐患、抽查和主体',
  'decide-penalty-outcome': '作出处罚决定的变更、确认违法、确认无效',
  'carry-listing-procedure': '办理列入程序（告知、申辩、复核）',
  'decide-listing': '作出列入、移出决定',
  'search-blacklist': '查询名单办理情况',
  'carry-credit-repair': '办理信用修复（收件、告知补正、受理、核实）',
  'decide-credit-repair': '作出信用修复决定（准予、不予、延长、撤销、重整期间暂停）',
  'read-credit-repairs': '查询信用修复办理情况',
  'read-due-work': '查看待办期限（运维员只看到运维事项）',
  'read-status': '查询单位、自然人信用状态',
  'check-bidders': '核查投标人',
  'read-bidder-checks': '调阅投标人核查记录',
  'read-history': '查阅单位全部记录',
  'read-personal-data': '在所查内容中看到姓名和证件号码',
  'erase-personal-data': '作出删除个人信息的决定',
  'read-pushes': '查看推送情况',
  'redrive-pushes': '决定重新推送被拒的内容',
  'carry-batch-workbooks': '下载批量录入工作簿、回传结果文件',
  'settle-reconciliations': '处置对账差异、决定补送、办结对账',
  'read-seals': '查看封存证明',
  'order-checkpoint': '立即签发检查点',
  'read-sealed-entries': '调阅封存记录的原始字节',
  'check-restored-ledger': '恢复后核查台账、宣告台账分支（命令行）',
  'read-access-records': '查阅谁查看了什么',
  'read-api-keys': '查看、停用本单位的密钥',
  'revoke-api-keys': '停用自己的密钥',
};

export function mayDo(role: Role, permission: Permission): boolean {
  return (ACCESS[permission] as readonly Role[]).includes(role);
}
