import 'reflect-metadata';
import { Logger, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { AdaptersModule } from '../../apps/composition/src/adapters.module';
import { bodiesOf } from '../../apps/composition/src/bodies';
import { bodySettingsFrom } from '../../apps/composition/src/body-settings';
import { WorkerModule } from '../../apps/worker/src/worker.module';
import { steppedClock } from './stepped-clock';

@Module({})
class WorkerOnSteppedClock {}

const nightlyHour = (): number | undefined =>
  process.env.NIGHTLY_HOUR === undefined ? undefined : Number(process.env.NIGHTLY_HOUR);

/** The worker as a process of its own, on a clock that is stepped. */
async function main(): Promise<void> {
  if (process.env.QUIET) Logger.overrideLogger(false);
  const imports = [
    AdaptersModule.on(process.env.DATABASE_URL ?? '', { clock: steppedClock() }),
    WorkerModule.telling(bodiesOf(bodySettingsFrom(process.env)), nightlyHour()),
  ];
  await NestFactory.createApplicationContext(
    { module: WorkerOnSteppedClock, imports },
    process.env.QUIET ? { logger: false } : {},
  );
  console.log('ready');
}

void main();
