import type { Choices } from './adapters.module';
import { batchWorkbooksOf } from './batch-workbooks';
import { masterKeyOf } from './master-key';
import { fromSettings } from './not-started';
import { memoriesIn } from './process-folder';
import { sealKeysFrom, signerMemoryOf } from './seal-keys';
import type { Settings } from './settings';
import { upkeepOf } from './upkeep';

/** What the settings of a deployment choose, its keys read from their files. Throws when one cannot be. */
export async function choicesFrom(settings: Settings): Promise<Choices> {
  const [masterKey, sealKeys] = await Promise.all([masterKeyOf(settings), sealKeysFrom(settings)]);
  const { log, staleAfterMs, dossierMemoryBytes, connections } = settings;
  const signerMemory = signerMemoryOf(settings);
  return {
    log,
    staleAfterMs,
    dossierMemoryBytes,
    masterKey,
    sealKeys,
    signerMemory,
    signEveryMs: settings.sealing.signEveryMs,
    connections,
    ...(settings.processFolder !== undefined && memoriesIn(settings.processFolder)),
    upkeep: upkeepOf(settings),
    batchWorkbooks: fromSettings(() => batchWorkbooksOf(settings.bodies)),
  };
}
