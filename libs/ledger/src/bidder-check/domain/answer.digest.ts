import { sha256Of } from '../../shared';

/** What is said about one bidder, as far as the digest proves it. Spelled here: a field more in an answer changes no digest. */
export interface ProvenAnswer {
  readonly subjectId: string;
  readonly validAt: string;
  readonly knownAt: string;
  readonly status: string;
  readonly reason: string | null;
  readonly name: string | null;
  readonly formerNames: readonly string[];
  readonly score: number | null;
  readonly grade: string | null;
  readonly contributions: readonly ProvenContribution[];
  readonly listings: readonly ProvenListing[];
  readonly ruleSetId: string;
  readonly ruleSetLabel: string;
  readonly statement: string;
}

interface ProvenContribution {
  readonly eventId: string | null;
  readonly rule: string;
  readonly points: number;
  readonly document: string | null;
  readonly from: string;
  readonly until: string | null;
  readonly sentence: string;
}

interface ProvenListing {
  readonly listingId: string;
  readonly register: string;
  readonly ground: string;
  readonly listedOn: string;
  readonly listedUntil: string;
  readonly decisionNumber: string;
  readonly decisionBody: string;
  readonly legalBasis: string;
}

/**
 * SHA-256, hex, over the canonical JSON (`canonicalJson`) of exactly these fields: what was said of the subject, for which day and
 * by the knowledge of which instant. Position and age of the data are not in it, so that the same answer can be arrived at
 * again later. Stored for good: it never changes; another digest would be another field.
 */
export function digestOfAnswer(answer: ProvenAnswer): string {
  const { subjectId, validAt, knownAt, status, reason, name, formerNames, score, grade } = answer;
  const { ruleSetId, ruleSetLabel, statement } = answer;
  const contributions = answer.contributions.map(({ eventId, rule, points, document, from, until, sentence }) => ({
    eventId,
    rule,
    points,
    document,
    from,
    until,
    sentence,
  }));
  const listings = answer.listings.map((listing) => {
    const { listingId, register, ground, listedOn, listedUntil, decisionNumber, decisionBody, legalBasis } = listing;
    return { listingId, register, ground, listedOn, listedUntil, decisionNumber, decisionBody, legalBasis };
  });
  return sha256Of({
    subjectId,
    validAt,
    knownAt,
    status,
    reason,
    name,
    formerNames,
    score,
    grade,
    contributions,
    listings,
    ruleSetId,
    ruleSetLabel,
    statement,
  });
}

/** The ids of what an answer rests on. */
export const contributionEventIds = ({ contributions }: Pick<ProvenAnswer, 'contributions'>): string[] =>
  contributions.flatMap(({ eventId }) => eventId ?? []);
export const listingIds = ({ listings }: Pick<ProvenAnswer, 'listings'>): string[] =>
  listings.map(({ listingId }) => listingId);
