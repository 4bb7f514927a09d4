import { MemoryEventLog } from '@app/event-store/memory';
import { aDesk } from '../../../../test/support/desk';
import { systemContext } from '../application';
import { BodyStandings } from './body-standings';
import { ChangeBodyKey, ChangeBodyKeyHandler } from './change-body-key.command';

const training = { id: 'credit-hebei', isReal: false };
const real = { id: 'credit-hebei', isReal: true };

let log: MemoryEventLog;
let standings: BodyStandings;
beforeEach(() => {
  log = new MemoryEventLog(() => new Date('2026-11-23T02:00:00Z'));
  standings = new BodyStandings(aDesk({ log }), log);
});
const recorded = async () => (await log.readAll({ after: 0, limit: 10 })).map(({ type }) => type);

describe('a body', () => {
  it('is for training until it is said to be real, and that is on record', async () => {
    await standings.settle([training]);
    expect([await standings.of('credit-hebei'), await recorded()]).toEqual(['training', []]);
    await standings.settle([real]);
    await standings.settle([real]);
    expect([await standings.of('credit-hebei'), await recorded()]).toEqual(['real', ['BodyBecameReal']]);
    expect(await standings.realSince('credit-hebei')).toBe('2026-11-23');
    expect(await standings.realSince('gsxt-hebei')).toBeUndefined();
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

describe('a real body', () => {
  const by = (...keys: readonly string[]) => ({ ...real, keys: () => Promise.resolve(keys) });
  const [old, next, strange] = ['SHA256:old', 'SHA256:next', 'SHA256:strange'];

  it('is the one whose key was seen first; a key that comes beside it is known without a person', async () => {
    for (const keys of [[old], [old], [old, next], [next]]) await standings.settle([by(...keys)]);
    expect(await recorded()).toEqual(['BodyKeysPinned', 'BodyBecameReal', 'BodyKeysPinned', 'BodyKeysPinned']);
  });

  it('by another key is not told, not even after a restart, and nothing is recorded', async () => {
    await standings.settle([by(old)]);
    expect(await standings.isItself(by(strange))).toBe(false);
    await expect(standings.settle([by(strange)])).rejects.toThrow('SHA256:strange');
    expect(await recorded()).toEqual(['BodyKeysPinned', 'BodyBecameReal']);
    expect(await standings.isItself(by(old))).toBe(true);
  });

  it('is known by its new key once a person has said so, and by the old one no longer when the settings have changed', async () => {
    await standings.settle([by(old)]);
    const desk = aDesk({ log });
    const body = { key: `SHA256:${'b'.repeat(43)}`, reason: '平台来函' };
    await new ChangeBodyKeyHandler(desk).execute(
      new ChangeBodyKey('credit-hebei', body, systemContext('test', ['caller', 'one'])),
    );
    expect(await standings.isItself(by(old))).toBe(true);
    await standings.settle([by(body.key)]);
    expect(await standings.isItself(by(old))).toBe(false);
  });

  it('that proves itself otherwise is asked for no key', async () => {
    await standings.settle([real]);
    expect(await recorded()).toEqual(['BodyBecameReal']);
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
