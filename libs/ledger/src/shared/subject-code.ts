import { looksLikeCitizenNumber } from './citizen-number';
import { normaliseText } from './normalise';
import { Refusal } from './refusal';
import { storableText } from './storable-text';
import { parseUscc } from './uscc';

const PERSON = /^person-[0-9a-f]{32}$/;

/** The id of a natural person in this ledger, from the UUID that a keyed hash over type and number of the document gave. */
export const personSubjectId = (personId: string): string => `person-${personId.replaceAll('-', '')}`;

/** Whether a subject is a natural person; all others have a unified social credit code. */
export const isPerson = (subjectId: string): boolean => PERSON.test(subjectId);

/**
 * The code on a paper that is about units only.
 * Refusals in this order: that of `storableText`, `natural-person-not-accepted` (a citizen number, however it is spelled, or a person's id), then
 * those of `parseUscc`.
 */
export function parseSubjectCode(text: string): string {
  const written = storableText(text).replace(/\s+/g, '');
  if (looksLikeCitizenNumber(written.toUpperCase()) || isPerson(written.toLowerCase())) {
    throw new Refusal('natural-person-not-accepted');
  }
  return parseUscc(text);
}

/** The subject of a question: the id that the ledger gave a person, or a unified social credit code. Refusals: those of `parseUscc`. */
export function parseSubjectId(text: string): string {
  const written = normaliseText(text).toLowerCase();
  return isPerson(written) ? written : parseUscc(text);
}

/**
 * Whether the name of a subject's representative is public: that of enterprises (91) and farmers' cooperatives (93), which
 * 国家企业信用信息公示系统 publishes (field `leRep`, regulations 7.3, sourced; that it covers exactly these two is our
 * default). All others, the operator of an 个体工商户 among them, are sealed: when in doubt, it is not public.
 */
export const representativeIsPublic = (subjectId: string): boolean => /^9[13]/.test(subjectId);
