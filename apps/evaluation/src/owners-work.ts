import { join } from 'node:path';
import { migrate } from '@app/ledger-database';
import type { LoginSettings } from '../../composition/src/logins';
import type { LogSettings } from '../../composition/src/log-settings';
import { admitApplication, type DatabaseServer, prepareDatabase } from './evaluation-database';
import { type EvaluationKeys, provideKeys } from './evaluation-keys';

export interface OwnersOrder {
  readonly dataDir: string;
  readonly server: DatabaseServer;
  readonly log: LogSettings;
}

/** What those who serve get of it. No login is among it that may do more than its work. */
export interface Prepared {
  readonly logins: LoginSettings;
  readonly keys: EvaluationKeys;
  /** The keys were made now, so that they are shown once. */
  readonly fresh: boolean;
}

/** Everything that is done as the owner of the schema: the database, its logins, the migrations, the keys. */
export async function ownersWork({ dataDir, server, log }: OwnersOrder): Promise<Prepared> {
  const { ownerUrl, logins } = await prepareDatabase(server, dataDir);
  await migrate(ownerUrl);
  await admitApplication(ownerUrl);
  const { keys, fresh } = await provideKeys(join(dataDir, 'keys.json'), { ownerUrl, log, by: '评估模式' });
  return { logins, keys, fresh };
}
