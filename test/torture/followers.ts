import 'reflect-metadata';
import { readFileSync } from 'node:fs';
import { UpcastingEventLog } from '@app/event-store';
import { PostgresEventLog } from '@app/event-store/postgres';
import { eventCatalogue } from '@app/ledger';
import { ProjectionRunners } from '@app/projections';
import { ed25519Signer, Sealer, SealerRunner } from '@app/sealing';
import pg from 'pg';
import { bodiesOf } from '../../apps/composition/src/bodies';
import { bodySettingsFrom } from '../../apps/composition/src/body-settings';
import { readModelsOf } from '../../apps/worker/src/read-models-of';

/** Read models and sealer as in a worker, but signing ten times a second. */
export function startFollowers(url: string, sealKeyFile: string, onTrouble: (error: Error) => void) {
  const pool = new pg.Pool({ connectionString: url, max: 10 });
  pool.on('error', onTrouble);
  const stored = new PostgresEventLog({ url, onTrouble });
  const log = new UpcastingEventLog(stored, eventCatalogue);
  const projections = new ProjectionRunners({
    pool,
    log,
    projections: readModelsOf(log, bodiesOf(bodySettingsFrom({}))),
    onTrouble: ({ error }) => {
      onTrouble(error);
    },
    onSubjectStopped: (_projection, { error }) => {
      onTrouble(error);
    },
    pollMs: 200,
  });
  const keys = { signer: ed25519Signer(readFileSync(sealKeyFile, 'utf8'), 'ledger.example/torture') };
  const sealer = new Sealer({ pool, log: stored, keys, batchSize: 200 });
  const sealing = new SealerRunner({ pool, log: stored, sealer, onTrouble, signEveryMs: 100, restMs: 10, pollMs: 200 });
  projections.start();
  sealing.start();
  return {
    stop: async () => {
      await Promise.all([projections.stop(), sealing.stop()]);
      await sealer.sign();
      await Promise.all([stored.close(), pool.end()]);
    },
  };
}

if (require.main === module) {
  // Trouble is expected here: the database is killed as well. What matters is what is found afterwards.
  startFollowers(process.env.DATABASE_URL ?? '', process.env.SEAL_KEY_FILE ?? '', () => undefined);
  console.log('following');
}
