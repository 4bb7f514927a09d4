/** When a body may be called, of every day: minutes since midnight, Asia/Shanghai, which has no summer time. `from` is before `to`. */
export interface OfficeHours {
  readonly from: number;
  readonly to: number;
}

const dayMinutes = 1_440;
const shanghaiMinutes = 480;

/** @returns milliseconds until the body may be called; 0 while it may */
export function closedForMs({ from, to }: OfficeHours, now: Date): number {
  const ms = now.getTime() + shanghaiMinutes * 60_000;
  const ofDay = ms - Math.floor(ms / (dayMinutes * 60_000)) * dayMinutes * 60_000;
  if (ofDay >= from * 60_000 && ofDay < to * 60_000) return 0;
  const opens = ofDay < from * 60_000 ? from : from + dayMinutes;
  return opens * 60_000 - ofDay;
}
