import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from './project-root';

/**
 * The status of a subject worked out the slow and obvious way: every row of the log, the numbers of the rule-set files and
 * sections 3.5 and 5 of the regulations, for one question at a time. It shares no code with the ledger, so that a mistake
 * would have to be made twice to go unnoticed.
 */
export interface RawEvent {
  readonly position: number;
  readonly type: string;
  readonly subject: string | null;
  readonly occurredOn: string;
  /** UTC, milliseconds. */
  readonly recordedAt: string;
  readonly data: Readonly<Record<string, unknown>>;
}

export interface BruteAnswer {
  readonly status: 'listed' | 'not-listed' | 'subject-unknown';
  readonly name: string | null;
  readonly score: number | null;
  readonly grade: string | null;
  /** `document points`, sorted; `-` where no paper stands behind it. */
  readonly points: readonly string[];
  /** Ids of the listings in force, sorted. */
  readonly listings: readonly string[];
}

interface RuleFile {
  readonly effectiveFrom: string | null;
  readonly effectiveUntil: string | null;
  readonly scoring: Record<'base' | 'floor' | 'cap' | FlatRule, Value<number>> & {
    readonly warning: KindRule;
    readonly stop: KindRule;
    readonly fine: {
      readonly penaltyKinds: string[];
      readonly bands: { fromFen: Value<number>; points: Value<number> }[];
    };
  };
  readonly grades: { grade: string; from: Value<number> }[];
  readonly publicity: Record<string, { maxMonths: Value<number> }>;
  readonly readings: { recordedFrom: string | null; termCounting: Value<string> }[];
  readonly severity: { penaltyKinds: Record<string, Value<string>> } & Record<SeverityRule, Value<string>>;
  readonly blacklist: Record<'refusalToCorrectCodes' | 'falseDocumentCodes', Value<string[]>> & {
    listingMonths: Value<number>;
  };
}
interface Value<T> {
  readonly value: T;
}
interface KindRule {
  readonly penaltyKinds: string[];
  readonly points: Value<number>;
}
type FlatRule =
  'refusalToCorrect' | 'falseDocument' | 'falseCommitment' | 'noCommitment' | 'hazardOverdue' | 'hazardClosed';
type SeverityRule = 'falseDocument' | 'falseCommitment' | 'seriousFalseCommitment' | 'noCommitment' | 'overdueHazard';

const folder = join(projectRoot, 'libs/ledger/src/rule-set/data');
const ruleFiles = readdirSync(folder).map((file) => JSON.parse(readFileSync(join(folder, file), 'utf8')) as RuleFile);

function rulesOf(day: string): RuleFile {
  const covering = ruleFiles.filter(
    ({ effectiveFrom, effectiveUntil }) => (effectiveFrom ?? '') <= day && day < (effectiveUntil ?? '9999'),
  );
  const [only, ...others] = covering;
  if (only === undefined || others.length > 0) throw new Error(`${day} is covered by ${covering.length} rule sets`);
  return only;
}

/** The first day after a term of months that `paper` sets. Until some day of recording its last day itself was counted as over. */
function after(paper: RawEvent, day: string, months: number): string {
  const shanghai = new Date(Date.parse(paper.recordedAt) + 8 * 3600 * 1000).toISOString().slice(0, 10);
  const readings = rulesOf(day).readings.filter(({ recordedFrom }) => (recordedFrom ?? '') <= shanghai);
  const last = monthsLater(day, months);
  return readings.at(-1)?.termCounting.value === 'through-the-same-day' ? dayAfter(last) : last;
}

function monthsLater(day: string, months: number): string {
  const [year = 0, month = 0, dayOfMonth = 0] = day.split('-').map(Number);
  const lastOfMonth = new Date(Date.UTC(year, month + months, 0)).getUTCDate();
  return new Date(Date.UTC(year, month - 1 + months, Math.min(dayOfMonth, lastOfMonth))).toISOString().slice(0, 10);
}

function dayAfter(day: string): string {
  return new Date(Date.parse(day) + 24 * 3600 * 1000).toISOString().slice(0, 10);
}

/** Points a paper gives on the days from `from` up to, and not including, `until`. */
interface Points {
  readonly document: string;
  readonly points: number;
  readonly from: string;
  readonly until: string;
}
const forever = '9999-12-31';

export function bruteForce(log: readonly RawEvent[], subject: string, validAt: string, knownAt: string): BruteAnswer {
  const known = log.filter((event) => event.subject === subject && event.recordedAt <= knownAt);
  if (known.length === 0)
    return { status: 'subject-unknown', name: null, score: null, grade: null, points: [], listings: [] };

  const happened = known.filter((event) => event.occurredOn <= validAt);
  const listings = happened.filter(
    (event) => event.type === 'SubjectListedOnBlacklist' && stands(event, happened, validAt),
  );
  const listed = listings.some((event) => event.data.register === 'serious-dishonesty');

  const rules = rulesOf(validAt);
  const counted = happened
    .flatMap((event) => pointsOf(event, happened))
    .filter(({ from, until }) => from <= validAt && validAt < until)
    .map(({ document, points }) => ({ document, points }));
  counted.push({ document: '-', points: rules.scoring.base.value });
  const sum = counted.reduce((total, { points }) => total + points, 0);
  let score = sum;
  if (score < rules.scoring.floor.value) score = rules.scoring.floor.value;
  if (score > rules.scoring.cap.value) score = rules.scoring.cap.value;
  if (score !== sum) counted.push({ document: '-', points: score - sum });

  let grade = 'D';
  for (const band of [...rules.grades].sort((one, other) => one.from.value - other.from.value)) {
    if (!listed && score >= band.from.value) grade = band.grade;
  }
  return {
    status: listed ? 'listed' : 'not-listed',
    name: nameIn(known),
    score,
    grade,
    points: counted.map(({ document, points }) => `${document} ${points}`).sort(),
    listings: listings.map((event) => text(event, 'listingId')).sort(),
  };
}

const endOfListing = (listing: RawEvent): string => {
  const decidedOn = text(listing, 'decidedOn');
  return after(listing, decidedOn, rulesOf(decidedOn).blacklist.listingMonths.value);
};

function stands(listing: RawEvent, events: readonly RawEvent[], day: string): boolean {
  const decidedOn = text(listing, 'decidedOn');
  if (day < decidedOn || endOfListing(listing) <= day) return false;
  return !events.some((event) => event.type === 'SubjectRemovedFromBlacklist' && same(event, listing, 'listingId'));
}

function pointsOf(event: RawEvent, events: readonly RawEvent[]): Points[] {
  const endedBy = (type: string, id: string) => events.find((other) => other.type === type && same(other, event, id));
  const flat = (rule: FlatRule, severity: SeverityRule, number: string, on: string): Points => {
    const rules = rulesOf(on);
    const until = after(event, on, publicMonths(rules, rules.severity[severity].value));
    return { document: number, points: rules.scoring[rule].value, from: on, until };
  };
  switch (event.type) {
    case 'PenaltyDecisionRecorded':
      if (fallsOfPenalty.some((type) => endedBy(type, 'decisionId'))) return [];
      return penaltyPoints(event, lastChange(event, events));
    case 'FalseCommitmentFound': {
      if (endedBy('FalseCommitmentFindingWithdrawn', 'commitmentId')) return [];
      const severity = event.data.serious === true ? 'seriousFalseCommitment' : 'falseCommitment';
      return [flat('falseCommitment', severity, text(event, 'commitmentNumber'), text(event, 'foundOn'))];
    }
    case 'CommitmentMissing':
      return [flat('noCommitment', 'noCommitment', text(event, 'documentNumber'), text(event, 'foundOn'))];
    case 'MajorFireHazardJudged':
      return hazardPoints(event, endedBy('MajorFireHazardRectified', 'hazardId'));
    default:
      return [];
  }
}

const fallsOfPenalty = ['PenaltyDecisionRevoked', 'PenaltyDecisionFoundUnlawful', 'PenaltyDecisionFoundVoid'];

/** Changes come in the order of their days: the ledger refuses any other. */
const lastChange = (event: RawEvent, events: readonly RawEvent[]): RawEvent | undefined =>
  events.filter((other) => other.type === 'PenaltyDecisionChanged' && same(other, event, 'decisionId')).at(-1);

/** What it imposes, by its change if there is one: the change counts from its own day, and ends as a decision of the first day would. */
function penaltyPoints(taken: RawEvent, change: RawEvent | undefined): Points[] {
  const { penaltyKinds, fineFen } = (change ?? taken).data;
  const event: RawEvent = { ...taken, data: { ...taken.data, penaltyKinds, fineFen } };
  const decidedOn = text(event, 'decidedOn');
  const countsFrom = change === undefined ? decidedOn : text(change, 'changedOn');
  const rules = rulesOf(decidedOn);
  const { scoring, blacklist } = rules;
  const kinds = event.data.penaltyKinds as string[];
  const code = event.data.violationCode as string;
  const includesAny = (some: string[]) => kinds.some((kind) => some.includes(kind));

  const given: number[] = [];
  if (includesAny(scoring.warning.penaltyKinds)) given.push(scoring.warning.points.value);
  if (includesAny(scoring.fine.penaltyKinds)) {
    const bands = scoring.fine.bands.filter((band) => band.fromFen.value <= (event.data.fineFen as number));
    given.push(Math.min(...bands.map((band) => band.points.value)));
  }
  if (includesAny(scoring.stop.penaltyKinds)) given.push(scoring.stop.points.value);
  if (blacklist.refusalToCorrectCodes.value.includes(code)) given.push(scoring.refusalToCorrect.value);
  if (blacklist.falseDocumentCodes.value.includes(code)) given.push(scoring.falseDocument.value);

  const severities = kinds.map((kind) => rules.severity.penaltyKinds[kind]?.value);
  if (blacklist.falseDocumentCodes.value.includes(code)) severities.push(rules.severity.falseDocument.value);
  const simple = event.data.procedure === 'simple';
  const gravest = ['SERIOUS', 'GENERAL', 'MINOR'].find((one) => severities.includes(one)) ?? 'MINOR';
  const until = after(event, decidedOn, publicMonths(rules, simple ? 'MINOR' : gravest));
  return given.map((points) => ({ document: text(event, 'documentNumber'), points, from: countsFrom, until }));
}

function hazardPoints(event: RawEvent, closing: RawEvent | undefined): Points[] {
  const rules = rulesOf(text(event, 'judgedOn'));
  const rectifyBy = text(event, 'rectifyBy');
  const overdue = { document: text(event, 'hazardNumber'), points: rules.scoring.hazardOverdue.value };
  const from = dayAfter(rectifyBy);
  if (closing === undefined) return [{ ...overdue, from, until: forever }];
  const closedOn = text(closing, 'closedOn');
  if (closedOn <= rectifyBy) return [];
  const until = after(closing, closedOn, publicMonths(rules, rules.severity.overdueHazard.value));
  const document = (closing.data.documentNumber as string | null) ?? text(closing, 'hazardNumber');
  return [
    { ...overdue, from, until },
    { document, points: rules.scoring.hazardClosed.value, from: closedOn, until },
  ];
}

function publicMonths(rules: RuleFile, severity: string): number {
  const tier = rules.publicity[severity];
  if (tier === undefined) throw new Error(`no publicity for ${severity}`);
  return tier.maxMonths.value;
}

/** The last registered name, or else the last one a paper printed, or else that of the first case. */
function nameIn(events: readonly RawEvent[]): string | null {
  const naming = events.filter((event) => typeof event.data.subjectName === 'string' && !event.type.includes('List'));
  const registered = naming.filter((event) => event.type.startsWith('CreditSubject'));
  const inCase = events.find((event) => 'subjectName' in event.data && event.type.includes('List'));
  const giving = registered.at(-1) ?? naming.at(-1) ?? inCase;
  return giving === undefined ? null : text(giving, 'subjectName');
}

const text = (event: Pick<RawEvent, 'data'>, field: string): string => event.data[field] as string;
const same = (one: RawEvent, other: RawEvent, field: string): boolean => one.data[field] === other.data[field];

/** What had happened by each day on which anything did: a change alters what was imposed before. */
const daysOf = (about: readonly RawEvent[]): RawEvent[][] =>
  [...new Set(about.map(({ occurredOn }) => occurredOn))].map((day) =>
    about.filter((event) => event.occurredOn <= day),
  );

/** Every day on which an answer about the subject may change: the sharpest questions are asked there. */
export function turningDays(log: readonly RawEvent[], subject: string): string[] {
  const about = log.filter((event) => event.subject === subject);
  const ends = daysOf(about)
    .flatMap((known) => known.flatMap((event) => pointsOf(event, known)))
    .flatMap(({ from, until }) => [from, until]);
  const listings = about.filter((event) => event.type === 'SubjectListedOnBlacklist').map(endOfListing);
  const days = [...about.map((event) => event.occurredOn), ...ends, ...listings].filter((day) => day !== forever);
  return [...new Set(days)].sort();
}
