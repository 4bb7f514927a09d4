/** A body's fields. One that has nothing to say is left out: no body takes nulls or empty words. */
export type Fields = Readonly<Record<string, string | readonly string[]>>;

export function withoutGaps(fields: Readonly<Record<string, string | readonly string[] | null>>): Fields {
  return Object.fromEntries(
    Object.entries(fields).flatMap(([name, value]) => (value === null || value === '' ? [] : [[name, value]])),
  );
}

/** Fen into 万元 with the six decimals of the column, decimal(18,6), without ever being a float. */
export function wanOf(fen: number | null): string | null {
  if (fen === null) return null;
  const digits = BigInt(fen).toString().padStart(7, '0');
  return `${digits.slice(0, -6)}.${digits.slice(-6)}`;
}

/** 失信严重程度. */
export const severityLabels = { minor: '轻微', general: '一般', serious: '严重' };

/** 个体工商户 (codes starting with 92) go in the legal-person table under a category of their own (S39). */
export const categoryOf = (uscc: string): string => (uscc.startsWith('92') ? '个体工商户' : '法人及非法人组织');
