import 'reflect-metadata';
import { AdaptersModule } from '../../composition/src/adapters.module';
import { assertLogins } from '../../composition/src/assert-logins';
import { bodiesOf } from '../../composition/src/bodies';
import { choicesFrom } from '../../composition/src/choices';
import { log } from '../../composition/src/logger';
import { loginsOf, loginsOfApi } from '../../composition/src/logins';
import { assertSameLog } from '../../composition/src/same-log';
import { assertGuardedLog } from '../../composition/src/guarded-log';
import { fromSettings, notStarted } from '../../composition/src/not-started';
import { politeEnd } from '../../composition/src/polite-end';
import { NotTheSigner } from '../../composition/src/signer-file';
import { servedBy } from '../../composition/src/served-by';
import { settingsFrom } from '../../composition/src/settings';
import { WorkerModule } from '../../worker/src/worker.module';
import { createApi } from './api';
import { edgeSettingsFrom } from './edge-settings';

/** A deployment: the api, and the worker in the same process unless `WORKER=off`. The schema must be there: `npm run migrate` makes it. */
async function main(): Promise<void> {
  const end = politeEnd();
  const settings = fromSettings(() => settingsFrom(process.env));
  const edge = fromSettings(() => edgeSettingsFrom(process.env));
  const withWorker = process.env.WORKER !== 'off';
  const bodies = withWorker ? fromSettings(() => bodiesOf(settings.bodies)) : [];
  const choices = await choicesFrom(settings);
  const logins = withWorker ? loginsOf(settings.logins) : loginsOfApi(settings.logins);
  for (const lost of await assertLogins(logins)) log.warn(lost);
  await assertSameLog(logins.serving, settings.log);
  await assertGuardedLog(settings.log);
  const { equalityCheckHour, sealing } = settings;
  const worker = withWorker ? [WorkerModule.telling(bodies, equalityCheckHour, sealing)] : [];
  // Where no worker runs nobody signs: two processes would be two signers, of which the one knows nothing of the other.
  const adapters = AdaptersModule.on(logins, withWorker ? choices : { ...choices, signerMemory: new NotTheSigner() });
  const app = await createApi([adapters, ...worker], edge);
  const served = servedBy(app.getHttpServer());
  end.of((impatient) => served.closed(() => app.close(), impatient));
  await app.listen(settings.port, settings.host);
  console.log(`ready ${await app.getUrl()}`);
}

main().catch(notStarted);
