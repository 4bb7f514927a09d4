import { existsSync, readFileSync } from 'node:fs';
import { rename, writeFile } from 'node:fs/promises';
import type { KnownHead } from '@app/sealing';

/** What a verification left for the next one. */
interface LastResult {
  readonly size: number;
  readonly root: string;
  readonly verifiedAt: string;
  readonly exit: number;
  readonly findings: readonly string[];
}

/** The tree that was verified last and found in order; the log has to continue it. @throws when the file cannot be read */
export function lastVerified(path: string): { readonly head: KnownHead; readonly verifiedAt: string } | undefined {
  if (!existsSync(path)) return undefined;
  const { size, root, verifiedAt } = JSON.parse(readFileSync(path, 'utf8')) as Partial<LastResult>;
  if (typeof size !== 'number' || typeof root !== 'string') throw new Error(`文件 ${path} 不是上次核验的结果`);
  const name = `上次核验（${verifiedAt ?? '？'}）`;
  return { head: { name, size, root: Buffer.from(root, 'base64') }, verifiedAt: verifiedAt ?? '' };
}

/** Keeps the result for the next time. Of a tree that was not in order the last good one stays. */
export async function rememberVerified(path: string, result: LastResult): Promise<void> {
  const before = existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as Partial<LastResult>) : undefined;
  const { size, root, ...rest } = result;
  const tree = result.exit === 0 || !before ? { size, root } : { size: before.size, root: before.root };
  await writeFile(`${path}.new`, `${JSON.stringify({ ...tree, ...rest }, null, 2)}\n`);
  await rename(`${path}.new`, path);
}
