const dayMs = 24 * 60 * 60 * 1000;

/** From one calendar day (`2026-11-28`) to another. */
export const daysBetween = (from: string, to: string): number =>
  Math.round((Date.parse(to) - Date.parse(from)) / dayMs);
