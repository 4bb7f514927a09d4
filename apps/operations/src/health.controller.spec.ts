import { toDaysCheck } from './health.controller';

const cameAt = new Date('2026-06-21T01:00:00Z');
const well = { oldestPassed: null, overdue: 0, refused: 0, open: 0, cameAt };
const soonAfter = cameAt.getTime() + 60_000;
const longAfter = cameAt.getTime() + 600_000;

describe('the days that come, as health shows them', () => {
  it('are well while each is written down, also when nobody had to come round for a while', () => {
    expect(toDaysCheck(well, soonAfter).ok).toBe(true);
    expect(toDaysCheck(well, longAfter).ok).toBe(true);
    expect(toDaysCheck({ ...well, cameAt: null }, soonAfter).ok).toBe(true);
  });

  it('are well while somebody is at it, and show the oldest day', () => {
    const busy = toDaysCheck({ ...well, oldestPassed: '2026-05-01', overdue: 3 }, soonAfter);
    expect(busy).toMatchObject({ name: 'due-work', ok: true });
    expect(busy.detail).toContain('2026-05-01 is not written down yet, 3 overdue');
  });

  it('are not well when a day waits and nobody comes round', () => {
    expect(toDaysCheck({ ...well, oldestPassed: '2026-05-01' }, longAfter).ok).toBe(false);
    expect(toDaysCheck({ ...well, oldestPassed: '2026-05-01', cameAt: null }, soonAfter).ok).toBe(false);
  });

  it('are not well while a row is refused', () => {
    expect(toDaysCheck({ ...well, refused: 1 }, soonAfter).ok).toBe(false);
  });
});
