import type { Choices } from './adapters.module';
import { batchWorkbooksOf } from './batch-workbooks';
import { log } from './logger';
import { masterKeyOf } from './master-key';
import { fromSettings } from './not-started';
import { memoriesIn } from './process-folder';
import { sealKeysFrom, signerMemoryOf } from './seal-keys';
import type { Settings } from './settings';
import type { OtlpSettings } from './tracing/otlp';
import type { Tracing } from './tracing/tracing';
import { upkeepOf } from './upkeep';

/** Loaded by whoever traces, and by nobody else. */
function tracingBy(settings: OtlpSettings): Tracing {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- only when it is asked for
  const { tracingTo } = require('./tracing/tracing-to') as typeof import('./tracing/tracing-to');
  return tracingTo(settings, (what) => {
    log.warn(what);
  });
}

/** What the settings of a deployment choose, its keys read from their files. Throws when one cannot be. */
export async function choicesFrom(settings: Settings): Promise<Choices> {
  const [masterKey, sealKeys] = await Promise.all([masterKeyOf(settings), sealKeysFrom(settings)]);
  const { staleAfterMs, dossierMemoryBytes, connections } = settings;
  const signerMemory = signerMemoryOf(settings);
  return {
    log: settings.log,
    staleAfterMs,
    dossierMemoryBytes,
    masterKey,
    sealKeys,
    signerMemory,
    signEveryMs: settings.sealing.signEveryMs,
    connections,
    ...(settings.processFolder !== undefined && memoriesIn(settings.processFolder)),
    upkeep: upkeepOf(settings),
    ...(settings.tracing && { tracing: tracingBy(settings.tracing) }),
    batchWorkbooks: fromSettings(() => batchWorkbooksOf(settings.bodies)),
  };
}
