import { randomUUID } from 'node:crypto';
import { EVENT_LOG, type EventLog } from '@app/ledger';
import { NestFactory } from '@nestjs/core';
import { Module } from '@nestjs/common';
import { Client } from 'pg';
import { AdaptersModule } from '../../apps/composition/src/adapters.module';
import { aRegistration } from './ledger-events';
import type { TestDatabase } from './test-database';

/** The first day on which every item of the catalogue is in force has come. */
const december = new Date('2026-12-02T02:00:00Z');
const ahead = Math.max(0, december.getTime() - Date.now());

/** A clock in December, or later. */
export const inDecember = { now: () => new Date(Date.now() + ahead) };

@Module({})
class Ledger {}

/** The log goes on from its last event and never back in time: when that was recorded in December, so is everything that follows. */
export async function letDecemberCome(database: Pick<TestDatabase, 'url' | 'ownerUrl'>): Promise<void> {
  const app = await NestFactory.createApplicationContext(
    { module: Ledger, imports: [AdaptersModule.on(database.url)] },
    { logger: ['error', 'warn'] },
  );
  const first = { ...aRegistration(), id: randomUUID(), commandId: randomUUID() };
  await app.get<EventLog>(EVENT_LOG).append('creditSubject-first', 'no-stream', [first]);
  await app.close();
  const owner = new Client(database.ownerUrl);
  await owner.connect();
  try {
    await owner.query('ALTER TABLE ledger_events DISABLE TRIGGER USER'); // no recorded event can be changed otherwise
    await owner.query('UPDATE ledger_events SET recorded_at = greatest(recorded_at, $1)', [december]);
    await owner.query('ALTER TABLE ledger_events ENABLE TRIGGER USER');
  } finally {
    await owner.end();
  }
}
