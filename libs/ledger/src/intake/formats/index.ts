import { normaliseText, Refusal } from '../../shared';
import { commitments } from './commitments.format';
import type { IntakeFormat, IntakeKind } from './format';
import { majorHazards } from './major-hazards.format';
import { penalties } from './penalties.format';
import { spotChecks } from './spot-checks.format';
import { subjects } from './subjects.format';

export * from './format';

const formats: Readonly<Record<IntakeKind, IntakeFormat>> = {
  penalties,
  commitments,
  'major-hazards': majorHazards,
  'spot-checks': spotChecks,
  subjects,
};

/** Headings are compared without regard to width, surrounding spaces and the form of brackets. */
export const normaliseHeading = (heading: string): string =>
  normaliseText(heading).replaceAll('（', '(').replaceAll('）', ')').replace(/\s+/g, '');

/**
 * The format of a file: the one named, or the one all of whose columns the file has.
 * Refusals in this order: `headings-missing` {missing} (kind named), `intake-kind-unknown`.
 */
export function formatOf(headings: readonly string[], kind: IntakeKind | undefined): IntakeFormat {
  const present = new Set(headings.map(normaliseHeading));
  const missingIn = (format: IntakeFormat): string[] =>
    format.columns
      .filter(({ heading, optional }) => optional !== true && !present.has(normaliseHeading(heading)))
      .map(({ heading }) => heading);
  if (kind !== undefined) {
    const missing = missingIn(formats[kind]);
    if (missing.length > 0) throw new Refusal('headings-missing', { missing });
    return formats[kind];
  }
  // The most demanding format first: a file with more columns is not taken for a simpler kind.
  const fitting = Object.values(formats)
    .filter((format) => missingIn(format).length === 0)
    .sort((a, b) => b.columns.length - a.columns.length);
  if (!fitting[0]) throw new Refusal('intake-kind-unknown');
  return fitting[0];
}
