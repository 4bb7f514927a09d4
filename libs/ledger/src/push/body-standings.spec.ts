import { MemoryEventLog } from '@app/event-store/memory';
import { aDesk } from '../../../../test/support/desk';
import { BodyStandings } from './body-standings';

const training = { id: 'credit-hebei', isReal: false };
const real = { id: 'credit-hebei', isReal: true };

let log: MemoryEventLog;
let standings: BodyStandings;
beforeEach(() => {
  log = new MemoryEventLog(() => new Date('2026-11-23T02:00:00Z'));
  standings = new BodyStandings(aDesk({ log }));
});
const recorded = async () => (await log.readAll({ after: 0, limit: 10 })).map(({ type }) => type);

describe('a body', () => {
  it('is for training until it is said to be real, and that is on record', async () => {
    await standings.settle([training]);
    expect([await standings.of('credit-hebei'), await recorded()]).toEqual(['training', []]);
    await standings.settle([real]);
    await standings.settle([real]);
    expect([await standings.of('credit-hebei'), await recorded()]).toEqual(['real', ['BodyBecameReal']]);
  });

  it('that was real is not for training any more', async () => {
    await standings.settle([real]);
    await expect(standings.settle([training])).rejects.toThrow('不能改作培训');
  });

  it('is real for itself alone', async () => {
    await standings.settle([real, { id: 'gsxt-hebei', isReal: false }]);
    expect(await standings.of('gsxt-hebei')).toBe('training');
  });
});

describe('a ledger that ever held sample data', () => {
  it('tells no real body, whenever that was, and goes on training', async () => {
    await standings.takeSampleData();
    await standings.takeSampleData();
    await expect(standings.settle([training, real])).rejects.toThrow('载入过示例数据');
    await standings.settle([training]);
    expect(await recorded()).toEqual(['SampleDataTaken']);
  });
});
