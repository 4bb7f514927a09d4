import type { Day, GivenName } from '../../shared';
import type { CreditFact } from './credit-fact';

/** 信用档案: what the ledger knows of one subject. */
export interface CreditDossier {
  readonly subjectId: string;
  /** Names in the order in which we learnt them; the last is the present one. */
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

export interface KnownName extends GivenName {
  /** From the day on the paper that gave it. */
  readonly since: Day;
  readonly recordedAt: string;
}

/** The present name: the last registered one, or else the last one a paper gave. */
export function presentName(names: readonly KnownName[]): string {
  return (names.findLast(({ source }) => source === 'registered') ?? names.at(-1))?.name ?? '';
}

/** The dossier as it was known at `knownAt` (UTC instant); undefined when the subject was unknown then. */
export function asKnownAt(dossier: CreditDossier, knownAt: string): CreditDossier | undefined {
  if (dossier.knownSince > knownAt) return undefined;
  return {
    ...dossier,
    names: dossier.names.filter((name) => name.recordedAt <= knownAt),
    facts: dossier.facts.filter((fact) => fact.recordedAt <= knownAt),
  };
}
