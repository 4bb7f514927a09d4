import type { EventLog } from '@app/event-store';
import type { Pool } from 'pg';
import type { Day } from '../shared';

/** Injection tokens of what only `apps` choose. */
export const EVENT_LOG = Symbol('EVENT_LOG');
/** The name of the engine that keeps the log, for operators. */
export const EVENT_LOG_ENGINE = Symbol('EVENT_LOG_ENGINE');
/** The log as stored, never a view that decrypts or brings events up to date: what is sealed are the stored bytes. */
export const STORED_LOG = Symbol('STORED_LOG');
export const READ_MODELS = Symbol('READ_MODELS');
/** The same database as the worker reaches it: what it delivers and has tried is written through this. */
export const WORKER_DATABASE = Symbol('WORKER_DATABASE');
/** The same as the sealer reaches it; where nothing is sealed, as the one who serves does. */
export const SEALER_DATABASE = Symbol('SEALER_DATABASE');
/** Whether this process may seal; others wait for the one that does. */
export const SEALS_HERE = Symbol('SEALS_HERE');
export const SEAL_KEYS = Symbol('SEAL_KEYS');
/** What the signer of checkpoints remembers of its own past. */
export const SIGNER_MEMORY = Symbol('SIGNER_MEMORY');
/** What this process remembers of the checkpoints it gave out. */
export const GIVEN_MEMORY = Symbol('GIVEN_MEMORY');
/** How often a checkpoint is signed while entries come, in milliseconds. */
export const SIGN_EVERY_MS = Symbol('SIGN_EVERY_MS');
export const CLOCK = Symbol('CLOCK');

export type { EventLog };

/** Connections to the read models, as the application's role. */
export type ReadModels = Pool;

/** The only way to learn what time it is: in a running ledger `Clocks`. Settable in tests. */
export interface Clock {
  now(): Date;
  /** The calendar day in Asia/Shanghai. */
  today(): Day;
}
