import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GivenInFolder, ServerMemoryInFolder } from './process-folder';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'process-folder-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

describe('the folder of a process', () => {
  it('remembers across starts which servers it worked with', () => {
    const known = { newest: { system: '7', timeline: 3 }, former: ['5'] };
    expect(new ServerMemoryInFolder(folder).read()).toEqual({ newest: null, former: [] });
    new ServerMemoryInFolder(folder).write(known);
    expect(new ServerMemoryInFolder(folder).read()).toEqual(known);
    expect(readdirSync(folder)).toEqual(['servers.json']);
  });

  it('is made when it is not there', () => {
    const inner = join(folder, 'a', 'b');
    expect(new ServerMemoryInFolder(inner).read().newest).toBeNull();
    new GivenInFolder(inner).write('note');
    expect(readdirSync(inner)).toEqual(['given-checkpoint']);
  });

  it('remembers the newest checkpoint that was given out, a little behind', () => {
    const given = new GivenInFolder(folder);
    expect(given.read()).toBeUndefined();
    given.write('of 7 entries');
    given.write('of 8 entries'); // within ten seconds
    expect(new GivenInFolder(folder).read()).toBe('of 7 entries');
  });

  it.each(['', '{', 'null', '{"newest":{"system":7},"former":[]}', '{"newest":null}'])(
    'is no memory when its file says %p: what it keeps us from could happen unseen',
    (text) => {
      writeFileSync(join(folder, 'servers.json'), text);
      expect(() => new ServerMemoryInFolder(folder)).toThrow('PROCESS_FOLDER: ');
    },
  );
});
