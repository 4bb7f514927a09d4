import { type BodySettings, bodySettingsFrom } from './body-settings';
import { logLevelFrom } from './logger';
import type { LoginSettings } from './logins';
import { type LogSettings, logSettingsFrom } from './log-settings';
import { type Connections, connectionsFrom } from './pools';
import type { OtlpSettings } from './tracing/otlp';

/** What a deployment sets, read once from the environment. */
export interface Settings {
  /** The logins of the application's database, one for each work or one for all. */
  readonly logins: LoginSettings;
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
  /** File with the key that wraps the keys of people; undefined: the master key wraps them, too. */
  readonly personalWrappingKeyFile: string | undefined;
  /** Files of keys that open what they wrapped before, while the wrapping key is being changed. */
  readonly personalFurtherWrappingKeyFiles: readonly string[];
  /** The private key that signs checkpoints (PKCS#8 PEM, Ed25519); undefined: the log is sealed, but nothing is signed. */
  readonly sealKeyFile: string | undefined;
  /** The name of this log in its checkpoints, which no other log has. Needed to sign. */
  readonly sealOrigin: string | undefined;
  /** What the signer remembers, out of the database's reach; undefined: beside the key, `SEAL_KEY_FILE` and `.memory`. */
  readonly sealMemoryFile: string | undefined;
  /** The operator says that a signer without memory may begin, though this database was signed before. */
  readonly sealFirst: boolean;
  /** The private key before, while a new one is introduced. */
  readonly sealPreviousKeyFile: string | undefined;
  /** Other public keys of this log: former ones, and the present one where the private key is not. */
  readonly sealVkeys: readonly string[];
  readonly sealing: SealingSettings;
  readonly log: LogSettings;
  readonly connections: Connections;
  /** Where a process remembers across starts which servers it worked with; undefined: as long as it lives. */
  readonly processFolder: string | undefined;
  /** Where the day of the last restore by way of trial is noted; undefined: nobody notes it. */
  readonly restoreTestedFile: string | undefined;
  /** Who is told of traces; undefined: nobody, and nothing of it is loaded. */
  readonly tracing: OtlpSettings | undefined;
}

export type PersonalKeyFiles = Pick<
  Settings,
  'personalMasterKeyFile' | 'personalWrappingKeyFile' | 'personalFurtherWrappingKeyFiles'
>;

/** `PERSONAL_MASTER_KEY_FILE`, `PERSONAL_WRAPPING_KEY_FILE`, `PERSONAL_FURTHER_WRAPPING_KEY_FILES` (with spaces between them). */
export function personalKeyFilesFrom(environment: NodeJS.ProcessEnv): PersonalKeyFiles {
  const named = (name: string) => (environment[name] === '' ? undefined : environment[name]);
  const files = {
    personalMasterKeyFile: named('PERSONAL_MASTER_KEY_FILE'),
    personalWrappingKeyFile: named('PERSONAL_WRAPPING_KEY_FILE'),
    personalFurtherWrappingKeyFiles:
      environment.PERSONAL_FURTHER_WRAPPING_KEY_FILES?.split(/\s+/).filter((file) => file !== '') ?? [],
  };
  if (files.personalMasterKeyFile === undefined && files.personalWrappingKeyFile !== undefined)
    throw new Error(
      'PERSONAL_WRAPPING_KEY_FILE is set, but PERSONAL_MASTER_KEY_FILE, by which people are known, is not',
    );
  return files;
}

/** How often it is signed and looked after. */
export interface SealingSettings {
  /** Between two checkpoints, while entries come. Our default: a second. */
  readonly signEveryMs: number;
  /** Between two rounds of the audit. Our default: a minute. */
  readonly auditEveryMs: number;
  /** Tiles of 256 entries that a round looks at, at least; more when everything would take longer than six days. Our default: 64. */
  readonly auditTiles: number;
}

export const sealingFrom = (environment: NodeJS.ProcessEnv): SealingSettings => ({
  signEveryMs: countFrom(environment, 'SEAL_SIGN_EVERY_MS', 1_000),
  auditEveryMs: countFrom(environment, 'SEAL_AUDIT_EVERY_MS', 60_000),
  auditTiles: countFrom(environment, 'SEAL_AUDIT_TILES', 64),
});

function countFrom(environment: NodeJS.ProcessEnv, name: string, otherwise: number): number {
  const text = environment[name];
  if (text === undefined) return otherwise;
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new Error(`${name} is no number from 1 on: ${text}`);
  return Number(text);
}

export function settingsFrom(environment: NodeJS.ProcessEnv): Settings {
  logLevelFrom(environment); // the log reads it by itself; here it is said when it is none
  const logins = loginSettingsFrom(environment);
  return {
    logins,
    host: environment.HOST ?? '0.0.0.0',
    port: portFrom(environment),
    staleAfterMs: staleAfterMsFrom(environment),
    dossierMemoryBytes: dossierMemoryBytesFrom(environment),
    bodies: bodySettingsFrom(environment),
    equalityCheckHour: equalityCheckHourFrom(environment),
    ...personalKeyFilesFrom(environment),
    sealKeyFile: environment.SEAL_KEY_FILE,
    sealOrigin: environment.SEAL_ORIGIN,
    sealMemoryFile: environment.SEAL_MEMORY_FILE,
    sealFirst: sealFirstFrom(environment),
    sealPreviousKeyFile: environment.SEAL_PREVIOUS_KEY_FILE,
    sealVkeys: environment.SEAL_VKEYS?.split(/\s+/).filter((vkey) => vkey !== '') ?? [],
    sealing: sealingFrom(environment),
    log: logSettingsFrom(environment),
    connections: connectionsFrom(environment),
    processFolder: environment.PROCESS_FOLDER === '' ? undefined : environment.PROCESS_FOLDER,
    restoreTestedFile: environment.RESTORE_TESTED_FILE === '' ? undefined : environment.RESTORE_TESTED_FILE,
    tracing: tracingFrom(environment),
  };
}

/** `OTEL_EXPORTER_OTLP_ENDPOINT`, `OTEL_EXPORTER_OTLP_HEADERS` (`name=value,name=value`), `OTEL_SERVICE_NAME`. */
export function tracingFrom(environment: NodeJS.ProcessEnv): OtlpSettings | undefined {
  const { OTEL_EXPORTER_OTLP_ENDPOINT: endpoint, OTEL_EXPORTER_OTLP_HEADERS: said = '' } = environment;
  if (endpoint === undefined || endpoint === '') return undefined;
  if (!/^https?:$/.test(URL.canParse(endpoint) ? new URL(endpoint).protocol : ''))
    throw new Error('OTEL_EXPORTER_OTLP_ENDPOINT is no address: http://collector:4318');
  const headers = said
    .split(',')
    .filter((pair) => pair.trim() !== '')
    .map((pair) => pair.split(/=(.*)/s).map((part) => decodeURIComponent(part.trim())));
  if (headers.some(([name = '', value]) => !/^[\w-]+$/.test(name) || value === undefined))
    throw new Error('OTEL_EXPORTER_OTLP_HEADERS are not name=value,name=value');
  const serviceName = environment.OTEL_SERVICE_NAME ?? 'fire-credit-ledger';
  return { endpoint, serviceName, headers: Object.fromEntries(headers) as Record<string, string> };
}

/** @throws when no login is said, or the owner's is: what serves must not hold what could change the schema. */
function loginSettingsFrom(environment: NodeJS.ProcessEnv): LoginSettings {
  if (environment.DATABASE_OWNER_URL !== undefined)
    throw new Error(
      'DATABASE_OWNER_URL is set: a serving process must not have it. Migrate with npm run migrate, then start without it',
    );
  const { DATABASE_URL, DATABASE_WORKER_URL: worker } = environment;
  const api = DATABASE_URL ?? worker;
  if (!api) throw new Error('DATABASE_URL is not set: postgres://login:password@host:5432/database');
  return { api, worker, sealer: environment.DATABASE_SEALER_URL, checker: environment.DATABASE_CHECKER_URL };
}

/** `PORT`, default 3000; 0: any that is free. */
export const portFrom = ({ PORT: text = '3000' }: NodeJS.ProcessEnv): number => portIn('PORT', text);

/** `WORKER_PORT`, where a worker by itself says how it is; default 3001; 0: any that is free. */
export const workerPortFrom = ({ WORKER_PORT: text = '3001' }: NodeJS.ProcessEnv): number =>
  portIn('WORKER_PORT', text);

function portIn(name: string, text: string): number {
  const port = Number(text);
  if (!/^\d{1,5}$/.test(text) || port > 65_535) throw new Error(`${name} is no number from 0 to 65535: ${text}`);
  return port;
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

/** `SEAL_FIRST`: `true` for the one start at which a signer begins without a memory. */
export function sealFirstFrom({ SEAL_FIRST: text = 'false' }: NodeJS.ProcessEnv): boolean {
  if (text !== 'true' && text !== 'false') throw new Error(`SEAL_FIRST is neither true nor false: ${text}`);
  return text === 'true';
}

/** `EQUALITY_CHECK_HOUR`: when the nightly checks run, of the clock in Asia/Shanghai; `off`: never. */
export function equalityCheckHourFrom({ EQUALITY_CHECK_HOUR: text = '3' }: NodeJS.ProcessEnv): number | undefined {
  if (text === 'off') return undefined;
  const hour = Number(text);
  if (text.trim() === '' || !Number.isInteger(hour) || hour < 0 || hour > 23)
    throw new Error(`EQUALITY_CHECK_HOUR is neither an hour from 0 to 23 nor off: ${text}`);
  return hour;
}
