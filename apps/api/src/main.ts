import 'reflect-metadata';
import { migrate } from '@app/ledger-database';
import { AdaptersModule } from '../../composition/src/adapters.module';
import { assertAppendOnly } from '../../composition/src/append-only';
import { bodiesOf } from '../../composition/src/bodies';
import { choicesFrom } from '../../composition/src/choices';
import { assertSameLog } from '../../composition/src/same-log';
import { settingsFrom } from '../../composition/src/settings';
import { WorkerModule } from '../../worker/src/worker.module';
import { createApi } from './api';

/** A deployment: migrations, then the api, and the worker in the same process unless `WORKER=off`. */
async function main(): Promise<void> {
  const settings = settingsFrom(process.env);
  const choices = await choicesFrom(settings);
  await migrate(settings.databaseOwnerUrl);
  await assertAppendOnly(settings.databaseUrl);
  await assertSameLog(settings.databaseUrl, settings.log);
  const { bodies, equalityCheckHour } = settings;
  const worker = process.env.WORKER === 'off' ? [] : [WorkerModule.telling(bodiesOf(bodies), equalityCheckHour)];
  const app = await createApi([AdaptersModule.on(settings.databaseUrl, choices), ...worker]);
  app.enableShutdownHooks(); // a polite stop finishes what is under way
  await app.listen(settings.port, settings.host);
  console.log(`ready ${await app.getUrl()}`);
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
