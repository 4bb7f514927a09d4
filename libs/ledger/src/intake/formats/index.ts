import { Refusal } from '../../shared';
import { commitments } from './commitments.format';
import type { Format } from './format';
import { majorHazards } from './major-hazards.format';
import { penalties } from './penalties.format';
import { spotChecks } from './spot-checks.format';
import { subjects } from './subjects.format';

export { type Format, INTAKE_KINDS, type IntakeKind, placesOf, recognise, type RowOrder } from './format';

export const FORMATS: readonly Format[] = [penalties, commitments, majorHazards, spotChecks, subjects];

/** The format of a kind by name. Refusal: `code-unknown` {unknown}. */
export function formatOf(kind: string): Format {
  const found = FORMATS.find((format) => format.kind === kind);
  if (!found) throw new Refusal('code-unknown', { unknown: kind.slice(0, 20) }, 'kind');
  return found;
}
