import { type BodySettings, bodySettingsFrom } from './body-settings';
import { type LogSettings, logSettingsFrom } from './log-settings';
import { type Connections, connectionsFrom } from './pools';

/** What a deployment sets, read once from the environment. */
export interface Settings {
  /** The application's database. Its login must be a member of `ledger_app`; it works in that role. */
  readonly databaseUrl: string;
  /** Owner of the schema, for migrations; the same as `databaseUrl` unless given. */
  readonly databaseOwnerUrl: string;
  readonly host: string;
  readonly port: number;
  /** A read model older than this, in milliseconds, cannot answer and is not ready. Our default: 15,000. */
  readonly staleAfterMs: number;
  /** What a process may remember of dossiers, in bytes, roughly; 0: nothing. Our default: 128 MiB. */
  readonly dossierMemoryBytes: number;
  /** Who is told, where they answer, and from when. */
  readonly bodies: readonly BodySettings[];
  /** When read models are compared with a replay, hour of the clock in Asia/Shanghai; undefined: never. Our default: 3. */
  readonly equalityCheckHour: number | undefined;
  /** File with the master key of personal data; undefined: personal data is refused (`personal-data-key-missing`). */
  readonly personalMasterKeyFile: string | undefined;
  /** The private key that signs checkpoints (PKCS#8 PEM, Ed25519); undefined: the log is sealed, but nothing is signed. */
  readonly sealKeyFile: string | undefined;
  /** The name of this log in its checkpoints, which no other log has. Needed to sign. */
  readonly sealOrigin: string | undefined;
  readonly log: LogSettings;
  readonly connections: Connections;
}

export function settingsFrom(environment: NodeJS.ProcessEnv): Settings {
  const databaseUrl = environment.DATABASE_URL;
  if (!databaseUrl) throw new Error('DATABASE_URL is not set: postgres://login:password@host:5432/database');
  const port = Number(environment.PORT ?? 3000);
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new Error(`PORT is not a port: ${environment.PORT ?? ''}`);
  return {
    databaseUrl,
    databaseOwnerUrl: environment.DATABASE_OWNER_URL ?? databaseUrl,
    host: environment.HOST ?? '0.0.0.0',
    port,
    staleAfterMs: staleAfterMsFrom(environment),
    dossierMemoryBytes: dossierMemoryBytesFrom(environment),
    bodies: bodySettingsFrom(environment),
    equalityCheckHour: equalityCheckHourFrom(environment.EQUALITY_CHECK_HOUR ?? '3'),
    personalMasterKeyFile: environment.PERSONAL_MASTER_KEY_FILE,
    sealKeyFile: environment.SEAL_KEY_FILE,
    sealOrigin: environment.SEAL_ORIGIN,
    log: logSettingsFrom(environment),
    connections: connectionsFrom(environment),
  };
}

/** `STALE_AFTER_MS`: how old an answer may be. */
export function staleAfterMsFrom({ STALE_AFTER_MS: text = '15000' }: NodeJS.ProcessEnv): number {
  const ms = Number(text);
  if (text.trim() === '' || !Number.isInteger(ms) || ms < 1)
    throw new Error(`STALE_AFTER_MS is no number of milliseconds: ${text}`);
  return ms;
}

/** `DOSSIER_MEMORY_MB`: how much of it may be remembered; 0: nothing. */
export function dossierMemoryBytesFrom({ DOSSIER_MEMORY_MB: text = '128' }: NodeJS.ProcessEnv): number {
  const megabytes = Number(text);
  if (!/^\d+$/.test(text) || megabytes > 65_536)
    throw new Error(`DOSSIER_MEMORY_MB is no number of megabytes from 0 to 65536: ${text}`);
  return megabytes * 1_048_576;
}

function equalityCheckHourFrom(text: string): number | undefined {
  if (text === 'off') return undefined;
  const hour = Number(text);
  if (text.trim() === '' || !Number.isInteger(hour) || hour < 0 || hour > 23)
    throw new Error(`EQUALITY_CHECK_HOUR is neither an hour from 0 to 23 nor off: ${text}`);
  return hour;
}
