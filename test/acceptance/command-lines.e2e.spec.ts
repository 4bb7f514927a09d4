import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';

/** A command that is called wrongly says how it is called, and does nothing. */
describe('a command with an option there is not', () => {
  const commands = ['adopt', 'calendar', 'intake', 'keys', 'projections', 'pushes', 'rebuild'];

  it.each(commands)('%s says how it is called', async (command) => {
    const child = spawn(process.execPath, [join('dist/apps/cli/src', `${command}.js`), '--nonsense'], {
      cwd: join(__dirname, '../..'),
      env: { ...process.env, DATABASE_URL: 'postgres://nobody@127.0.0.1:1/nowhere' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const [said, complained, [code]] = await Promise.all([
      text(child.stdout),
      text(child.stderr),
      once(child, 'close'),
    ]);
    expect({ code, said, complained }).toEqual({
      code: 2,
      said: '',
      complained: expect.stringMatching(new RegExp(`^用法：npm run (--silent )?${command} -- `)),
    });
  });
});
