import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';

/** TORTURE_ROUNDS=200 for the long run; `npm run torture` says more. */
const rounds = Number(process.env.TORTURE_ROUNDS ?? 3);

describe('the torture', () => {
  it(
    `kills writers, read models, sealer and a rebuild ${rounds} times, and finds nothing lost, doubled, missing or forked`,
    () => {
      const script = resolve(__dirname, '../../dist/test/torture/main.js');
      const { status, stdout } = spawnSync(process.execPath, [script, '--rounds', String(rounds)], {
        encoding: 'utf8',
      });
      expect(stdout).toContain('nothing lost, nothing doubled, no gap, no fork');
      expect(status).toBe(0);
    },
    (60 + 10 * rounds) * 1_000,
  );
});
