import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = join(__dirname, '../..');
/** What a build is made of; where a commit has no such folder yet there is nothing to compile. */
const folders = [
  'docs/exchange',
  ...['bench', 'chaos', 'fuzz', 'support', 'tools', 'torture'].map((name) => `test/${name}`),
];

/**
 * The program as a commit had it, compiled in a worktree by the compiler of now: types are not checked again, and the packages are those that are
 * installed. @returns its folder
 */
export function buildOf(commit: string): string {
  const folder = mkdtempSync(join(tmpdir(), `ledger-${commit}-`));
  git('worktree', 'add', '--quiet', '--force', '--detach', folder, commit);
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  for (const name of folders) if (!existsSync(join(folder, name))) mkdirSync(join(folder, name), { recursive: true });
  for (const name of ['.swcrc', 'test/tools/build.cjs']) cpSync(join(root, name), join(folder, name));
  execFileSync(process.execPath, ['test/tools/build.cjs'], { cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] });
  return folder;
}

export function forgetBuild(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
  git('worktree', 'prune');
}

const git = (...line: string[]): void => {
  execFileSync('git', line, { cwd: root, stdio: ['ignore', 'ignore', 'pipe'] });
};
