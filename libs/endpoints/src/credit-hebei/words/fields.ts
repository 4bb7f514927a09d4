/** A field that has nothing to say is left out: the platform takes no nulls and no empty words. */
export type CreditHebeiFields = Readonly<Record<string, string | readonly string[]>>;

export function withoutGaps(fields: Readonly<Record<string, string | readonly string[] | null>>): CreditHebeiFields {
  return Object.fromEntries(
    Object.entries(fields).flatMap(([name, value]) => (value === null || value === '' ? [] : [[name, value]])),
  );
}

/** `2024-03-05` is written `2024/03/05` in the penalty table (S40). */
export function slashed(day: string): string;
export function slashed(day: string | null): string | null;
export function slashed(day: string | null): string | null {
  return day === null ? null : day.replaceAll('-', '/');
}

/** Fen into 万元 with the six decimals of the column, decimal(18,6), without ever being a float. */
export function wanOf(fen: number | null): string | null {
  if (fen === null) return null;
  const digits = BigInt(fen).toString().padStart(7, '0');
  return `${digits.slice(0, -6)}.${digits.slice(-6)}`;
}

/** 失信严重程度. */
export const severityLabels = { minor: '轻微', general: '一般', serious: '严重' };

/** 信息使用范围 of what is collected and shared, and not shown. */
export const notShown = '归集共享，不公示';
