import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';

/** CHAOS_RECORDS=10000 CHAOS_SEED=7 for a long run; `npm run chaos` says more. */
const records = Number(process.env.CHAOS_RECORDS ?? 200);
const seed = process.env.CHAOS_SEED ?? '1';

describe('the chaos', () => {
  it(
    `records ${records} papers while everything goes wrong, and each body holds what the log says, in order, once`,
    () => {
      const script = resolve(__dirname, '../../dist/test/chaos/main.js');
      const args = [script, '--records', String(records), '--seed', seed];
      const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
      expect(`${stdout}${stderr}`).toContain('each body holds what the log says, in order, once');
      expect(status).toBe(0);
    },
    (180 + records / 10) * 1_000,
  );
});
