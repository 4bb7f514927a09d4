import 'reflect-metadata';
import { writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { startEmbeddedPostgres } from '@app/embedded-postgres';
import { EVENT_LOG, type EventLog, READ_MODELS, type ReadModels, until } from '@app/ledger';
import { migrate } from '@app/ledger-database';
import { provideMasterKey } from '@app/personal-data';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { createApi } from '../../api/src/api';
import { AdaptersModule } from '../../composition/src/adapters.module';
import { assertAppendOnly } from '../../composition/src/append-only';
import { bodiesOf } from '../../composition/src/bodies';
import { bodySettingsFrom } from '../../composition/src/body-settings';
import { logSettingsFrom } from '../../composition/src/log-settings';
import { assertSameLog } from '../../composition/src/same-log';
import { memoryBeside } from '../../composition/src/seal-keys';
import { equalityCheckHourFrom, sealFirstFrom, sealingFrom, staleAfterMsFrom } from '../../composition/src/settings';
import { SignerFile } from '../../composition/src/signer-file';
import { WorkerModule } from '../../worker/src/worker.module';
import { admitApplication, prepareDatabase } from './evaluation-database';
import { provideSealKey } from './evaluation-seal-key';
import { type EvaluationKeys, provideKeys } from './evaluation-keys';
import { ProgressBar } from './progress-bar';
import { whenTold } from './stopping';
import { startSandbox } from './sandbox-process';
import { outcomeOf, sendSample } from './sample';

const outcomeWaitMs = 120_000;
const readyWaitMs = 60_000;

/** The whole ledger on one machine: database, api, worker and the receiving platform's stand-in, with sample data. */
async function main(): Promise<void> {
  const dataDir = resolve(process.env.DATA_DIR ?? '.data');
  const port = Number(process.env.PORT ?? 3000);
  const log = logSettingsFrom(process.env);
  const staleAfterMs = staleAfterMsFrom(process.env);
  const sealing = sealingFrom(process.env);
  const stopping = whenTold();

  console.log(`消防信用台账 评估模式（数据目录 ${dataDir}）`);
  if (log.engine !== 'postgres') console.log(`日志引擎 ${log.engine}`);
  const postgres = await startEmbeddedPostgres({ dataDir: join(dataDir, 'postgres') });
  stopping.last(() => postgres.stop());
  const { ownerUrl, applicationUrl } = await prepareDatabase(postgres);
  await migrate(ownerUrl);
  await admitApplication(ownerUrl);
  await assertAppendOnly(applicationUrl);
  await assertSameLog(applicationUrl, log);
  // For the commands beside it, which find the ledger by its folder.
  await writeFile(join(dataDir, 'database-url'), applicationUrl, { mode: 0o600 });
  await writeFile(join(dataDir, 'database-owner-url'), ownerUrl, { mode: 0o600 });
  const masterKey = await provideMasterKey(join(dataDir, 'personal-master-key'));
  const sealKeyFile = join(dataDir, 'seal-key.pem');
  const sealKeys = await provideSealKey(sealKeyFile);
  const signerMemory = new SignerFile(memoryBeside(sealKeyFile), sealFirstFrom(process.env));
  const { keys, fresh } = await provideKeys(join(dataDir, 'keys.json'), ownerUrl);

  const sandbox = await startSandbox(join(dataDir, 'sandbox'));
  stopping.last(() => sandbox.stop());
  const app = await createApi([
    AdaptersModule.on(applicationUrl, {
      log,
      staleAfterMs,
      masterKey,
      sealKeys,
      signerMemory,
      signEveryMs: sealing.signEveryMs,
    }),
    WorkerModule.telling(
      bodiesOf(bodySettingsFrom({ CREDIT_HEBEI_URL: sandbox.url })),
      equalityCheckHourFrom(process.env),
      sealing,
    ),
  ]);
  stopping.last(() => app.close());
  await app.listen(port, '127.0.0.1');
  const url = `http://127.0.0.1:${new URL(await app.getUrl()).port}`;

  await untilReady(url);

  if (fresh) showKeys(keys, dataDir);
  if (process.env.SAMPLE !== 'off') await takeSample(app, url, keys.officer);
  console.log(`封存公钥 ${sealKeys.signer.verifier.vkey}`);
  console.log(`接收平台（沙箱） ${sandbox.url}`);
  console.log(`ready ${url}`);
}

/** Everything answers: the log, and read models that have caught up with it. */
async function untilReady(url: string): Promise<void> {
  const answers = async () => (await fetch(`${url}/health/ready`)).ok;
  if (!(await until(answers, readyWaitMs)))
    throw new Error(`not ready after ${readyWaitMs / 1000} s: see ${url}/health/ready`);
}

function showKeys(keys: EvaluationKeys, dataDir: string): void {
  console.log(`评估用密钥（只显示这一次，也写在 ${join(dataDir, 'keys.json')}）：`);
  for (const [role, key] of Object.entries(keys)) console.log(`  ${role.padEnd(12)} ${key}`);
}

async function takeSample(app: NestFastifyApplication, url: string, key: string): Promise<void> {
  const bar = new ProgressBar();
  const startedAt = Date.now();
  const totals = await sendSample(url, key, (file, { counts, bytesSent, bytesTotal }) => {
    bar.draw(file, bytesSent / bytesTotal, `${counts.rows} 行`);
  });
  const seconds = (Date.now() - startedAt) / 1000;
  bar.draw('推送', 1, '等待接收平台回执');
  const head = await app.get<EventLog>(EVENT_LOG).head();
  const outcome = await outcomeOf(app.get<ReadModels>(READ_MODELS), head, outcomeWaitMs);
  const perSecond = Math.round(totals.rows / seconds);
  bar.end(`示例数据 ${totals.rows} 行，${seconds.toFixed(1)} 秒（每秒 ${perSecond} 行）`);
  console.log(`  已记录 ${totals.recorded}  此前已记录 ${totals.alreadyRecorded}  未受理 ${totals.rejected}`);
  console.log(`  主体 ${outcome.subjects}  列入候选 ${outcome.candidates}`);
  console.log(`  推送 已送达 ${outcome.acknowledged}  被拒 ${outcome.rejected}  待送 ${outcome.waiting}`);
  console.log('可以一试（Authorization: Bearer 密钥）：');
  console.log(`  GET ${url}/subjects/${await someCandidate(app)}/status`);
  console.log(`  GET ${url}/blacklist/listings?status=candidate`);
  console.log(`  GET ${url}/health/ready`);
}

async function someCandidate(app: NestFastifyApplication): Promise<string> {
  const { rows } = await app
    .get<ReadModels>(READ_MODELS)
    .query<{ subject_id: string }>('SELECT subject_id FROM blacklist_listings_2 ORDER BY proposed_at LIMIT 1');
  return rows[0]?.subject_id ?? '{统一社会信用代码}';
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
});
