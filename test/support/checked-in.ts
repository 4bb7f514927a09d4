import { readFileSync, writeFileSync } from 'node:fs';

/**
 * The text of a checked-in result, to compare with what a test arrived at.
 *
 * With `REWRITE=1` in the environment the file is written anew instead and the test fails: look at the diff, then run it again.
 */
export function checkedIn(path: string, arrivedAt: string): string {
  if (process.env.REWRITE !== '1') return readFileSync(path, 'utf8');
  writeFileSync(path, arrivedAt);
  throw new Error(`${path} is rewritten: look at what changed, then run this test without REWRITE`);
}
