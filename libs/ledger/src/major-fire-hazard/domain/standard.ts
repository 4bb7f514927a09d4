import { beginningOf, type Day, normaliseText, Refusal, requiredText } from '../../shared';
import type { StandardEdition } from './major-fire-hazard.events';

/**
 * GB 35181-2025 is in force from this day and replaces GB 35181-2017 (sourced: foreword of the 2025 edition, S54). A fact
 * about the standard, not a parameter of our rules: an edition never applies on other days.
 */
const EDITION_2025_FROM: Day = '2025-11-01';

/**
 * `GB 35181-2017` -> the edition, if it was the one to judge by on that day. Nothing is known of standards before 2017, so
 * that edition is also accepted for older judgements.
 * Refusals in this order: `required`, `code-unknown`, `standard-not-in-force` {inForce}.
 */
export function parseStandard(text: string, judgedOn: Day): StandardEdition {
  const written = requiredText(text);
  const edition = /^GB35181-(2017|2025)$/.exec(withoutSpaces(written))?.[1];
  if (edition !== '2017' && edition !== '2025') throw new Refusal('code-unknown', { unknown: beginningOf(written) });
  const inForce = judgedOn < EDITION_2025_FROM ? '2017' : '2025';
  if (edition !== inForce) throw new Refusal('standard-not-in-force', { inForce: `GB 35181-${inForce}` });
  return edition;
}

const withoutSpaces = (text: string): string =>
  normaliseText(text)
    .replace(/\s+/g, '')
    .replace(/[－–—]+/g, '-')
    .toUpperCase();
