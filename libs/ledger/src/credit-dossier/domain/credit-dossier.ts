import { clocksApartMs, type Day, type GivenName } from '../../shared';
import type { CreditFact } from './credit-fact';

/** 信用档案: what the ledger knows of one subject. */
export interface CreditDossier {
  readonly subjectId: string;
  /** Names in the order in which we learnt them; which of them is the present one, `presentName` says. */
  readonly names: readonly KnownName[];
  /** In log order. */
  readonly facts: readonly CreditFact[];
  /** When the ledger first heard of the subject (UTC). */
  readonly knownSince: string;
  /** When the newest event in here was written (UTC): known at this instant or later, it is all of it. */
  readonly newestAt: string;
  /** Of the newest event in here. */
  readonly position: number;
}

/** `erased`: nobody can read it any more; whoever bore it bears another, if any. */
export interface KnownName extends Omit<GivenName, 'source'> {
  readonly source: GivenName['source'] | 'erased';
  /** From the day on the paper that gave it. */
  readonly since: Day;
  readonly recordedAt: string;
}

/** The present name: the last registered one, or else the last one a paper gave, or else that of a case; null when none is known. */
export function presentName(names: readonly KnownName[]): string | null {
  const last = (...wanted: readonly KnownName['source'][]) => names.findLast(({ source }) => wanted.includes(source));
  const name = (last('registered') ?? last('paper', 'erased') ?? last('case'))?.name;
  return name === undefined || name === '' ? null : name;
}

/**
 * The names it bore before: only a renaming, or an erasure, makes a name a former one. Another name on a paper may be that of another
 * unit.
 */
export function formerNames(names: readonly KnownName[]): readonly string[] {
  const present = presentName(names);
  const borne = names.filter(({ source }) => source === 'registered' || source === 'erased').map(({ name }) => name);
  return [...new Set(borne)].filter((name) => name !== present);
}

/** Who asks for what is known now names an instant that has passed when the question arrives. Ours. */
const justNowMs = 60_000;

/**
 * The dossier as it was known at `knownAt`, asked at `askedAt` (UTC instants); undefined when the subject was unknown then.
 *
 * The clock of the database may once have been ahead: then a recording carries an instant that has not come. It was made before
 * `askedAt`, and after whatever stands before it, and more the log does not say. Within the last minute it was known; before the
 * newest recording with an instant that has come it was not; in between nobody can tell: `recorded-ahead`.
 */
export function asKnownAt(
  dossier: CreditDossier,
  knownAt: string,
  askedAt: string,
): CreditDossier | undefined | 'recorded-ahead' {
  const aheadFrom = latestComeAt(askedAt);
  const ahead = (recordedAt: string): boolean => recordedAt > aheadFrom;
  const before = (recordedAt: string): boolean => recordedAt <= knownAt;
  if (!ahead(dossier.newestAt)) return upTo(dossier, before);
  const instants = [dossier.knownSince, ...[...dossier.names, ...dossier.facts].map(({ recordedAt }) => recordedAt)];
  if (instants.some((recordedAt) => !before(recordedAt) && !ahead(recordedAt))) return upTo(dossier, before);
  if (knownAheadFrom(knownAt, askedAt) === null) return 'recorded-ahead';
  return upTo(dossier, (recordedAt) => before(recordedAt) || ahead(recordedAt));
}

/**
 * Recordings with an instant after this one were known at `knownAt`, though their instant has not come; null: that was asked for too
 * long after to tell.
 */
export function knownAheadFrom(knownAt: string, askedAt: string): string | null {
  return Date.parse(knownAt) < Date.parse(askedAt) - justNowMs ? null : latestComeAt(askedAt);
}

/** A later instant had not come at `askedAt`: by more than clocks may differ. */
const latestComeAt = (askedAt: string): string => new Date(Date.parse(askedAt) + clocksApartMs).toISOString();

function upTo(dossier: CreditDossier, known: (recordedAt: string) => boolean): CreditDossier | undefined {
  if (!known(dossier.knownSince)) return undefined;
  return {
    ...dossier,
    names: dossier.names.filter(({ recordedAt }) => known(recordedAt)),
    facts: dossier.facts.filter(({ recordedAt }) => known(recordedAt)),
  };
}
