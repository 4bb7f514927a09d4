import 'reflect-metadata';
import { capabilities } from '@app/ledger';
import { type DynamicModule, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { AdaptersModule, type Choices } from '../../composition/src/adapters.module';
import { assertLogins } from '../../composition/src/assert-logins';
import { bodiesOf, type Body } from '../../composition/src/bodies';
import { choicesFrom } from '../../composition/src/choices';
import { assertGuardedLog } from '../../composition/src/guarded-log';
import { log, nestLogger } from '../../composition/src/logger';
import { loginsOfWorker } from '../../composition/src/logins';
import { assertSameLog } from '../../composition/src/same-log';
import { fromSettings, notStarted } from '../../composition/src/not-started';
import { politeEnd } from '../../composition/src/polite-end';
import { servedBy } from '../../composition/src/served-by';
import { type Settings, settingsFrom, workerPortFrom } from '../../composition/src/settings';
import { operations } from '../../operations/src/operations';
import { serveOperations } from '../../operations/src/serve-operations';
import { WorkerModule } from './worker.module';

@Module({ providers: [...operations.controllers, ...operations.providers] })
class WorkerProcess {
  static of(
    { logins, equalityCheckHour, sealing }: Settings,
    bodies: readonly Body[],
    choices: Choices,
  ): DynamicModule {
    const adapters = AdaptersModule.on(loginsOfWorker(logins), choices);
    const imports = [
      adapters,
      ...capabilities.map(({ module }) => module),
      WorkerModule.telling(bodies, equalityCheckHour, sealing),
    ];
    return { module: WorkerProcess, imports };
  }
}

/**
 * The worker as a process of its own, beside any number of apis. It answers for itself and nothing else: `/health/live`, `/health/ready`,
 * `/metrics` on `WORKER_PORT`. The schema must be there: `npm run migrate` makes it.
 */
async function main(): Promise<void> {
  const end = politeEnd();
  const settings = fromSettings(() => settingsFrom(process.env));
  const port = fromSettings(() => workerPortFrom(process.env));
  const bodies = fromSettings(() => bodiesOf(settings.bodies));
  const logins = loginsOfWorker(settings.logins);
  for (const lost of await assertLogins(logins)) log.warn(lost);
  await assertSameLog(logins.serving, settings.log);
  await assertGuardedLog(settings.log);
  const choices = await choicesFrom(settings);
  const module = WorkerProcess.of(settings, bodies, choices);
  const app = await NestFactory.createApplicationContext(module, { logger: nestLogger() });
  const operated = serveOperations(app);
  const served = servedBy(operated.server);
  end.of((impatient) => served.closed(() => Promise.all([operated.close(), app.close()]), impatient));
  console.log(`ready ${await operated.listen({ port, host: settings.host })}`);
}

main().catch(notStarted);
