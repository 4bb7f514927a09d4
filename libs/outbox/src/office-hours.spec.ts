import { closedForMs } from './office-hours';

const hours = { from: 8 * 60 + 30, to: 17 * 60 + 30 };

it.each<[string, string, number]>([
  ['a moment before it opens', '2026-03-02T00:29:59.000Z', 1_000],
  ['when it opens', '2026-03-02T00:30:00.000Z', 0],
  ['a moment before it closes', '2026-03-02T09:29:59.999Z', 0],
  ['when it closes', '2026-03-02T09:30:00.000Z', 15 * 3_600_000],
  ['in the night', '2026-03-01T16:00:00.000Z', 8.5 * 3_600_000],
  ['before anybody counted', '1969-12-31T23:30:00.000Z', 3_600_000],
])('%s (%s) it is closed for %d ms', (_, now, ms) => {
  expect(closedForMs(hours, new Date(now))).toBe(ms);
});
