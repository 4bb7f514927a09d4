import 'reflect-metadata';
import { join } from 'node:path';
import type { EmbeddedPostgres } from '@app/embedded-postgres';
import { BodyStandings, EVENT_LOG, type EventLog, READ_MODELS, type ReadModels, until } from '@app/ledger';
import { provideMasterKey } from '@app/personal-data';
import { lags } from '@app/projections';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { createApi } from '../../api/src/api';
import { edgeSettingsFrom, edgeUnlimited } from '../../api/src/edge-settings';
import { AdaptersModule } from '../../composition/src/adapters.module';
import { assertLogins } from '../../composition/src/assert-logins';
import { bodiesOf } from '../../composition/src/bodies';
import { bodySettingsFrom } from '../../composition/src/body-settings';
import { assertGuardedLog } from '../../composition/src/guarded-log';
import { loginsOf } from '../../composition/src/logins';
import type { LogSettings } from '../../composition/src/log-settings';
import { assertSameLog } from '../../composition/src/same-log';
import { servedBy } from '../../composition/src/served-by';
import { memoryBeside } from '../../composition/src/seal-keys';
import { equalityCheckHourFrom, sealFirstFrom, sealingFrom } from '../../composition/src/settings';
import { SignerFile } from '../../composition/src/signer-file';
import { WorkerModule } from '../../worker/src/worker.module';
import { provideSealKey } from './evaluation-seal-key';
import type { EvaluationKeys } from './evaluation-keys';
import type { HeldPort } from './held-port';
import type { OwnersProcess } from './owners-process';
import { ProgressBar } from './progress-bar';
import { outcomeOf, sendSample } from './sample';
import type { SandboxProcess } from './sandbox-process';
import { StartFailure, withFile } from './start-failure';
import type { Stopping } from './stopping';

const outcomeWaitMs = 120_000;
const readyWaitMs = 60_000;
/** Requests to the sandbox at once: it is on this machine, and takes what is written at once to its disk at once. */
const sandboxParallel = '64';
/** Deliveries under way get five seconds of it. */
const closeMs = 6_000;

/** What the ledger of the evaluation needs; database and sandbox may still be on their way. */
export interface Surroundings {
  readonly dataDir: string;
  readonly port: number;
  readonly held: HeldPort;
  readonly log: LogSettings;
  readonly staleAfterMs: number;
  readonly withSample: boolean;
  readonly postgres: Promise<EmbeddedPostgres>;
  readonly owners: OwnersProcess;
  readonly sandbox: Promise<SandboxProcess>;
  readonly stopping: Stopping;
}

/** Api and worker in this process; resolves when they answer and the sample, if there is to be one, was taken in. */
export async function startLedger(surroundings: Surroundings): Promise<void> {
  const { dataDir, port, held, log, staleAfterMs, stopping } = surroundings;
  const { superuserUrl, adopted } = await surroundings.postgres;
  const prepared = await surroundings.owners.prepare({ dataDir, server: { superuserUrl, adopted }, log });
  const { keys, fresh } = prepared;
  const logins = loginsOf(prepared.logins);
  await assertLogins(logins);
  await assertSameLog(logins.serving, log);
  await assertGuardedLog(log);
  const masterKey = await withFile(join(dataDir, 'personal-master-key'), provideMasterKey);
  const sealKeyFile = join(dataDir, 'seal-key.pem');
  const sealKeys = await withFile(sealKeyFile, provideSealKey);
  const signerMemory = new SignerFile(memoryBeside(sealKeyFile), sealFirstFrom(process.env));
  const sealing = sealingFrom(process.env);

  const sandbox = await surroundings.sandbox;
  const app = await createApi(
    [
      AdaptersModule.on(logins, {
        log,
        staleAfterMs,
        masterKey,
        sealKeys,
        signerMemory,
        signEveryMs: sealing.signEveryMs,
      }),
      WorkerModule.telling(
        bodiesOf(bodySettingsFrom({ CREDIT_HEBEI_URL: sandbox.url, CREDIT_HEBEI_PARALLEL: sandboxParallel })),
        equalityCheckHourFrom(process.env),
        sealing,
      ),
    ],
    edgeSettingsFrom(process.env, edgeUnlimited),
  );
  const served = servedBy(app.getHttpServer());
  stopping.last((impatient) => served.closed(() => app.close(), impatient), closeMs);
  await held.release();
  await app.listen(port, '127.0.0.1');
  const url = `http://127.0.0.1:${new URL(await app.getUrl()).port}`;

  await untilCaughtUp(app);
  await untilReady(url, keys.operator);

  if (fresh) showKeys(keys, dataDir);
  if (surroundings.withSample) await takeSample(app, url, keys.officer, stopping.told);
  console.log(`封存公钥 ${sealKeys.signer.verifier.vkey}`);
  console.log(`接收平台（沙箱） ${sandbox.url}`);
  console.log(`ready ${url}`);
}

/** An answer of `/health/ready` is kept for a while, a no like a yes: it is asked when it can be a yes. */
async function untilCaughtUp(app: NestFastifyApplication): Promise<void> {
  const [readModels, log] = [app.get<ReadModels>(READ_MODELS), app.get<EventLog>(EVENT_LOG)];
  await until(async () => {
    const found = await lags(readModels, log);
    return found.length > 0 && found.every(({ ageMs }) => ageMs !== null);
  }, readyWaitMs);
}

/** Everything answers: the log, and read models that have caught up with it. */
async function untilReady(url: string, key: string): Promise<void> {
  let said = '';
  const answers = async () => {
    const response = await fetch(`${url}/health/ready`, { headers: { authorization: `Bearer ${key}` } });
    said = await response.text();
    return response.ok;
  };
  if (!(await until(answers, readyWaitMs)))
    throw new StartFailure(`台账 ${readyWaitMs / 1000} 秒内没有就绪：${troubleIn(said)}`);
}

/** What /health/ready found wrong, for those who cannot ask it any more. */
function troubleIn(said: string): string {
  const { checks } = JSON.parse(said) as { checks: { name: string; ok: boolean; detail: string; trouble?: string }[] };
  return checks
    .filter(({ ok }) => !ok)
    .map(({ name, detail, trouble }) => `\n  ${name}: ${detail}${trouble === undefined ? '' : ` (${trouble})`}`)
    .join('');
}

function showKeys(keys: EvaluationKeys, dataDir: string): void {
  console.log(`评估用密钥（只显示这一次，也写在 ${join(dataDir, 'keys.json')}）：`);
  for (const [role, key] of Object.entries(keys)) console.log(`  ${role.padEnd(12)} ${key}`);
}

async function takeSample(app: NestFastifyApplication, url: string, key: string, told: AbortSignal): Promise<void> {
  const bar = new ProgressBar();
  const startedAt = Date.now();
  await app.get(BodyStandings).takeSampleData();
  const totals = await sendSample(url, key, told, (file, { counts, bytesSent, bytesTotal }) => {
    bar.draw(file, bytesSent / bytesTotal, `${counts.rows} 行`);
  });
  const seconds = (Date.now() - startedAt) / 1000;
  bar.draw('推送', 1, '等待接收平台回执');
  const head = await app.get<EventLog>(EVENT_LOG).head();
  const outcome = await outcomeOf(app.get<ReadModels>(READ_MODELS), head, told, outcomeWaitMs);
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
