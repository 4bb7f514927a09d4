/** What the columns of all bodies have in common: pure, and nobody else's word. */

/** Stored JSON: whatever stands there. */
export type Data = Readonly<Record<string, unknown>>;
export type Fields = Readonly<Record<string, unknown>>;

/** What one body is told of papers of each kind, in its words. */
export interface Column {
  /** From which day on it is told messages of a kind; a kind that is not named: from ever. */
  readonly from: Readonly<Partial<Record<MessageKind, string>>>;
  /** Whether it is told of such a penalty at all. */
  readonly tellsPenalty: (penalty: Data, recordedOn: string) => boolean;
  readonly penalty: (penalty: Data, recordedOn: string) => Fields;
  readonly listing: (listed: Data) => Fields;
  /** @param performance how the commitment stands */
  readonly commitment: (made: Data, performance: Performance) => Fields;
  /** @param replaced the withdrawn result in whose place it stands */
  readonly spotCheck: (check: Data, authority: Data, replaced: Data | undefined) => Fields;
}

/** Statements of the four tables, and what follows on them. */
export type MessageKind = 'penalty' | 'after-penalty' | 'list' | 'commitment' | 'spot-check' | 'spot-check-withdrawal';

export interface Performance {
  readonly state: '履约中' | '已履约' | '承诺不实' | '不实认定已撤回';
  readonly on: unknown;
  readonly falseDetail?: unknown;
  readonly serious?: boolean;
  readonly withdrawalNumber?: unknown;
  readonly withdrawalReason?: unknown;
}

/** From this day on the tables of the channels say what is told, and a term ends on the day that its number names. */
export const channelTablesFrom = '2026-11-29';
/** From this day on the catalogue names what it did not name before. */
export const catalogueFrom = '2026-12-01';

export const warnings: ReadonlySet<string> = new Set(['警告', '通报批评']);
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

export const kindsOf = ({ penaltyKinds }: Data): readonly string[] => penaltyKinds as string[];

export function gravityOf(penalty: Data): 'minor' | 'general' | 'grave' {
  const kinds = kindsOf(penalty);
  if (kinds.some((kind) => graveKinds.has(kind))) return 'grave';
  return kinds.every((kind) => warnings.has(kind)) ? 'minor' : 'general';
}

export const gravityLabel = (penalty: Data): string =>
  ({ minor: '轻微', general: '一般', grave: '严重' })[gravityOf(penalty)];

/** The last day of the term that the law gives a decision, as it was read when the decision was recorded. */
export function legalEnd(penalty: Data, recordedOn: string): string {
  const { decidedOn } = penalty as { decidedOn: string };
  const term = terms.find(({ until }) => decidedOn < until);
  if (!term) throw new Error(`no term for a decision of ${decidedOn}`);
  const end = monthsAfter(decidedOn, term[gravityOf(penalty)]);
  return recordedOn < channelTablesFrom ? dayBefore(end) : end;
}

/** Of the printed and the legal end the earlier one. */
export function earlierEnd(penalty: Data, recordedOn: string): string {
  const { publicUntil } = penalty as { publicUntil: string | null };
  const legal = legalEnd(penalty, recordedOn);
  return publicUntil !== null && publicUntil < legal ? publicUntil : legal;
}

function monthsAfter(day: string, months: number): string {
  const [year = 0, month = 0, date = 0] = day.split('-').map(Number);
  const last = new Date(Date.UTC(year, month - 1 + months + 1, 0)).getUTCDate();
  return new Date(Date.UTC(year, month - 1 + months, Math.min(date, last))).toISOString().slice(0, 10);
}

const dayBefore = (day: string): string => new Date(Date.parse(day) - 86_400_000).toISOString().slice(0, 10);

export const slashed = (day: unknown): string | null => (typeof day === 'string' ? day.replaceAll('-', '/') : null);
export const wan = (fen: unknown): string | null => (typeof fen === 'number' ? (fen / 1_000_000).toFixed(6) : null);

export const categoryOf = (subjectId: unknown): string =>
  String(subjectId).startsWith('92') ? '个体工商户' : '法人及非法人组织';

/** The grounds of a listing, as its papers name them. */
export const grounds: Readonly<Record<string, string>> = {
  REPEATED_VIOLATIONS: '多次违法违规',
  ACCIDENT_LIABILITY: '火灾事故责任',
};

/** What has nothing in it is left out. */
export const filled = (fields: Data): Fields =>
  Object.fromEntries(
    Object.entries(fields).filter(([, value]) => value !== null && value !== undefined && value !== ''),
  );
