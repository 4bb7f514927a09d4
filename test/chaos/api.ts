import 'reflect-metadata';
import { Logger } from '@nestjs/common';
import { createApi } from '../../apps/api/src/api';
import { AdaptersModule } from '../../apps/composition/src/adapters.module';
import { batchWorkbooksOf } from '../../apps/composition/src/batch-workbooks';
import { bodySettingsFrom } from '../../apps/composition/src/body-settings';
import { NotTheSigner } from '../../apps/composition/src/signer-file';
import { steppedClock } from './stepped-clock';

/** The api as a process of its own, on a clock that is stepped. */
async function main(): Promise<void> {
  if (process.env.QUIET) Logger.overrideLogger(false);
  const batchWorkbooks = batchWorkbooksOf(bodySettingsFrom(process.env));
  const choices = { clock: steppedClock(), signerMemory: new NotTheSigner(), batchWorkbooks };
  const app = await createApi([AdaptersModule.on(process.env.DATABASE_URL ?? '', choices)]);
  await app.listen(Number(process.env.PORT), '127.0.0.1');
  console.log('ready');
}

void main();
