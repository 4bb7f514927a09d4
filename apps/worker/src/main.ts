import 'reflect-metadata';
import { systemClock } from '@app/ledger';
import type { MasterKey } from '@app/personal-data';
import { type DynamicModule, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { AdaptersModule } from '../../composition/src/adapters.module';
import { assertAppendOnly } from '../../composition/src/append-only';
import { masterKeyOf } from '../../composition/src/master-key';
import { type Settings, settingsFrom } from '../../composition/src/settings';
import { WorkerModule } from './worker.module';

@Module({})
class WorkerProcess {
  static of(settings: Settings, masterKey: MasterKey | undefined): DynamicModule {
    const { databaseUrl, creditHebeiUrl, equalityCheckHour } = settings;
    const adapters = AdaptersModule.on(databaseUrl, systemClock, masterKey);
    const imports = [adapters, WorkerModule.deliveringTo(creditHebeiUrl, equalityCheckHour)];
    return { module: WorkerProcess, imports };
  }
}

/** The worker as a process of its own, beside any number of apis. The schema must be there: an api or `migrate` makes it. */
async function main(): Promise<void> {
  const settings = settingsFrom(process.env);
  await assertAppendOnly(settings.databaseUrl);
  const app = await NestFactory.createApplicationContext(WorkerProcess.of(settings, await masterKeyOf(settings)));
  app.enableShutdownHooks();
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
