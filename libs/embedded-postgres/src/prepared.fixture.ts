import { chmod, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { findBinaries, packageFolder } from './binaries';
import { openCluster } from './cluster';
import { serverUser } from './server-user';

/**
 * What initdb makes, in this folder: a test that is not about the very first start begins with a copy (`cp -a`, owners and modes
 * included). @returns the folder of the cluster
 */
export async function prepareCluster(folder: string): Promise<string> {
  await mkdir(folder, { recursive: true });
  await chmod(folder, 0o755); // as root the server's user must get in
  const user = await serverUser();
  const installed = packageFolder(process.platform, process.arch, (name) => require.resolve(name));
  const binaries = await findBinaries(installed, folder, user, () => undefined);
  await openCluster(folder, binaries, user, false, () => undefined);
  return join(folder, 'cluster');
}
