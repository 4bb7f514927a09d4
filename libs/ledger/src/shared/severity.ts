/** How grave a piece of dishonesty is (轻微 / 一般 / 严重, 令36); lightest first. It decides how long the record is public. */
export const SEVERITIES = ['MINOR', 'GENERAL', 'SERIOUS'] as const;
export type Severity = (typeof SEVERITIES)[number];

/** The graver of two. */
export function graver(one: Severity, other: Severity): Severity {
  return SEVERITIES.indexOf(one) >= SEVERITIES.indexOf(other) ? one : other;
}
