import 'reflect-metadata';
import { join, resolve } from 'node:path';
import { startEmbeddedPostgres } from '@app/embedded-postgres';
import { logSettingsFrom } from '../../composition/src/log-settings';
import { portFrom, staleAfterMsFrom } from '../../composition/src/settings';
import { lockFolder } from './folder-lock';
import { holdPort } from './held-port';
import { startOwnersProcess } from './owners-process';
import { startSandbox } from './sandbox-process';
import { sentenceOf } from './start-failure';
import { type Stopping, whenTold } from './stopping';

/**
 * The whole ledger on one machine: database, api, worker and the receiving platform's stand-in, with sample data. Folder and port
 * are taken before anything is touched. Database and sandbox start while the ledger's own code is loaded.
 */
async function main(stopping: Stopping): Promise<void> {
  let up = false;
  stopping.last((_impatient, code) => {
    if (!up && code === 0) console.log('已按要求停止：启动尚未完成，再次启动会从此处继续');
    return Promise.resolve();
  }, 500);
  const dataDir = resolve(process.env.DATA_DIR ?? '.data');
  const port = portFrom(process.env);
  const log = logSettingsFrom(process.env);
  const staleAfterMs = staleAfterMsFrom(process.env);

  const lock = await lockFolder(dataDir, port);
  stopping.last(() => lock.release(), 500);
  const held = await holdPort(port);
  stopping.last(() => held.release(), 500);
  console.log(`消防信用台账 评估模式（数据目录 ${dataDir}）`);
  if (log.engine !== 'postgres') console.log(`日志引擎 ${log.engine}`);

  const over = new AbortController();
  let isKept = false; // what the server says while it is started or stopped is for nobody
  const postgres = startEmbeddedPostgres({
    dataDir: join(dataDir, 'postgres'),
    keepUp: true,
    signal: over.signal,
    log: (line) => {
      if (isKept) console.warn(`数据库：${line}`);
    },
  });
  stopping.last(async (impatient) => {
    over.abort();
    isKept = false;
    const server = await postgres.catch(() => undefined); // why it did not start is told where it was waited for
    await server?.stop(impatient);
  }, 4_000);
  const sandbox = startSandbox(join(dataDir, 'sandbox'), over.signal);
  stopping.last(async (impatient) => {
    over.abort();
    const running = await sandbox.catch(() => undefined);
    await running?.stop(impatient);
  }, 2_000);

  const owners = startOwnersProcess(over.signal);

  for (const start of [postgres, sandbox]) start.catch(() => undefined); // they are waited for below

  const { startLedger } = await import('./ledger.js');
  const withSample = process.env.SAMPLE !== 'off';
  const others = { dataDir, port, held, log, staleAfterMs, withSample, stopping };
  await startLedger({ ...others, postgres, sandbox, owners });
  up = isKept = true;
}

const stopping = whenTold();
main(stopping).catch((error: unknown) => {
  // What fails once a stop is under way fails because of it: what it worked with has been closed.
  if (stopping.told.aborted) return;
  console.error(sentenceOf(error));
  void stopping.now(1);
});
