import { migrate } from '@app/ledger-database';
import { until } from '@app/ledger';
import { Client } from 'pg';
import { Cluster } from './cluster';

/** A primary with the schema of the ledger and its synchronous standby. */
export interface Pair {
  readonly primary: Cluster;
  readonly standby: Cluster;
  remove(): Promise<void>;
}

/** A cluster with the schema of the ledger, and a login for each work: `drill_api`, `drill_worker`, `drill_sealer`, `drill_checker`. */
export async function ledgerCluster(settings: Readonly<Record<string, string>> = {}): Promise<Cluster> {
  const cluster = await Cluster.make(settings);
  await cluster.sql('CREATE ROLE ledger_owner LOGIN CREATEROLE');
  await cluster.sql('CREATE DATABASE ledger OWNER ledger_owner');
  await migrate(cluster.url('ledger', 'ledger_owner'));
  const owner = new Client(cluster.url('ledger', 'ledger_owner'));
  await owner.connect();
  try {
    for (const work of ['api', 'worker', 'sealer', 'checker'])
      await owner.query(`CREATE ROLE drill_${work} LOGIN IN ROLE ledger_${work}`);
  } finally {
    await owner.end();
  }
  return cluster;
}

export async function synchronousPair(): Promise<Pair> {
  const primary = await ledgerCluster();
  const standby = await primary.standby('second');
  await primary.set('synchronous_standby_names', 'second');
  const synchronous = async () =>
    (await primary.sql<{ sync_state: string }>('SELECT sync_state FROM pg_stat_replication')).some(
      ({ sync_state }) => sync_state === 'sync',
    );
  if (!(await until(synchronous, 20_000))) throw new Error(`the standby does not follow:\n${standby.said()}`);
  return {
    primary,
    standby,
    remove: async () => {
      await standby.remove();
      await primary.remove();
    },
  };
}
