import { DataSource } from 'typeorm';
import { TheLedgerRuns1700000000001 } from './migrations/0001-the-ledger-runs';
import { LogPartitionedByPosition1700000000002 } from './migrations/0002-log-partitioned-by-position';
import { TheLogIsSealed1700000000003 } from './migrations/0003-the-log-is-sealed';
import { ProjectionsFinished1700000000004 } from './migrations/0004-projections-finished';
import { PersonalData1700000000005 } from './migrations/0005-personal-data';
import { HistorySaysPerson1700000000006 } from './migrations/0006-history-says-person';
import { PushesCarryDocuments1795737601000 } from './migrations/2026-11-27-pushes-carry-documents';

/**
 * Brings the database to the present schema and makes sure the application's role exists. Safe to say again, and from
 * several processes at once.
 *
 * @param ownerUrl a login that owns the database and may create roles.
 */
export async function migrate(ownerUrl: string): Promise<void> {
  const owner = new DataSource({
    type: 'postgres',
    url: ownerUrl,
    applicationName: 'ledger-migrate',
    migrations: [
      TheLedgerRuns1700000000001,
      LogPartitionedByPosition1700000000002,
      TheLogIsSealed1700000000003,
      ProjectionsFinished1700000000004,
      PersonalData1700000000005,
      HistorySaysPerson1700000000006,
      PushesCarryDocuments1795737601000,
    ],
    migrationsTableName: 'ledger_migrations',
  });
  await owner.initialize();
  const runner = owner.createQueryRunner();
  try {
    await runner.query('SELECT pg_advisory_lock(7221063001)');
    await owner.runMigrations({ transaction: 'each' });
  } finally {
    await runner.query('SELECT pg_advisory_unlock(7221063001)');
    await runner.release();
    await owner.destroy();
  }
}
