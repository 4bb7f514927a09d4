import { type KnownServers, meeting, ServerIsOlder, ServerLine, ServerMemoryInProcess } from './server-line';

const a1 = { system: 'a', timeline: 1 };
const a2 = { system: 'a', timeline: 2 };
const b1 = { system: 'b', timeline: 1 };
const after = (...servers: (typeof a1)[]): KnownServers =>
  servers.reduce<KnownServers>(
    (known, server) => {
      const found = meeting(known, server);
      return found.meets === 'older' ? known : found.known;
    },
    { newest: null, former: [] },
  );

describe('a process meets a server', () => {
  it.each([
    ['the first there is', after(), a1, 'known'],
    ['the same again', after(a1), a1, 'known'],
    ['the standby that took over', after(a1), a2, 'newer'],
    ['the former primary, after that', after(a1, a2), a1, 'older'],
    ['another one, that the data was moved to', after(a2), b1, 'newer'],
    ['the one that the data was moved from', after(a2, b1), a2, 'older'],
    ['the same on a later timeline, though the data was moved', after(a1, b1), a2, 'older'],
  ])('%s', (_which, known, server, meets) => {
    expect(meeting(known, server).meets).toBe(meets);
  });

  const clientOf = ({ system, timeline }: { system: string; timeline: number | null }) => ({
    query: jest.fn().mockResolvedValue({ rows: [{ system, timeline }] }),
  });

  it('is told of a newer one, and refuses the older one from then on, until the end of its memory', async () => {
    const [memory, newer] = [new ServerMemoryInProcess(), jest.fn()];
    const line = new ServerLine(memory, newer);
    await line.look(clientOf(a1));
    expect(newer).not.toHaveBeenCalled();
    await line.look(clientOf(a2));
    expect(newer).toHaveBeenCalledWith(a2);
    await expect(line.look(clientOf(a1))).rejects.toThrow(ServerIsOlder);
    await expect(new ServerLine(memory, newer).look(clientOf(a1))).rejects.toThrow('a former primary');
    await line.look(clientOf(a2));
  });

  it('does not take a standby for anything', async () => {
    const memory = new ServerMemoryInProcess();
    await new ServerLine(memory, () => undefined).look(clientOf({ system: 'a', timeline: null }));
    expect(memory.read()).toEqual({ newest: null, former: [] });
  });
});
