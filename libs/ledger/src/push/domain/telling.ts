import type { RuleBook } from '../../rule-set';
import type { Day, RecordingAuthority } from '../../shared';

/** May a body be told messages of this kind of what is recorded on this day? */
export const isInCatalogue = (rules: RuleBook, body: string, kind: string, recordedOn: Day): boolean =>
  rules
    .inForce(recordedOn)
    .telling.catalogue.some(
      (one) => one.body === body && one.kind === kind && (one.from === null || one.from <= recordedOn),
    );

/** The unit that recorded a paper; of what was recorded before that was written down, the one that is assumed. */
export function authorityOf(rules: RuleBook, recorded: RecordingAuthority | null, day: Day): RecordingAuthority {
  if (recorded !== null) return recorded;
  const { name, code } = rules.inForce(day).telling.assumedAuthority;
  return { name: name.value, code: code.value };
}
