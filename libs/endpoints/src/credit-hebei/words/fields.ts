/** `2024-03-05` is written `2024/03/05` in the penalty table (S40). */
export function slashed(day: string): string;
export function slashed(day: string | null): string | null;
export function slashed(day: string | null): string | null {
  return day === null ? null : day.replaceAll('-', '/');
}

/** 信息使用范围 of what is collected and shared, and not shown. */
export const notShown = '归集共享，不公示';
