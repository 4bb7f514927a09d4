import { SaidOnce } from './said-once';

it('a trouble is said once while it stands, and again when it is another, when it comes back, and after a while', () => {
  let now = 0;
  const said = new SaidOnce(() => now);
  expect(said.isNews('a', 'stopped at 7')).toBe(true);
  expect(said.isNews('a', 'stopped at 7')).toBe(false);
  expect(said.isNews('b', 'stopped at 7')).toBe(true);
  expect(said.isNews('a', 'stopped at 8')).toBe(true);
  expect(said.isOver('a')).toBe(true);
  expect(said.isOver('a')).toBe(false);
  expect(said.isNews('a', 'stopped at 8')).toBe(true);
  now = 10 * 60_000;
  expect(said.isNews('a', 'stopped at 8')).toBe(true);
});
