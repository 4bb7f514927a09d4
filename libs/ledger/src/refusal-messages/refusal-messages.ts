import type { Refusal } from '../shared';

/**
 * What kind of no it is, for channels that must choose an answer: `malformed` the paper or request itself; `not-found`;
 * `conflict` something else is recorded already; `rule` the procedure does not allow it (now).
 */
export type RefusalKind = 'malformed' | 'not-found' | 'conflict' | 'rule';

type Facts = Readonly<Record<string, unknown>>;
interface Saying {
  readonly kind: RefusalKind;
  readonly say: string | ((facts: Facts) => string);
}

const text = (value: unknown): string => (Array.isArray(value) ? value.join('、') : String(value));
const malformed = (say: Saying['say']): Saying => ({ kind: 'malformed', say });
const notFound = (say: Saying['say']): Saying => ({ kind: 'not-found', say });
const conflict = (say: Saying['say']): Saying => ({ kind: 'conflict', say });
const rule = (say: Saying['say']): Saying => ({ kind: 'rule', say });

/** Every refusal of the ledger in Chinese. A code is stable for good; its sentence may be improved. */
export const REFUSAL_MESSAGES = {
  // values
  required: malformed('必填，不能为空'),
  'text-too-long': malformed(({ max }) => `文字过长，最多${text(max)}字`),
  'uscc-length': malformed('统一社会信用代码应为18位'),
  'uscc-citizen-number': malformed('这是公民身份号码，不是统一社会信用代码'),
  'uscc-character': malformed('统一社会信用代码含有不允许的字符'),
  'uscc-department': malformed('统一社会信用代码第1位（登记管理部门）不存在'),
  'uscc-category': malformed('统一社会信用代码第2位（机构类别）与登记管理部门不符'),
  'uscc-area-code': malformed('统一社会信用代码第3至8位（行政区划）应为数字'),
  'uscc-check-character': malformed('统一社会信用代码校验码不符，请核对是否录错'),
  'document-number-invalid': malformed('文号格式不正确，应如“廊消行罚决字〔2024〕第0001号”'),
  'date-invalid': malformed('日期无效或格式不正确，应如“2024-01-05”'),
  'date-in-future': malformed(({ today }) => `日期晚于今天（${text(today)}）`),
  'date-before-decision': malformed(({ decidedOn }) => `日期早于决定日期（${text(decidedOn)}）`),
  'instant-invalid': malformed('时间无效，应带时区，如“2026-05-06T08:00:00+08:00”'),
  'number-invalid': malformed('金额无效，应为以万元为单位的数字，最多6位小数'),
  'code-unknown': malformed(({ unknown }) => `“${text(unknown)}”不在允许的取值之内`),
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
  'bidders-invalid': malformed('投标人清单格式不正确，应为 {"bidders": [{"uscc": "…", "name": "…"}]}'),
  'bidders-missing': malformed('清单中没有投标人'),
  'too-many-bidders': malformed(({ max }) => `一次最多核查${text(max)}家投标人`),
  'file-unreadable': malformed('文件无法读取，请确认是 CSV 或 xlsx'),
  'encoding-unknown': malformed('文件编码无法识别，应为 UTF-8 或 GB18030'),
  'encoding-invalid': malformed(({ row }) => `第${text(row)}行附近有无法识别的字符，编码可能已损坏`),
  'headings-missing': malformed(({ missing }) => `缺少表头：${text(missing)}`),
  'file-empty': malformed('文件是空的'),
  'line-too-long': malformed('有一行过长，这不像是一张表'),
  'heading-repeated': malformed(({ heading }) => `表头“${text(heading)}”出现了不止一次`),
  'record-not-storable': malformed('含有无法保存的内容'),
  'intake-kind-unknown': malformed('无法从表头识别文件种类，请用 kind 指明'),
  'row-ragged': malformed(({ expected, found }) => `列数不符：应为${text(expected)}列，实为${text(found)}列`),
  'file-invalid': malformed(({ row }) => `第${text(row)}行附近的 CSV 格式不正确（引号未闭合等）`),
  'request-malformed': malformed('请求格式不正确'),

  // papers
  'exists-with-different-content': conflict('同一文书已有记录，但内容不同'),
  'command-id-reused': conflict('同一 Idempotency-Key 已用于其他内容'),
  'too-many-conflicts': conflict('同时有多人办理，未能记录，请重试'),
  'rule-set-unknown': rule(({ ruleSetId }) => `规则集 ${text(ruleSetId)} 不存在`),
  'working-day-calendar-missing': rule(({ year }) => `缺少${text(year)}年的工作日历，不能推算期限，请先载入`),
  'simple-procedure-not-applicable': malformed('不符合简易程序的适用条件（仅限警告或小额罚款）'),
  'penalty-decision-not-found': notFound('没有这份处罚决定的记录'),
  'revoked-before-decided': malformed(({ decidedOn }) => `撤销日期早于决定日期（${text(decidedOn)}）`),
  'verification-due-before-made': malformed('核查期限早于承诺日期'),
  'verified-before-made': malformed('核查日期早于承诺日期'),
  'contradicts-result': malformed('与核查结果矛盾'),
  'commitment-not-found': notFound('没有这份承诺的记录'),
  'false-commitment-finding-not-found': notFound('这份承诺没有失实认定'),
  'withdrawn-before-found': malformed('撤回日期早于认定日期'),
  'standard-not-in-force': malformed('判定标准在判定之日不适用（GB 35181-2025 自2025-11-01起施行）'),
  'rectify-by-before-judged': malformed('整改期限早于判定日期'),
  'closed-before-judged': malformed('销案日期早于判定日期'),
  'hazard-not-found': notFound('没有这处重大火灾隐患的记录'),
  'credit-subject-not-found': notFound('没有这个主体的登记'),
  'name-unchanged': malformed('新名称与现用名称相同'),
  'renamed-before-last-renaming': malformed('更名日期早于上次更名'),

  // working days
  'calendar-malformed': malformed(
    '工作日历文件应为 JSON：{"year", "publishedOn", "source", "holidays", "workingWeekendDays"}',
  ),
  'calendar-year-invalid': malformed(({ firstYear }) => `年份应为${text(firstYear)}年以后的整数`),
  'calendar-day-of-another-year': malformed(({ day }) => `${text(day)}不在该年之内`),
  'calendar-holiday-on-weekend': malformed(({ day }) => `${text(day)}是周末，放假日只列工作日（周一至周五）`),
  'calendar-working-day-on-weekday': malformed(({ day }) => `${text(day)}不是周末，调休上班日只列周六、周日`),
  'calendar-day-twice': malformed(({ day }) => `${text(day)}出现了不止一次`),
  'calendar-holidays-missing': malformed(({ min }) => `放假日过少（至少${text(min)}天），文件不完整`),
  'calendar-new-year-worked': malformed(({ day }) => `${text(day)}是元旦，应列为放假日`),
  'calendar-published-too-late': malformed(({ year }) => `通知发布日期晚于${text(year)}年`),

  // the list
  'subject-stopped': rule('该主体有一条记录未能处理，其后的记录暂未计入，处理恢复之前不能据以作出决定'),
  'listing-not-found': notFound('没有这件列入案'),
  'candidate-dismissed': rule('已决定不予列入'),
  'already-listed': rule(({ decisionNumber }) => `已作出列入决定（${text(decisionNumber)}）`),
  'intent-not-notified': rule('尚未送达列入告知书'),
  'served-before-evidence': malformed(({ latest }) => `送达日期早于所依据的文书（${text(latest)}）`),
  'received-before-served': malformed(({ servedOn }) => `收到日期早于告知书送达（${text(servedOn)}）`),
  'defence-window-closed': rule(({ defenceUntil }) => `陈述申辩期已于${text(defenceUntil)}届满`),
  'defence-window-open': rule(({ defenceUntil }) => `陈述申辩期至${text(defenceUntil)}，期满之前不得决定列入`),
  'no-defence-to-answer': rule('没有收到陈述申辩'),
  'answered-before-received': malformed(({ receivedOn }) => `答复日期早于收到日期（${text(receivedOn)}）`),
  'defence-not-answered': rule('陈述申辩尚未复核答复'),
  'defence-upheld': rule(({ documentNumber }) => `陈述申辩已被采纳（${text(documentNumber)}），不得列入`),
  'decided-before-answer': malformed(({ answeredOn }) => `决定日期早于申辩答复（${text(answeredOn)}）`),
  'legal-basis-insufficient': rule('列入严重失信主体名单须有法律、行政法规、党中央国务院政策文件或地方性法规为依据'),
  'evidence-no-longer-stands': rule(({ documents }) => `所依据的文书已被撤销或撤回：${text(documents)}`),
  'not-listed': rule('不在名单之内'),
  'removed-before-listed': malformed(({ listedOn }) => `移出日期早于列入日期（${text(listedOn)}）`),
  'expiry-not-reached': rule(({ listedUntil }) => `列入期限至${text(listedUntil)}，尚未届满`),
  'early-removal-too-soon': rule(({ earliest }) => `最早可于${text(earliest)}提前移出`),
  'procedure-moved-on': rule('案件已进入下一步骤'),

  // personal data
  'personal-data-key-missing': rule('本台账未配置个人信息主密钥，不能受理或查询个人信息'),
  'personal-data-erased': conflict('这份文书已有记录，其中的个人信息已删除，不能核对，也不再受理'),
  'person-not-found': notFound('台账中没有此人的个人信息'),
  'erasure-while-listed': rule(({ listedUntil }) => `在名单期间（至${text(listedUntil)}）不得删除个人信息`),
  'erasure-while-public': rule(({ publicUntil }) => `处罚仍在公示期内（至${text(publicUntil)}），不得删除个人信息`),
  'erasure-cannot-be-judged': rule('台账数据尚未更新到最新，暂不能判断可否删除，请稍后重试'),

  // bidder checks
  'bidder-check-exists': conflict('同一编号的核查已有答复'),
  'bidder-check-not-found': notFound('没有这次核查的记录'),

  // seals
  'not-sealed-yet': notFound('尚无签名的检查点'),
  'entry-or-position': malformed('应给出条目号（entry）或台账位置（position），二者取一'),
  'entry-invalid': malformed('条目号应为从0起的整数'),
  'entry-unknown': notFound(({ size }) => `没有这个条目（树的大小为${text(size)}，条目号从0起）`),
  'position-not-sealed': notFound('该台账位置没有记录，或尚未封存'),
  'size-beyond-tree': notFound(({ size }) => `树还没有这么大（当前大小为${text(size)}）`),
  'from-beyond-to': malformed(({ to }) => `较早的树不能大于较晚的树（${text(to)}）`),
  'entry-contradicts-seal': conflict('该记录与封存时不一致，台账可能被改动，请立即运行 npm run ledger:verify 核验'),
  'seal-contradicted': conflict(({ reason }) => `台账或其封存被改动，不签发检查点：${text(reason)}`),
  'seal-key-missing': rule('未配置签名密钥，只封存、不签名'),
} as const satisfies Record<string, Saying>;

const sayings: Readonly<Record<string, Saying | undefined>> = REFUSAL_MESSAGES;

/** The refusal as a sentence in Chinese. */
export function messageOf({ code, facts }: Pick<Refusal, 'code' | 'facts'>): string {
  const say = sayings[code]?.say;
  return say === undefined ? `不能办理（${code}）` : typeof say === 'string' ? say : say(facts);
}

export function kindOf({ code }: Pick<Refusal, 'code'>): RefusalKind {
  return sayings[code]?.kind ?? 'rule';
}
