import 'reflect-metadata';
import { type DynamicModule, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { AdaptersModule, type Choices } from '../../composition/src/adapters.module';
import { assertLogins } from '../../composition/src/assert-logins';
import { bodiesOf } from '../../composition/src/bodies';
import { choicesFrom } from '../../composition/src/choices';
import { log, nestLogger } from '../../composition/src/logger';
import { loginsOfWorker } from '../../composition/src/logins';
import { assertSameLog } from '../../composition/src/same-log';
import { fromSettings, notStarted } from '../../composition/src/not-started';
import { politeEnd } from '../../composition/src/polite-end';
import { type Settings, settingsFrom } from '../../composition/src/settings';
import { WorkerModule } from './worker.module';

@Module({})
class WorkerProcess {
  static of({ logins, bodies, equalityCheckHour, sealing }: Settings, choices: Choices): DynamicModule {
    const adapters = AdaptersModule.on(loginsOfWorker(logins), choices);
    const imports = [adapters, WorkerModule.telling(bodiesOf(bodies), equalityCheckHour, sealing)];
    return { module: WorkerProcess, imports };
  }
}

/** The worker as a process of its own, beside any number of apis. The schema must be there: `npm run migrate` makes it. */
async function main(): Promise<void> {
  const end = politeEnd();
  const settings = fromSettings(() => settingsFrom(process.env));
  const logins = loginsOfWorker(settings.logins);
  for (const lost of await assertLogins(logins)) log.warn(lost);
  await assertSameLog(logins.serving, settings.log);
  const app = await NestFactory.createApplicationContext(WorkerProcess.of(settings, await choicesFrom(settings)), {
    logger: nestLogger(),
  });
  end.of(() => app.close());
}

main().catch(notStarted);
