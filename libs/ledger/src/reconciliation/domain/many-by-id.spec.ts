import { randomUUID } from 'node:crypto';
import { ManyById } from './many-by-id';

describe('many things by their ids', () => {
  const ids = Array.from({ length: 2_000 }, () => randomUUID());
  const [first = ''] = ids;
  const all = ids.reduce((many, id, at) => many.with(id, at), ManyById.none<number>());

  it('finds each, and tells them in the order in which they came', () => {
    expect(ids.map((id) => all.get(id))).toEqual(ids.map((_, at) => at));
    expect(all.values()).toEqual(ids.map((_, at) => at));
    expect(all.get(randomUUID())).toBeUndefined();
  });

  it('is not changed by one that takes the place of another', () => {
    const changed = all.with(first, -1);
    expect([all.get(first), changed.get(first)]).toEqual([0, -1]);
    expect(changed.values().slice(0, 2)).toEqual([-1, 1]);
    expect(changed.values()).toHaveLength(2_000);
  });
});
