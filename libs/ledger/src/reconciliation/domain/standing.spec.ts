import { standings, type Told } from './standing';

const today = '2026-06-09';
const told = (effect: Told['effect'], key: string, change: Partial<Told> = {}): Told => ({
  key,
  effect,
  acknowledged: true,
  repair: null,
  publicUntil: null,
  ...change,
});
const standingOf = (...messages: readonly Told[]) => Object.fromEntries(standings(messages, today));

describe('how messages of one record stand', () => {
  it('a record stands, and so does what is said beside it', () => {
    expect(standingOf(told('states', 'p'), told('amends', 'a'), told('notes', 'n'))).toEqual({
      p: 'shown',
      a: 'shown',
      n: 'shown',
    });
  });

  it.each(['withdraws', 'ends'] as const)('what %s it ends it, and stands itself', (effect) => {
    expect(standingOf(told('states', 'p'), told(effect, 'w'))).toEqual({ p: 'ended', w: 'shown' });
  });

  it.each(['states', 'replaces'] as const)('a later record (%s) takes the place of the earlier one', (effect) => {
    expect(standingOf(told('states', 'p'), told(effect, 'q'))).toEqual({ p: 'ended', q: 'shown' });
  });

  it('what replaces a record is hidden where that was, and shown again with it', () => {
    const repair = '准〔2026〕1号';
    const hidden = [told('states', 'p'), told('withdraws', 'w', { repair }), told('replaces', 'q')];
    expect(standingOf(...hidden)).toEqual({ p: 'ended', w: 'shown', q: 'ended' });
    expect(standingOf(...hidden, told('restores', 'x', { repair }))).toMatchObject({ p: 'ended', q: 'shown' });
  });

  it('an ending ends the record that stands, not one that came later', () => {
    expect(standingOf(told('states', 'p'), told('withdraws', 'w'), told('states', 'q'))).toEqual({
      p: 'ended',
      w: 'shown',
      q: 'shown',
    });
  });

  it('a revoked repair shows again what was ended because of it, and holds no longer', () => {
    const repair = '准〔2026〕1号';
    const repaired = [told('states', 'p'), told('notes', 'r', { repair }), told('withdraws', 'w', { repair })];
    expect(standingOf(...repaired)).toMatchObject({ p: 'ended', r: 'shown' });
    expect(standingOf(...repaired, told('restores', 'x', { repair }))).toEqual({
      p: 'shown',
      r: 'ended',
      w: 'shown',
      x: 'shown',
    });
    expect(standingOf(...repaired, told('restores', 'x', { repair: '别的' }))).toMatchObject({
      p: 'ended',
      r: 'shown',
    });
  });

  it('nobody can say while what would end it is on its way', () => {
    expect(standingOf(told('states', 'p'), told('withdraws', 'w', { acknowledged: false }))).toMatchObject({
      p: 'either',
    });
  });

  it.each([
    ['2026-06-10', 'shown'],
    ['2026-06-09', 'either'],
    ['2026-06-08', 'either'],
    ['2026-06-07', 'ended'],
  ])('public until %s: %s', (publicUntil, standing) => {
    expect(standingOf(told('states', 'p', { publicUntil }))).toEqual({ p: standing });
  });

  it('nobody can say by which of two last days the body goes', () => {
    const before = told('states', 'p', { publicUntil: '2026-01-01' });
    expect(standingOf(before, told('amends', 'a', { publicUntil: '2027-01-01' })).p).toBe('either');
    expect(standingOf(before, told('amends', 'a', { publicUntil: '2026-02-01' })).p).toBe('ended');
  });
});
