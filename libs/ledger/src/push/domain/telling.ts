import type { RuleBook } from '../../rule-set';
import type { Day } from '../../shared';

/** May a body be told messages of this kind of what is recorded on this day? */
export const isInCatalogue = (rules: RuleBook, body: string, kind: string, recordedOn: Day): boolean =>
  rules
    .inForce(recordedOn)
    .telling.catalogue.some(
      (one) => one.body === body && one.kind === kind && (one.from === null || one.from <= recordedOn),
    );
