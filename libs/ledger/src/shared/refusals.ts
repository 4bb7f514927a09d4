/**
 * What kind of no it is, for channels that must choose an answer: `malformed` the paper or request itself; `not-found`;
 * `conflict` something else is recorded already; `rule` the procedure does not allow it (now); the others speak of the
 * channel: who asks, how much is sent, and what the program cannot do.
 */
export type RefusalKind =
  | 'malformed'
  | 'unauthenticated'
  | 'forbidden'
  | 'not-found'
  | 'conflict'
  | 'too-large'
  | 'headers-too-large'
  | 'unsupported'
  | 'too-slow'
  | 'too-often'
  | 'rule'
  | 'unavailable'
  | 'fault';

/** What a fact is. `day` is `YYYY-MM-DD`; with a question mark, only some refusals of the code have it. */
interface FactTypes {
  readonly text: string;
  readonly texts: readonly string[];
  readonly number: number;
  readonly day: string;
  readonly id: string;
}
type Always = keyof FactTypes;
export type FactKind = Always | `${Always}?`;
type FactKinds = Readonly<Record<string, FactKind>>;

/** One row of the page: the sentence may name facts in braces. */
interface Saying<Kinds extends FactKinds | null = FactKinds | null> {
  readonly kind: RefusalKind;
  /** Null: it has none. */
  readonly facts: Kinds;
  readonly say: string;
}

type RequiredFacts<Kinds> = { [Fact in keyof Kinds]: Kinds[Fact] extends Always ? Fact : never }[keyof Kinds];
type Named<Sentence extends string> = Sentence extends `${string}{${infer Fact}}${infer Rest}`
  ? Fact | Named<Rest>
  : never;
/** The sentence, when it names no facts but those the refusal always has. */
type Fitting<Kinds, Sentence extends string> = Named<Sentence> extends RequiredFacts<Kinds> ? Sentence : never;

/** A row without facts, or with facts and what each of them is. */
interface Row {
  <const Sentence extends string>(say: Fitting<null, Sentence>): Saying<null>;
  <const Kinds extends FactKinds, const Sentence extends string>(
    facts: Kinds,
    say: Fitting<Kinds, Sentence>,
  ): Saying<Kinds>;
}
const row = (kind: RefusalKind): Row => {
  function saying(first: FactKinds | string, second = ''): Saying {
    return typeof first === 'string' ? { kind, facts: null, say: first } : { kind, facts: first, say: second };
  }
  return saying as Row;
};

const malformed = row('malformed');
const unauthenticated = row('unauthenticated');
const forbidden = row('forbidden');
const notFound = row('not-found');
const conflict = row('conflict');
const tooLarge = row('too-large');
const headersTooLarge = row('headers-too-large');
const tooSlow = row('too-slow');
const tooOften = row('too-often');
const unsupported = row('unsupported');
const rule = row('rule');
const unavailable = row('unavailable');
const fault = row('fault');

/**
 * Every refusal, its facts and its sentence in Chinese: the one page for translators and editors. A code is stable for
 * good and so are its facts; its sentence may be improved.
 */
export const REFUSALS = {
  // values
  required: malformed('必填，不能为空'),
  'text-too-long': malformed({ max: 'number' }, '文字过长，最多{max}字'),
  'text-not-storable': malformed(
    { character: 'text', called: 'text', at: 'number' },
    '第{at}个字符是看不见或无法保存的字符（{called}，{character}），请删去后重新录入',
  ),
  'uscc-made-number': malformed('统一社会信用代码像是被表格软件改成了数字，请把该列设为“文本”格式，按原件重新填写'),
  'uscc-quoted': malformed('统一社会信用代码含有多余的引号，请只填18位代码'),
  'uscc-length': malformed({ length: 'number' }, '统一社会信用代码应为18位'),
  'uscc-citizen-number': malformed('这是公民身份号码，不是统一社会信用代码'),
  'uscc-character': malformed({ position: 'number' }, '统一社会信用代码含有不允许的字符'),
  'uscc-department': malformed({ department: 'text' }, '统一社会信用代码第1位（登记管理部门）不存在'),
  'uscc-category': malformed(
    { department: 'text', category: 'text' },
    '统一社会信用代码第2位（机构类别）与登记管理部门不符',
  ),
  'uscc-area-code': malformed('统一社会信用代码第3至8位（行政区划）应为数字'),
  'uscc-placeholder': malformed('统一社会信用代码第9至17位全是0，像是占位，或者被表格软件改成了数字，请按原件填写'),
  'uscc-cut': malformed(
    '统一社会信用代码末三位是000而组织机构代码校验不符，像是被表格软件只保留了前15位，请按原件填写',
  ),
  'uscc-check-character': malformed('统一社会信用代码校验码不符，请核对是否录错'),
  'document-number-invalid': malformed('文号格式不正确，应如“廊消行罚决字〔2024〕第0001号”'),
  'date-invalid': malformed('日期无效或格式不正确，应如“2024-01-05”'),
  'month-invalid': malformed('月份无效，应如“2026-11”'),
  'date-in-future': malformed({ today: 'day' }, '日期晚于今天（{today}）'),
  'date-before-decision': malformed({ decidedOn: 'day' }, '日期早于决定日期（{decidedOn}）'),
  'instant-invalid': malformed('时间无效（没有这一天，或格式不正确），应带时区，如“2026-05-06T08:00:00+08:00”'),
  'instant-in-future': malformed({ now: 'text' }, '所问之时尚未到来（现在是{now}），台账不对将来作答'),
  'day-in-future': malformed({ today: 'day' }, '所问之日尚未到来（今天是{today}），台账不对将来作答'),
  'number-invalid': malformed('金额无效，应为以万元为单位的数字，最多6位小数'),
  'code-unknown': malformed({ unknown: 'text' }, '“{unknown}”不在允许的取值之内'),
  'natural-person-not-accepted': malformed(
    '此处不受理自然人：自然人以证件类型和证件号码登记、处罚；从业人员、承诺、隐患、抽查和列入名单暂不受理',
  ),
  'uscc-not-for-person': malformed('自然人不填统一社会信用代码，请填证件类型和证件号码'),
  'identity-only-for-person': malformed('证件号码只用于自然人'),
  'identity-type-unknown': malformed('证件类型不在允许的取值之内'),
  'citizen-number-invalid': malformed('公民身份号码应为18位，且出生日期和校验码正确'),
  'identity-number-invalid': malformed('证件号码应为5至20位字母或数字'),
  'citizen-number-in-text': malformed('文字中含有公民身份号码，请删去；证件号码只填在“证件号码”栏'),
  'personal-data-in-plain-field': malformed('此栏不加密，不得写入当事人的姓名或证件号码'),
  'cursor-invalid': malformed('翻页标记无效，请用上一页给出的 next'),
  'idempotency-key-invalid': malformed('Idempotency-Key 应为 UUID'),
  'bidders-missing': malformed('清单中没有投标人'),
  'too-many-bidders': malformed({ max: 'number' }, '一次最多核查{max}家投标人'),
  'file-unreadable': malformed('文件无法读取，请确认是 CSV 或 xlsx'),
  'workbook-old': malformed('这是旧版 Excel（.xls）或加了密码的工作簿，请另存为不加密的 xlsx 或 CSV'),
  'workbook-too-large': malformed('工作簿展开后过大或过于复杂，请只保留要提交的工作表，或另存为 CSV'),
  'workbooks-busy': unavailable('正在读取的工作簿过多，请稍后重试'),
  'sheets-ambiguous': malformed(
    { sheets: 'texts' },
    '工作簿中有多张内容不同的工作表（{sheets}），请只保留要提交的一张，或者使各表表头一致',
  ),
  'encoding-unknown': malformed('文件编码无法识别，应为 UTF-8、GB18030 或带标记的 UTF-16'),
  'separator-unknown': malformed({ separator: 'text' }, '单元格之间是{separator}，应为半角逗号、分号或制表符'),
  'encoding-invalid': malformed({ row: 'number', place: 'text' }, '{place}附近有无法识别的字符，编码可能已损坏'),
  'headings-missing': malformed({ missing: 'texts' }, '缺少表头：{missing}'),
  'headings-not-first': malformed({ row: 'number' }, '表头在第{row}行，其上另有内容；请删去表头以上的行'),
  'headings-ambiguous': malformed({ headings: 'texts' }, '有几列都可能是同一项内容（{headings}），请只保留一列'),
  'cell-is-error': malformed({ error: 'text' }, '单元格是公式的错误值（{error}），不是内容'),
  'file-empty': malformed('文件是空的'),
  'line-too-long': malformed({ max: 'number', row: 'number?' }, '有一行过长，这不像是一张表'),
  'heading-repeated': malformed({ heading: 'text' }, '表头“{heading}”出现了不止一次'),
  'record-not-storable': malformed('含有无法保存的内容'),
  'event-too-large': tooLarge({ max: 'number' }, '内容过多，一条记录最多{max}字节'),
  'intake-kind-unknown': malformed('无法从表头识别文件种类，请用 kind 指明'),
  'row-ragged': malformed({ expected: 'number', found: 'number' }, '列数不符：应为{expected}列，实为{found}列'),
  'file-invalid': malformed({ row: 'number', place: 'text' }, '{place}附近的 CSV 格式不正确（引号未闭合等）'),
  'request-malformed': malformed('请求格式不正确'),

  // papers
  'exists-with-different-content': conflict({ noticeNumber: 'text?', year: 'number?' }, '同一文书已有记录，但内容不同'),
  'command-id-reused': conflict('同一 Idempotency-Key 已用于其他内容'),
  'too-many-conflicts': conflict('同时有多人办理，未能记录，请重试'),
  'rule-set-unknown': rule({ ruleSetId: 'id' }, '规则集 {ruleSetId} 不存在'),
  'working-day-calendar-missing': rule(
    { year: 'number' },
    '缺少{year}年的工作日历，不能推算期限，请运维员先载入（npm run calendar -- load 文件）',
  ),
  'simple-procedure-not-applicable': malformed(
    { fineMaxFen: 'number' },
    '不符合简易程序的适用条件（仅限警告或小额罚款）',
  ),
  'category-contradicts-code': malformed(
    { category: 'text', beginning: 'text' },
    '行政相对人类别“{category}”与统一社会信用代码（{beginning}开头）不符：个体工商户的代码以92开头，其他单位的不是',
  ),
  'fine-of-nothing': malformed('处罚类别含罚款，罚款金额不能为0'),
  'amount-without-kind': malformed({ kind: 'text' }, '填有金额，而处罚类别中没有“{kind}”，请核对'),
  'fine-implausible': malformed(
    { fineWan: 'text', highestWan: 'text' },
    '罚款{fineWan}万元，远高于消防法规定的最高额（{highestWan}万元），请核对金额单位是否应为元',
  ),
  'fine-contradicts-content': malformed(
    { fineWan: 'text', contentWan: 'texts' },
    '罚款金额{fineWan}万元与处罚内容中的罚款（{contentWan}万元）不符，请核对',
  ),
  'name-of-another-unit': malformed(
    { registered: 'text' },
    '该统一社会信用代码已登记为“{registered}”，与文书上的名称不符，请核对；名称已变更的，请先办理名称变更',
  ),
  'penalty-decision-not-found': notFound({ decisionId: 'id' }, '没有这份处罚决定的记录'),
  'revoked-before-decided': malformed({ decidedOn: 'day' }, '撤销日期早于决定日期（{decidedOn}）'),
  'penalty-decision-ended': rule(
    { outcome: 'text', documentNumber: 'text' },
    '这份处罚决定已{outcome}（{documentNumber}），不得再作其他处理',
  ),
  'outcome-before-decided': malformed({ decidedOn: 'day' }, '日期早于处罚决定日期（{decidedOn}）'),
  'outcome-before-change': malformed({ changedOn: 'day' }, '日期早于上一次变更（{changedOn}）'),
  'change-changes-nothing': malformed('变更后的处罚与现行处罚相同，没有变更任何内容'),
  'verification-due-before-made': malformed({ madeOn: 'day' }, '核查期限早于承诺日期'),
  'verified-before-made': malformed({ madeOn: 'day' }, '核查日期早于承诺日期'),
  'contradicts-result': malformed({ result: 'text' }, '与核查结果矛盾'),
  'commitment-not-found': notFound({ commitmentId: 'id' }, '没有这份承诺的记录'),
  'false-commitment-finding-not-found': notFound({ commitmentId: 'id' }, '这份承诺没有失实认定'),
  'withdrawn-before-found': malformed({ foundOn: 'day' }, '撤回日期早于认定日期'),
  'spot-check-not-found': notFound({ spotCheckId: 'id' }, '没有这次抽查的记录'),
  'withdrawn-before-checked': malformed({ checkedOn: 'day' }, '撤回日期早于检查日期（{checkedOn}）'),
  'standard-not-in-force': malformed(
    { inForce: 'text' },
    '判定标准在判定之日不适用（GB 35181-2025 自2025-11-01起施行）',
  ),
  'rectify-by-before-judged': malformed({ judgedOn: 'day' }, '整改期限早于判定日期'),
  'closed-before-judged': malformed({ judgedOn: 'day' }, '销案日期早于判定日期'),
  'hazard-not-found': notFound({ hazardId: 'id' }, '没有这处重大火灾隐患的记录'),
  'credit-subject-not-found': notFound({ subjectId: 'id' }, '没有这个主体的登记'),
  'name-unchanged': malformed('新名称与现用名称相同'),
  'renamed-before-last-renaming': malformed({ renamedOn: 'day' }, '更名日期早于上次更名'),

  // working days
  'calendar-malformed': malformed(
    '工作日历文件应为 JSON，含 year、publishedOn、source、holidays、workingWeekendDays，后两项为日期数组',
  ),
  'calendar-year-invalid': malformed({ firstYear: 'number' }, '年份应为{firstYear}年以后的整数'),
  'calendar-day-of-another-year': malformed({ day: 'day' }, '{day}不在该年之内'),
  'calendar-holiday-on-weekend': malformed({ day: 'day' }, '{day}是周末，放假日只列工作日（周一至周五）'),
  'calendar-working-day-on-weekday': malformed({ day: 'day' }, '{day}不是周末，调休上班日只列周六、周日'),
  'calendar-day-twice': malformed({ day: 'day' }, '{day}出现了不止一次'),
  'calendar-holidays-missing': malformed({ min: 'number' }, '放假日过少（至少{min}天），文件不完整'),
  'calendar-new-year-worked': malformed({ day: 'day' }, '{day}是元旦，应列为放假日'),
  'calendar-published-too-late': malformed({ year: 'number' }, '通知发布日期晚于{year}年'),

  // the list
  'subject-stopped': rule('该主体有一条记录未能处理，其后的记录暂未计入，处理恢复之前不能据以作出决定'),
  'listing-not-found': notFound({ listingId: 'id' }, '没有这件列入案'),
  'candidate-dismissed': rule({ dismissedOn: 'day' }, '已决定不予列入'),
  'already-listed': rule({ decisionNumber: 'text' }, '已作出列入决定（{decisionNumber}）'),
  'intent-not-notified': rule({ listingId: 'id' }, '尚未送达列入告知书'),
  'served-before-evidence': malformed({ latest: 'day' }, '送达日期早于所依据的文书（{latest}）'),
  'received-before-served': malformed({ servedOn: 'day' }, '收到日期早于告知书送达（{servedOn}）'),
  'defence-window-closed': rule({ defenceUntil: 'day' }, '陈述申辩期已于{defenceUntil}届满'),
  'defence-window-open': rule({ defenceUntil: 'day' }, '陈述申辩期至{defenceUntil}，期满之前不得决定列入'),
  'no-defence-to-answer': rule({ listingId: 'id' }, '没有收到陈述申辩'),
  'answered-before-received': malformed({ receivedOn: 'day' }, '答复日期早于收到日期（{receivedOn}）'),
  'defence-not-answered': rule({ receivedOn: 'day' }, '陈述申辩尚未复核答复'),
  'defence-upheld': rule({ documentNumber: 'text' }, '陈述申辩已被采纳（{documentNumber}），不得列入'),
  'decided-before-answer': malformed({ answeredOn: 'day' }, '决定日期早于申辩答复（{answeredOn}）'),
  'legal-basis-insufficient': rule(
    { basisLevel: 'text' },
    '列入严重失信主体名单须有法律、行政法规、党中央国务院政策文件或地方性法规为依据',
  ),
  'evidence-no-longer-stands': rule({ documents: 'texts' }, '所依据的文书已被撤销、撤回、修复或者暂停：{documents}'),
  'not-listed': rule({ listingId: 'id' }, '不在名单之内'),
  'corrected-before-listed': malformed({ listedOn: 'day' }, '更正日期早于列入日期（{listedOn}）'),
  'old-value-differs': conflict({ present: 'text' }, '名单现在所载的是“{present}”，与所填的现有内容不符'),
  'correction-changes-violation': malformed(
    '更正后所指的违法行为与已记录的不同，会改变计分和列入依据；须由文书变更，不能更正',
  ),
  'correction-changes-nothing': malformed('更正后的内容与现有内容相同'),
  'removed-before-listed': malformed({ listedOn: 'day' }, '移出日期早于列入日期（{listedOn}）'),
  'expiry-not-reached': rule({ listedUntil: 'day' }, '列入期限至{listedUntil}，尚未届满'),
  'early-removal-too-soon': rule({ earliest: 'day' }, '最早可于{earliest}提前移出'),
  'procedure-moved-on': rule({ status: 'text' }, '案件已进入下一步骤'),

  // credit repair
  'repair-not-found': notFound({ repairId: 'id' }, '没有这件信用修复申请'),
  'repairable-record-not-found': notFound({ recordId: 'id' }, '没有这条可以修复的记录'),
  'repair-under-way': conflict({ applicationNumber: 'text' }, '这条记录已有修复申请在办（{applicationNumber}）'),
  'already-repaired': conflict({ documentNumber: 'text' }, '这条记录已准予修复（{documentNumber}）'),
  'record-no-longer-stands': rule({ documentNumber: 'text' }, '{documentNumber}已撤销、撤回或公示期满，无需修复'),
  'record-not-repairable': rule({ basis: 'text' }, '这条记录不适用信用修复：{basis}'),
  'applied-before-found': malformed({ foundOn: 'day' }, '申请日期早于认定日期（{foundOn}）'),
  'repair-moved-on': rule({ status: 'text' }, '修复申请不在可以办理此项的环节'),
  'already-returned': rule({ returnedOn: 'day' }, '已于{returnedOn}一次性告知补正，不得再次退回'),
  'returned-before-applied': malformed({ appliedOn: 'day' }, '告知日期早于申请日期（{appliedOn}）'),
  'repair-not-returned': rule({ repairId: 'id' }, '没有告知补正，无需补正'),
  'completed-before-returned': malformed({ returnedOn: 'day' }, '补正日期早于告知日期（{returnedOn}）'),
  'decided-before-applied': malformed({ appliedOn: 'day' }, '日期早于申请日期（{appliedOn}）'),
  'verified-before-accepted': malformed({ acceptedOn: 'day' }, '核实日期早于受理日期（{acceptedOn}）'),
  'already-extended': rule({ extendedOn: 'day' }, '已于{extendedOn}延长过一次，不得再次延长'),
  'extended-before-accepted': malformed({ acceptedOn: 'day' }, '延长日期早于受理日期（{acceptedOn}）'),
  'answer-overdue': rule({ dueOn: 'day' }, '答复期限已于{dueOn}届满，不得再延长'),
  'decided-before-verified': malformed({ verifiedOn: 'day' }, '决定日期早于核实日期（{verifiedOn}）'),
  'repair-conditions-unmet': rule({ unmet: 'texts' }, '尚不具备修复条件：{unmet}'),
  'repair-not-approved': rule({ status: 'text' }, '尚未准予修复，无从撤销'),
  'revoked-before-approved': malformed({ approvedOn: 'day' }, '撤销日期早于准予修复日期（{approvedOn}）'),
  'suspension-not-found': notFound({ suspensionId: 'id' }, '没有这件重整期间暂停的记录'),
  'suspended-before-found': malformed({ foundOn: 'day' }, '裁定日期早于认定日期（{foundOn}），不在暂停之列'),
  'ended-before-suspended': malformed({ suspendedOn: 'day' }, '日期早于裁定日期（{suspendedOn}）'),

  // personal data
  'personal-data-key-missing': rule('本台账未配置个人信息主密钥，不能受理或查询个人信息'),
  'personal-data-keys-lost': unavailable('台账中自然人的密钥尚未恢复齐全，恢复之前不受理涉及新自然人的文书'),
  'personal-data-erased': conflict('这份文书已有记录，其中的个人信息已删除，不能核对，也不再受理'),
  'person-not-found': notFound('台账中没有此人的个人信息'),
  'erasure-while-listed': rule({ listedUntil: 'day' }, '在名单期间（至{listedUntil}）不得删除个人信息'),
  'erasure-while-public': rule({ publicUntil: 'day' }, '处罚仍在公示期内（至{publicUntil}），不得删除个人信息'),
  'erasure-cannot-be-judged': rule('台账数据尚未更新到最新，暂不能判断可否删除，请稍后重试'),

  // keys
  'paper-of-another-unit': forbidden(
    { unitCode: 'text' },
    '文书属于其他单位（{unitCode}），您的密钥不能代为记录，请由该单位办理，或换用有代为记录权的密钥',
  ),
  'decider-took-part': rule({ step: 'text' }, '同一人不得既提请、告知或受理，又作出决定，请由另一人决定'),
  'api-key-not-found': notFound({ fingerprint: 'id' }, '没有这个密钥，或不属于您的单位'),
  'fingerprint-invalid': malformed('密钥指纹应为16位十六进制小写字符'),

  // bidder checks
  'bidder-check-exists': conflict({ checkId: 'id' }, '同一编号的核查已有答复'),
  'bidder-check-not-found': notFound({ checkId: 'id' }, '没有这次核查的记录'),

  // seals
  'not-sealed-yet': notFound('尚无签名的检查点'),
  'entry-or-position': malformed('应给出条目号（entry）或台账位置（position），二者取一'),
  'entry-invalid': malformed('条目号应为从0起的整数'),
  'entry-unknown': notFound({ size: 'number' }, '没有这个条目（树的大小为{size}，条目号从0起）'),
  'position-not-sealed': notFound('该台账位置没有记录，或尚未封存'),
  'size-beyond-tree': notFound({ size: 'number' }, '树还没有这么大（当前大小为{size}）'),
  'from-beyond-to': malformed({ to: 'number' }, '较早的树不能大于较晚的树（{to}）'),
  'entry-contradicts-seal': conflict(
    { entry: 'number', position: 'number' },
    '该记录与封存时不一致，台账可能被改动，请立即运行 npm run ledger:verify 核验',
  ),
  'seal-contradicted': conflict({ reason: 'text' }, '台账或其封存被改动，不签发检查点：{reason}'),
  'seal-key-missing': rule('未配置签名密钥，只封存、不签名'),
  'not-signed-in-time': row('unavailable')(
    { size: 'number', signed: 'number' },
    '签名者尚未签发新的检查点（已封存{size}条，已签名{signed}条），请稍后重试',
  ),
  'sealed-invalid': malformed('sealed 应为 true 或 false'),

  // after a restore (npm run after-restore)
  'restore-not-begun': rule('没有正在进行的恢复核查'),
  'restore-checkpoint-missing': rule(
    '没有可核对的检查点：请提供签名者的记忆文件（SEAL_MEMORY_FILE）或保存的检查点（--checkpoint）',
  ),
  'restored-log-altered': rule({ finding: 'text' }, '恢复后的台账与其封存不符（{finding}），不是简单的丢失，请先查清'),
  'restored-keys-lost': rule('台账中有人没有个人信息密钥，请先恢复 person_keys（--person-keys 文件）'),
  'restored-log-not-verified': rule('尚未用保存的检查点核对恢复后的台账'),
  'restored-keys-not-settled': rule('尚未核对个人信息密钥'),
  'restored-bodies-not-compared': rule({ bodies: 'texts' }, '尚未与接收平台核对：{bodies}'),
  'log-branch-needed': rule(
    { from: 'number', to: 'number' },
    '已签名的条目{from}至{to}没有恢复，须由另一人宣告台账分支，不能直接结束核查',
  ),
  'log-branch-needless': rule('已签名的条目都在，不需要宣告台账分支'),
  'log-branch-outdated': rule('核对结果已有变化，请重新核对后再宣告'),
  'log-branch-key-missing': rule({ origin: 'text' }, '签发最后检查点（{origin}）的私钥不在，不能宣告台账分支'),
  'log-branch-origin-unchanged': rule({ origin: 'text' }, '台账分支须用新的名称，SEAL_ORIGIN 仍是 {origin}'),

  // the channel: who asks, and what the program cannot do now
  'field-unknown': malformed('没有这个字段'),
  'field-invalid': malformed({ expected: 'text' }, '类型或取值不正确，{expected}'),
  'given-twice': malformed('给了不止一个值，只能给一个'),
  'null-not-meant': malformed('不能为 null；没有就不写'),
  'id-invalid': malformed('编号应为 UUID，如“6b5c1a1e-0d3f-4b8e-9c55-2f7a4f0d9a10”'),
  'key-missing': unauthenticated('缺少访问密钥（Authorization: Bearer …）'),
  'key-unknown': unauthenticated('访问密钥不存在或已停用'),
  'not-allowed': forbidden('该角色无权进行此操作'),
  'push-without-outcome': notFound({ pushId: 'id' }, '没有这条推送，或它还在途中、尚无结果，无需重新推送'),
  'reconciliation-not-found': notFound({ reconciliationId: 'id' }, '没有这次对账'),
  'discrepancy-not-found': notFound({ discrepancyId: 'id' }, '这次对账中没有这项差异'),
  'discrepancies-unresolved': rule({ open: 'number' }, '还有 {open} 项差异没有说明处置理由，不能办结'),
  'reconciliation-of-fed-body': rule(
    { fedBy: 'text' },
    '该平台的数据由 {fedBy} 转供，本台账不向其报送，不能以重新报送更正；请告知转供平台更正，并逐项说明处置理由',
  ),
  'push-not-acknowledged': rule({ pushId: 'id' }, '接收平台尚未确认收到这条推送，无从认定其丢失'),
  'push-acknowledged': rule({ pushId: 'id' }, '接收平台已收到这条推送，不能重新推送'),
  'push-overtaken': rule({ pushId: 'id' }, '这条推送送出前，所涉记录已撤销、修复、更正或终止，不再推送'),
  'push-body-unknown': notFound('没有这个接收平台'),
  'batch-workbooks-not-used': notFound('该平台不以批量录入工作簿报送'),
  'batch-workbook-not-found': notFound('没有这个等待报送的工作簿'),
  'batch-result-too-long': malformed({ max: 'number' }, '结果文件最多{max}行'),
  'batch-result-row-invalid': malformed(
    { row: 'number', heading: 'text', rule: 'text', sentence: 'text', faults: 'number' },
    '第{row}行“{heading}”：{sentence}（共有{faults}行须更正）',
  ),
  'batch-result-incomplete': malformed(
    { missing: 'number', key: 'text' },
    '结果文件缺少{missing}条记录的结果，如{key}；请在全部记录都有结果后再回传',
  ),
  'batch-result-differs': conflict('这个工作簿的结果已经回传，内容与此不同'),
  'body-key-invalid': malformed('密钥指纹应为“SHA256:”后接43位base64字符，如 ssh-keygen -lf 所示'),
  'adoption-list-invalid': malformed('清单摘要应为64位十六进制小写字符'),
  'adoption-not-asked': rule('尚无人申请接管该平台已有的记录'),
  'adoption-list-differs': rule('清单与申请接管的不一致，请重新生成清单并重新申请'),
  'adoption-completed': rule('该平台已有的记录已接管，不能再次接管'),
  'push-not-held': rule({ pushId: 'id' }, '这条推送没有因报送前核对被搁置，请用重新推送'),
  'not-found': notFound('没有这个地址'),
  'body-too-large': tooLarge('请求内容过大'),
  'body-not-utf8': malformed('请求内容不是 UTF-8 编码'),
  'json-invalid': malformed('请求内容不是有效的 JSON'),
  'body-not-object': malformed('请求内容应为一个 JSON 对象'),
  'body-too-deep': malformed({ max: 'number' }, '请求内容嵌套过深，最多{max}层'),
  'too-many-values': malformed({ max: 'number' }, '请求内容的字段和数组元素过多，最多{max}个'),
  'field-repeated': malformed({ name: 'text' }, '字段“{name}”出现了不止一次'),
  'media-type-unsupported': unsupported('不支持的内容类型'),
  'charset-unsupported': unsupported('不支持的字符集，JSON 只用 UTF-8'),
  'content-encoding-unsupported': unsupported('不接收压缩的内容（Content-Encoding），请直接发送'),
  'headers-too-large': headersTooLarge('请求头过大'),
  'request-timed-out': tooSlow('请求内容没有按时送完，请重新发送'),
  'too-many-requests': tooOften({ retryAfterSeconds: 'number' }, '请求过于频繁，请{retryAfterSeconds}秒后再试'),
  'ledger-stopping': unavailable('台账正在停止，请稍后重试；没有答复不等于没有问题'),
  'ledger-unavailable': unavailable('台账暂时不可用，请稍后重试（重发不会重复记录）；没有答复不等于没有问题'),
  'cannot-answer': unavailable(
    { reason: 'text', position: 'number', dataAge: 'number?' },
    '台账暂不能作答，请稍后再查。未作答不等于没有问题。',
  ),
  'cannot-record-access': unavailable('查询留痕暂时无法保存，为此暂不作答，请稍后再查。未作答不等于没有问题。'),
  'event-not-understood': unavailable(
    '台账中有本程序版本不能识别的记录，暂不能据以答复或者记录，请联系管理员；没有答复不等于没有问题',
  ),
  'event-unreadable': unavailable(
    '台账存储中的有关记录已不能完整读出（被删除、截断，或者混入了外来内容），恢复之前不能据以答复或者记录，重发无用，请联系管理员按运行日志所述处理；没有答复不等于没有问题',
  ),
  'upload-interrupted': malformed('上传中断，请重新发送文件'),
  'log-unavailable': unavailable('台账暂时不可用，已记录的不会丢失，请稍后重新发送文件'),
  'internal-error': fault('系统内部错误，已记入日志，请联系管理员；已入账的不会丢失'),
} as const satisfies Readonly<Record<string, Saying>>;

export type RefusalCode = keyof typeof REFUSALS;
export const REFUSAL_CODES = Object.keys(REFUSALS) as RefusalCode[];

type KindsOf<Code extends RefusalCode> = (typeof REFUSALS)[Code]['facts'];
type Plain<Type> = { [Key in keyof Type]: Type[Key] };
type FactsFrom<Kinds> = Plain<
  { readonly [Fact in RequiredFacts<Kinds>]: Kinds[Fact] extends Always ? FactTypes[Kinds[Fact]] : never } & {
    readonly [Fact in Exclude<keyof Kinds, RequiredFacts<Kinds>>]?: Kinds[Fact] extends `${infer Kind extends Always}?`
      ? FactTypes[Kind]
      : never;
  }
>;

/** The facts a code comes with. */
export type FactsOf<Code extends RefusalCode> = Code extends RefusalCode
  ? keyof KindsOf<Code> extends never
    ? Readonly<Record<string, never>>
    : FactsFrom<KindsOf<Code>>
  : never;

/** What must come with a code: its facts, unless it has none or may do without, and the field at fault, if there is one. */
export type RefusalArguments<Code extends RefusalCode> = Code extends RefusalCode
  ? RequiredFacts<KindsOf<Code>> extends never
    ? [facts?: FactsOf<Code>, field?: string]
    : [facts: FactsOf<Code>, field?: string]
  : never;

/** A refusal as it is told: by any class, as long as code and facts are there. */
interface Told {
  readonly code: RefusalCode;
  readonly facts: Readonly<Record<string, unknown>>;
}

/** The refusal as a sentence in Chinese. */
export function messageOf({ code, facts }: Told): string {
  return REFUSALS[code].say.replaceAll(/\{(\w+)\}/g, (_, fact: string) => written(facts[fact]));
}

export function kindOf({ code }: Pick<Told, 'code'>): RefusalKind {
  return REFUSALS[code].kind;
}

function written(fact: unknown): string {
  if (typeof fact === 'string' || typeof fact === 'number') return String(fact);
  return Array.isArray(fact) ? fact.join('、') : '（未注明）';
}
