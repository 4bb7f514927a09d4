/** Clocks that differ by less count as the same; an instant so little ahead has come. Ours: NTP keeps machines within milliseconds. */
export const clocksAgreeMs = 2_000;

/** Clocks that differ by more cannot both be believed: nothing is said or done by either. Ours. */
export const clocksApartMs = 30_000;
