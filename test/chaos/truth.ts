import { type Column, type Data, type Fields, type MessageKind, type Performance } from './columns/column';
import { creditChinaHebei } from './columns/credit-china-hebei';
import { creditHebei } from './columns/credit-hebei';
import { gsxtHebei } from './columns/gsxt-hebei';

/**
 * What each body ought to hold, folded from the log a second time and by nobody else's word: it reads the JSON as it is stored, has its own
 * tables of what is told and until when (`columns/`), and imports nothing of the ledger. What both folds got wrong in the same way no run can find.
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
  readonly stands: Fields | null;
  /** Corrections beside it, each by its number and what is right, in their order. */
  readonly corrections: readonly string[];
  /** The number of the paper that ended it last; null: none did. */
  readonly endedBy: string | null;
}

/** Papers by what a body knows them by. */
export type Truth = ReadonlyMap<string, PaperTruth>;

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
  if (!column) throw new Error(`no independent column for ${body}: write it in test/chaos/columns`);
  const streams = new Map<string, Event[]>();
  for (const { stream, type, subjectId, recordedOn, data } of rows) {
    if (subjectId === null || subjectId.startsWith('person-')) continue; // natural persons: nobody is told
    const events = streams.get(stream) ?? [];
    if (events.length === 0) streams.set(stream, events);
    events.push({ type, recordedOn, data });
  }
  const papers = new Map<string, Draft>();
  for (const events of streams.values()) folds[events[0]?.type ?? '']?.(column, events, papers);
  return papers;
}

/** A further body is a line here, beside its words in `said.ts`. */
const columns: Readonly<Partial<Record<string, Column>>> = {
  'credit-hebei': creditHebei,
  'credit-china-hebei': creditChinaHebei,
  'gsxt-hebei': gsxtHebei,
};

interface Draft {
  stands: Fields | null;
  corrections: string[];
  endedBy: string | null;
}

type Fold = (column: Column, events: readonly Event[], papers: Map<string, Draft>) => void;

/** By the first event of a stream. */
const folds: Readonly<Partial<Record<string, Fold>>> = {
  PenaltyDecisionRecorded: penaltyFold,
  ListingCandidateProposed: listingFold,
  CommitmentMade: commitmentFold,
  SpotCheckRecorded: spotCheckFold,
  CreditRepairAppliedFor: repairFold,
};

const aDraft = (): Draft => ({ stands: null, corrections: [], endedBy: null });

const mayBeTold = ({ from }: Column, kind: MessageKind, { recordedOn }: Event): boolean =>
  recordedOn >= (from[kind] ?? '');

/** What a body never heard of it is not told the rest of, unless that says all there is. */
function penaltyFold(column: Column, events: readonly Event[], papers: Map<string, Draft>): void {
  const [first] = events;
  if (!first) return;
  const { data: recorded, recordedOn } = first;
  const draft = aDraft();
  let now = recorded;
  let wasTold = false;
  for (const event of events) {
    const { type, data } = event;
    const toldBefore = type !== 'PenaltyDecisionRecorded' && column.tellsPenalty(now, recordedOn);
    if (type === 'PenaltyDecisionChanged') now = { ...now, ...imposedIn(data) };
    const tells = column.tellsPenalty(now, recordedOn);
    const isOutcome = outcomes.has(type);
    if (isOutcome || (toldBefore && !tells)) {
      if (!(isOutcome ? tells : toldBefore) || !wasTold || !mayBeTold(column, 'after-penalty', event)) continue;
      [draft.stands, draft.endedBy] = [null, data.documentNumber as string];
    } else if (tells && (type === 'PenaltyDecisionRecorded' || type === 'PenaltyDecisionChanged')) {
      if (!mayBeTold(column, toldBefore ? 'after-penalty' : 'penalty', event) || (toldBefore && !wasTold)) continue;
      draft.stands = column.penalty(now, recordedOn);
      wasTold = true;
    }
  }
  if (wasTold) papers.set(penaltyPaper(recorded), draft);
}

const outcomes: ReadonlySet<string> = new Set([
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

/** A repair hides the record it names, its revocation shows it again. Streams come in the order of their first events: the record is there. */
function repairFold(_column: Column, events: readonly Event[], papers: Map<string, Draft>): void {
  const applied = events[0]?.data;
  if (!applied) return;
  const { record } = applied as { record: Data };
  const paper = repairedPaper({ ...record, subjectId: applied.subjectId });
  const draft = paper === undefined ? undefined : papers.get(paper);
  if (!draft) return; // never told, so its repair is not
  let hidden: Draft['stands'] = null;
  for (const { type, data } of events) {
    if (type === 'CreditRepairApproved' && draft.stands !== null)
      [hidden, draft.stands, draft.endedBy] = [draft.stands, null, data.documentNumber as string];
    if (type === 'CreditRepairRevoked' && hidden !== null) [draft.stands, draft.endedBy, hidden] = [hidden, null, null];
  }
}

function repairedPaper(record: Data): string | undefined {
  if (record.kind === 'penalty-decision') return penaltyPaper(record);
  if (record.kind !== 'false-commitment') return undefined;
  return paperOf('commitment', record.authorityCode, record.documentNumber, record.subjectId);
}

function listingFold(column: Column, events: readonly Event[], papers: Map<string, Draft>): void {
  const listed = events.find(({ type }) => type === 'SubjectListedOnBlacklist')?.data;
  if (listed?.register !== 'serious-dishonesty') return; // the internal register is told to nobody
  const draft = aDraft();
  let wasTold = false;
  for (const event of events) {
    const { type, data } = event;
    if (!mayBeTold(column, 'list', event)) continue;
    if (type === 'SubjectListedOnBlacklist') [draft.stands, wasTold] = [column.listing(data), true];
    if (!wasTold) continue;
    if (type === 'ListingCorrected') draft.corrections.push(`${String(data.documentNumber)}：${String(data.newValue)}`);
    if (type === 'SubjectRemovedFromBlacklist') {
      draft.stands = null;
      draft.endedBy = `${{ expiry: '期满移出', early: '提前移出', revoked: '撤销列入决定' }[data.reason as string] ?? '?'}：${String(data.explanation)}`;
    }
  }
  if (wasTold) papers.set(paperOf('list', listed.decisionBodyCode, listed.decisionNumber, listed.subjectId), draft);
}

/** Each step says the whole commitment anew; what was recorded before the catalogue named it is never told. */
function commitmentFold(column: Column, events: readonly Event[], papers: Map<string, Draft>): void {
  const made = events[0]?.data;
  const last = events.findLast((event) => mayBeTold(column, 'commitment', event));
  if (!made || !last) return;
  const paper = paperOf('commitment', (made.recordingAuthority as Data).code, made.commitmentNumber, made.subjectId);
  papers.set(paper, { ...aDraft(), stands: column.commitment(made, performanceOf(last)) });
}

function performanceOf({ type, data }: Event): Performance {
  switch (type) {
    case 'CommitmentMade':
      return { state: '履约中', on: data.madeOn };
    case 'CommitmentVerified':
      return { state: '已履约', on: data.verifiedOn };
    case 'FalseCommitmentFound':
      return { state: '承诺不实', on: data.foundOn, falseDetail: data.detail, serious: data.serious === true };
    case 'FalseCommitmentFindingWithdrawn': {
      const { withdrawnOn: on, documentNumber: withdrawalNumber, reason: withdrawalReason } = data;
      return { state: '不实认定已撤回', on, withdrawalNumber, withdrawalReason };
    }
    default:
      throw new Error(`a commitment cannot be ${type}`);
  }
}

function spotCheckFold(column: Column, events: readonly Event[], papers: Map<string, Draft>): void {
  const first = events[0]?.data;
  if (!first) return;
  const authority = first.recordingAuthority as Data;
  const draft = aDraft();
  let wasTold = false;
  for (const event of events) {
    const { type, data } = event;
    if (type === 'SpotCheckResultWithdrawn') {
      if (draft.stands !== null) [draft.stands, draft.endedBy] = [null, data.documentNumber as string];
      continue;
    }
    if (!mayBeTold(column, 'spot-check', event)) continue;
    wasTold = true;
    draft.stands = column.spotCheck(data, authority, data.replaces as Data | undefined);
  }
  if (wasTold)
    papers.set(paperOf('spot-check', authority.code, first.planNumber, first.taskNumber, first.subjectId), draft);
}
