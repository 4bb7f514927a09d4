import 'reflect-metadata';
import { systemClock } from '@app/ledger';
import type { SealKeys } from '@app/sealing';
import { type DynamicModule, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { AdaptersModule } from '../../composition/src/adapters.module';
import { assertAppendOnly } from '../../composition/src/append-only';
import { sealKeysFrom } from '../../composition/src/seal-keys';
import { type Settings, settingsFrom } from '../../composition/src/settings';
import { WorkerModule } from './worker.module';

@Module({})
class WorkerProcess {
  static of({ databaseUrl, creditHebeiUrl }: Settings, sealKeys: SealKeys): DynamicModule {
    const imports = [AdaptersModule.on(databaseUrl, systemClock, sealKeys), WorkerModule.deliveringTo(creditHebeiUrl)];
    return { module: WorkerProcess, imports };
  }
}

/** The worker as a process of its own, beside any number of apis. The schema must be there: an api or `migrate` makes it. */
async function main(): Promise<void> {
  const settings = settingsFrom(process.env);
  const sealKeys = await sealKeysFrom(settings);
  await assertAppendOnly(settings.databaseUrl);
  const app = await NestFactory.createApplicationContext(WorkerProcess.of(settings, sealKeys));
  app.enableShutdownHooks();
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
