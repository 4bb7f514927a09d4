/**
 * What each body ought to hold, folded from the log a second time and by nobody else's word: it reads the JSON as it is stored, has its own
 * tables of what is told and until when, and imports nothing. What both folds got wrong in the same way no run can find.
 */

/** An event as it lies in the database. */
export interface StoredRow {
  readonly stream: string;
  readonly type: string;
  readonly subjectId: string | null;
  /** The calendar day in Asia/Shanghai on which it was written down. */
  readonly recordedOn: string;
  readonly data: Data;
}

/** A paper as a body ought to hold it, in the body's words. */
export interface PaperTruth {
  /** What it shows or shares; null: nothing of it stands. */
  readonly stands: Readonly<Record<string, unknown>> | null;
  /** Corrections beside it, each by its number and what is right, in their order. */
  readonly corrections: readonly string[];
  /** The number of the paper that ended it last; null: none did. */
  readonly endedBy: string | null;
}

/** Papers by what a body knows them by. */
export type Truth = ReadonlyMap<string, PaperTruth>;

/** Stored JSON: whatever stands there. */
type Data = Readonly<Record<string, unknown>>;
interface Event {
  readonly type: string;
  readonly recordedOn: string;
  readonly data: Data;
}

/** How a paper is known in each of the body's tables. */
export const paperOf = (table: string, ...names: readonly unknown[]): string => JSON.stringify([table, ...names]);

/** What a body ought to hold by this log. @throws on a body whose column nobody has written here */
export function truthOf(body: string, rows: readonly StoredRow[]): Truth {
  const column = columns[body];
  if (!column) throw new Error(`no independent column for ${body}: write it in test/chaos/truth.ts`);
  const streams = new Map<string, Event[]>();
  for (const { stream, type, subjectId, recordedOn, data } of rows) {
    if (subjectId === null || subjectId.startsWith('person-')) continue; // natural persons: nobody is told
    const events = streams.get(stream) ?? [];
    if (events.length === 0) streams.set(stream, events);
    events.push({ type, recordedOn, data });
  }
  return column([...streams.values()]);
}

const columns: Readonly<Partial<Record<string, (streams: readonly (readonly Event[])[]) => Truth>>> = {
  'credit-hebei': (streams) => {
    const papers = new Map<string, Draft>();
    for (const events of streams) hebei[events[0]?.type ?? '']?.(events, papers);
    return papers;
  },
};

interface Draft {
  stands: Readonly<Record<string, unknown>> | null;
  corrections: string[];
  endedBy: string | null;
}

type Fold = (events: readonly Event[], papers: Map<string, Draft>) => void;

/** The Hebei node, by the first event of a stream. */
const hebei: Readonly<Partial<Record<string, Fold>>> = {
  PenaltyDecisionRecorded: penaltyFold,
  ListingCandidateProposed: listingFold,
  CommitmentMade: commitmentFold,
  SpotCheckRecorded: spotCheckFold,
  CreditRepairAppliedFor: repairFold,
};

/** From this day on the tables of the channels say what is told; before, all but mere warnings. */
const channelTablesFrom = '2026-11-29';
/** From this day on commitments and spot checks are items of the catalogue. */
const catalogueFrom = '2026-12-01';

function penaltyFold(events: readonly Event[], papers: Map<string, Draft>): void {
  const [first] = events;
  if (!first) return;
  const recorded = first.data;
  const draft: Draft = { stands: null, corrections: [], endedBy: null };
  let now = recorded;
  let wasTold = false;
  for (const { type, data } of events) {
    const [before, number] = [now, data.documentNumber as string];
    const toldBefore = type !== 'PenaltyDecisionRecorded' && isTold(before, first.recordedOn);
    if (type === 'PenaltyDecisionChanged') now = { ...before, ...imposedIn(data) };
    const tells = isTold(now, first.recordedOn);
    if (type === 'PenaltyDecisionRecorded' || type === 'PenaltyDecisionChanged') {
      if (tells) draft.stands = penaltyFields(now, first.recordedOn);
      else if (toldBefore) [draft.stands, draft.endedBy] = [null, number];
    } else if (tells && ends.has(type)) [draft.stands, draft.endedBy] = [null, number];
    wasTold ||= tells;
  }
  if (wasTold) papers.set(penaltyPaper(recorded), draft);
}

const ends: ReadonlySet<string> = new Set([
  'PenaltyDecisionRevoked',
  'PenaltyDecisionFoundUnlawful',
  'PenaltyDecisionFoundVoid',
]);

const penaltyPaper = ({ authorityCode, documentNumber, subjectId }: Data): string =>
  paperOf('penalty', authorityCode, documentNumber, subjectId);

const imposedIn = (data: Data): Data =>
  Object.fromEntries(
    ['penaltyKinds', 'penaltyContent', 'fineFen', 'confiscatedFen', 'effectiveUntil'].map((name) => [name, data[name]]),
  );

function isTold({ procedure, penaltyKinds }: Data, recordedOn: string): boolean {
  if (procedure !== 'ordinary') return false;
  return recordedOn >= channelTablesFrom || (penaltyKinds as string[]).some((kind) => !warnings.has(kind));
}

const warnings: ReadonlySet<string> = new Set(['警告', '通报批评']);
const graveKinds: ReadonlySet<string> = new Set(['责令停产停业', '吊销许可证件', '责令停止使用', '降低资质等级']);
const terms: readonly {
  readonly until: string;
  readonly minor: number;
  readonly general: number;
  readonly grave: number;
}[] = [
  { until: '2023-05-01', minor: 3, general: 12, grave: 36 },
  { until: '2026-04-01', minor: 3, general: 36, grave: 36 },
  { until: '9999', minor: 3, general: 12, grave: 36 },
];

function gravityOf({ penaltyKinds }: Data): 'minor' | 'general' | 'grave' {
  const kinds = penaltyKinds as string[];
  if (kinds.some((kind) => graveKinds.has(kind))) return 'grave';
  return kinds.every((kind) => warnings.has(kind)) ? 'minor' : 'general';
}

/** The last day on which it is shown; null: it is collected and shared, and not shown. */
function shownThrough(penalty: Data, recordedOn: string): string | null {
  const { decidedOn, publicUntil } = penalty as { decidedOn: string; publicUntil: string | null };
  const gravity = gravityOf(penalty);
  const term = terms.find(({ until }) => decidedOn < until);
  if (!term) throw new Error(`no term for a decision of ${decidedOn}`);
  const legal = monthsAfter(decidedOn, term[gravity]);
  if (recordedOn < channelTablesFrom) return publicUntil ?? dayBefore(legal);
  if (gravity === 'minor') return null;
  return publicUntil !== null && publicUntil < legal ? publicUntil : legal;
}

function monthsAfter(day: string, months: number): string {
  const [year = 0, month = 0, date = 0] = day.split('-').map(Number);
  const last = new Date(Date.UTC(year, month - 1 + months + 1, 0)).getUTCDate();
  return new Date(Date.UTC(year, month - 1 + months, Math.min(date, last))).toISOString().slice(0, 10);
}

const dayBefore = (day: string): string => new Date(Date.parse(day) - 86_400_000).toISOString().slice(0, 10);
const slashed = (day: unknown): string | null => (typeof day === 'string' ? day.replaceAll('-', '/') : null);
const wan = (fen: unknown): string | null => (typeof fen === 'number' ? (fen / 1_000_000).toFixed(6) : null);

function penaltyFields(penalty: Data, recordedOn: string): Readonly<Record<string, unknown>> {
  const until = shownThrough(penalty, recordedOn);
  return filled({
    CF_XDR_MC: penalty.subjectName,
    CF_XDR_LB: String(penalty.subjectId).startsWith('92') ? '个体工商户' : '法人及非法人组织',
    CF_XDR_SHXYM: penalty.subjectId,
    CF_FRDB: penalty.legalRepresentative,
    CF_WSH: penalty.documentNumber,
    CF_WFXW: penalty.violationType,
    CF_SY: penalty.facts,
    CF_YJ: penalty.legalBasis,
    CF_CFLB: (penalty.penaltyKinds as string[]).join(';'),
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
    SX_YZCD: { minor: '轻微', general: '一般', grave: '严重' }[gravityOf(penalty)],
    SX_SYFW: until === null ? '归集共享，不公示' : null,
  });
}

const filled = (fields: Data): Readonly<Record<string, unknown>> =>
  Object.fromEntries(
    Object.entries(fields).filter(([, value]) => value !== null && value !== undefined && value !== ''),
  );

/** A repair hides the penalty it names, its revocation shows it again. Streams come in the order of their first events: the penalty is there. */
function repairFold(events: readonly Event[], papers: Map<string, Draft>): void {
  const applied = events[0]?.data;
  if (!applied) return;
  const { record } = applied as { record: Data };
  if (record.kind !== 'penalty-decision') return;
  const draft = papers.get(penaltyPaper({ ...record, subjectId: applied.subjectId }));
  if (!draft) return; // never told, so its repair is not
  let hidden: Draft['stands'] = null;
  for (const { type, data } of events) {
    if (type === 'CreditRepairApproved' && draft.stands !== null)
      [hidden, draft.stands, draft.endedBy] = [draft.stands, null, data.documentNumber as string];
    if (type === 'CreditRepairRevoked' && hidden !== null) [draft.stands, draft.endedBy, hidden] = [hidden, null, null];
  }
}

const grounds: Readonly<Record<string, string>> = {
  REPEATED_VIOLATIONS: '多次违法违规',
  ACCIDENT_LIABILITY: '火灾事故责任',
};
const measures: Readonly<Record<string, string>> = {
  PROC_REFUSE: '限制参加政府采购',
  BID_RESTRICT: '限制参加工程招投标',
};

function listingFold(events: readonly Event[], papers: Map<string, Draft>): void {
  const listed = events.find(({ type }) => type === 'SubjectListedOnBlacklist')?.data;
  if (listed?.register !== 'serious-dishonesty') return; // the internal register is told to nobody
  const draft: Draft = { stands: null, corrections: [], endedBy: null };
  for (const { type, data } of events) {
    if (type === 'SubjectListedOnBlacklist') draft.stands = listingFields(data);
    if (type === 'ListingCorrected') draft.corrections.push(`${String(data.documentNumber)}：${String(data.newValue)}`);
    if (type === 'SubjectRemovedFromBlacklist') {
      draft.stands = null;
      draft.endedBy = `${{ expiry: '期满移出', early: '提前移出', revoked: '撤销列入决定' }[data.reason as string] ?? '?'}：${String(data.explanation)}`;
    }
  }
  papers.set(paperOf('list', listed.decisionBodyCode, listed.decisionNumber, listed.subjectId), draft);
}

const listingFields = (data: Data): Readonly<Record<string, unknown>> =>
  filled({
    subjectName: data.subjectName,
    uscc: data.subjectId,
    triggerCode: data.ground,
    triggerName: grounds[data.ground as string],
    conductSummary: data.conductSummary,
    legalBasis: data.legalBasis,
    decisionNo: data.decisionNumber,
    decisionBody: data.decisionBody,
    decisionBodyUscc: data.decisionBodyCode,
    listedOn: data.listedOn,
    measureSet: (data.measures as string[]).map((code) => measures[code]),
    removalDue: data.listedUntil,
    dataSource: data.decisionBody,
    dataSourceUscc: data.decisionBodyCode,
  });

/** Each step says the whole commitment anew; what was recorded before the catalogue named it is never told. */
function commitmentFold(events: readonly Event[], papers: Map<string, Draft>): void {
  const made = events[0]?.data;
  const last = events.findLastIndex(({ recordedOn }) => recordedOn >= catalogueFrom);
  if (!made || last === -1) return;
  const authority = made.recordingAuthority as Data;
  const stands = filled({
    subjectName: made.subjectName,
    uscc: made.subjectId,
    commitmentNo: made.commitmentNumber,
    commitmentType: '审批替代型',
    matter: made.matter,
    madeOn: made.madeOn,
    verificationDue: made.verificationDueOn,
    ...performanceOf(events[last] ?? { type: '', recordedOn: '', data: {} }),
    acceptedBy: authority.name,
    acceptedByUscc: authority.code,
    dataSource: authority.name,
    dataSourceUscc: authority.code,
  });
  const paper = paperOf('commitment', authority.code, made.commitmentNumber, made.subjectId);
  papers.set(paper, { stands, corrections: [], endedBy: null });
}

function performanceOf({ type, data }: Event): Data {
  switch (type) {
    case 'CommitmentMade':
      return { performance: '履约中', performanceOn: data.madeOn };
    case 'CommitmentVerified':
      return { performance: '已履约', performanceOn: data.verifiedOn };
    case 'FalseCommitmentFound':
      return {
        performance: '承诺不实',
        performanceOn: data.foundOn,
        falseDetail: data.detail,
        serious: data.serious === true ? '是' : '否',
      };
    case 'FalseCommitmentFindingWithdrawn':
      return {
        performance: '不实认定已撤回',
        performanceOn: data.withdrawnOn,
        withdrawalNo: data.documentNumber,
        withdrawalReason: data.reason,
      };
    default:
      throw new Error(`a commitment cannot be ${type}`);
  }
}

function spotCheckFold(events: readonly Event[], papers: Map<string, Draft>): void {
  const first = events[0]?.data;
  if (!first) return;
  const authority = first.recordingAuthority as Data;
  const draft: Draft = { stands: null, corrections: [], endedBy: null };
  let wasTold = false;
  for (const { type, recordedOn, data } of events) {
    if (type === 'SpotCheckResultWithdrawn') {
      if (draft.stands !== null) [draft.stands, draft.endedBy] = [null, data.documentNumber as string];
      continue;
    }
    if (recordedOn < catalogueFrom) continue;
    wasTold = true;
    const replaces = data.replaces as Data | undefined;
    draft.stands = filled({
      subjectName: data.subjectName,
      uscc: data.subjectId,
      planNo: data.planNumber,
      taskNo: data.taskNumber,
      checkedOn: data.checkedOn,
      result: data.result,
      checkedBy: data.authorityName,
      recordedBy: authority.name,
      recordedByUscc: authority.code,
      replacedResult: replaces?.result,
      replacedWithdrawalNo: replaces?.withdrawalNumber,
      dataSource: authority.name,
      dataSourceUscc: authority.code,
    });
  }
  if (wasTold)
    papers.set(paperOf('spot-check', authority.code, first.planNumber, first.taskNumber, first.subjectId), draft);
}
