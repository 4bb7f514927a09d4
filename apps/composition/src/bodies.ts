import { accessSync, constants, existsSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import {
  BatchMarkFile,
  type Checking,
  creditChinaHebeiMessage,
  creditHebeiFaults,
  creditHebeiMessage,
  DatabaseEndpoint,
  DirectoryFolder,
  type ExchangedText,
  ExchangeFiles,
  FileEndpoint,
  type Folder,
  gsxtHebeiMessage,
  KeyFile,
  PlainEndpoint,
  PlainHoldings,
  type Saying,
  ServiceEndpoint,
  SftpFolder,
  type Tls,
} from '@app/endpoints';
import {
  type BodyId,
  columnOf,
  type Fed,
  fedColumn,
  feeders,
  type ReceivingBody,
  systemClock,
  whoIsToldWhat,
} from '@app/ledger';
import type { BodyHoldings, Endpoint } from '@app/outbox';
import { WritableClient } from '@app/postgres-hosts';
import { Logger } from '@nestjs/common';
import { workbooksOf } from './batch-workbooks';
import type { Mode, SftpSettings } from './body-mode';
import type { BodySettings } from './body-settings';

/** A body as this process tells it. */
export interface Body
  extends
    ReceivingBody,
    Pick<BodySettings, 'inParallel' | 'leaseMs' | 'askEveryMs'>,
    Partial<Pick<BodySettings, 'hours' | 'isReal' | 'isFormerModeGone'>> {
  /** By which mode it is told; absent: nobody notes it. */
  readonly mode?: Mode['mode'] | undefined;
  /** Undefined: what it is to be told waits. */
  readonly endpoint: Endpoint | undefined;
  /** Given: another body passes on to it what it holds, and it is told nothing. */
  readonly fed?: Fed | undefined;
  /** Fingerprints of the keys by which it is believed; absent: it proves itself otherwise. */
  readonly keys?: (() => Promise<readonly string[]>) | undefined;
  /** All that it says it holds; absent: it cannot be asked, and is not reconciled. */
  readonly holdings?: BodyHoldings | undefined;
  /** Its exchange database, where copies of what was said lie; absent: it has none. */
  readonly exchange?: Exchange | undefined;
}

/** An exchange database, for who looks after it. */
export interface Exchange {
  readonly database: ExchangedText & Pick<DatabaseEndpoint, 'restorations' | 'whenRestored'>;
  readonly emptyAfterDays: number;
}

/** The words of each body. A further body is a line here, beside its folder and its column. */
const words: Readonly<Record<BodyId, Saying>> = {
  'credit-hebei': creditHebeiMessage,
  'credit-china-hebei': creditChinaHebeiMessage,
  'gsxt-hebei': gsxtHebeiMessage,
};

/** How a body is reached at an address, by mode. A further mode is a line here, and its name and settings in `body-mode.ts`. */
const reached: { readonly [M in Mode['mode']]: (way: Way<Extract<Mode, { readonly mode: M }>>) => Endpoint } = {
  http: ({ url, ...way }) => new PlainEndpoint({ ...spoken(way), url }),
  service: ({ url, inParallel, mode: { keysFile, tlsCa, tlsCert, tlsKey }, ...way }) =>
    new ServiceEndpoint({
      ...spoken(way),
      url,
      keys: new KeyFile(keysFile, (error) => {
        logger.warn(`the keys for ${way.id} in ${keysFile} could not be read anew: ${String(error)}`);
      }),
      tls: tlsFrom({ ca: tlsCa, cert: tlsCert, key: tlsKey }),
      connections: inParallel,
      now: nowMs,
    }),
  database: ({ url, inParallel, mode: { batch, timeoutMs, markFile }, ...way }) => {
    assertMayHoldMark(way.id, markFile);
    assertReadable(way.id, url);
    return new DatabaseEndpoint({
      ...spoken(way),
      url,
      batch,
      timeoutMs,
      connections: inParallel + askingConnections,
      marks: new BatchMarkFile(markFile),
      onRestored: ({ missing: { batchNumber }, newestBatchNumber }) => {
        logger.error(
          `the exchange database of ${way.id} was restored: batch ${batchNumber} is gone, its newest is ${newestBatchNumber}`,
        );
      },
      onTrouble: (error) => {
        logger.warn(`the exchange database of ${way.id}: ${error instanceof Error ? error.message : String(error)}`);
      },
    });
  },
  file: ({ mode: { folder, format, digest, batch }, ...way }) =>
    new FileEndpoint({
      ...spoken(way),
      folder: folderOf(way.id, folder),
      packing: new ExchangeFiles({ body: way.id, format, digest }),
      batch,
      now: nowMs,
    }),
  workbook: ({ mode: { folder = '', batch }, ...way }) =>
    new FileEndpoint({
      ...spoken(way),
      folder: new DirectoryFolder(folder),
      packing: workbooksOf(way.id),
      batch,
      now: nowMs,
    }),
};

/** What every mode is told of a body: its name, its words, what it would refuse. */
const spoken = ({ id }: { readonly id: BodyId }) => ({ name: id, saying: words[id], checking: checks[id] });

const nowMs = () => systemClock.now().getTime();

/** Beside those that leave batches: for answers, questions and what is emptied. */
const askingConnections = 2;

/** What each body would refuse, where its rules are known here. */
const checks: Readonly<Partial<Record<BodyId, Checking>>> = { 'credit-hebei': creditHebeiFaults };

/** A folder that a body shares with us is perhaps mounted later; the keys to one by SFTP are read at once. */
function folderOf(id: BodyId, folder: string | SftpSettings | undefined): Folder {
  if (typeof folder !== 'object') return new DirectoryFolder(folder ?? '');
  const { keyFile, ...server } = folder;
  try {
    return new SftpFolder({ ...server, privateKey: readFileSync(keyFile, 'utf8') });
  } catch (error) {
    throw new Error(`the key for ${id} in ${keyFile} cannot be used: ${String(error)}`, { cause: error });
  }
}

/** Without a mark a restore would be overlooked: it must be seen at the start that none can be kept, or that the one there is none. */
function assertMayHoldMark(id: BodyId, markFile: string): void {
  try {
    accessSync(dirname(markFile), constants.W_OK);
    if (existsSync(markFile)) accessSync(markFile, constants.R_OK | constants.W_OK);
  } catch (error) {
    throw new Error(`the mark of ${id} cannot be kept in ${markFile}: ${String(error)}`, { cause: error });
  }
}

/** The address with its certificates, as the driver reads it. What it says of it may hold the password. */
function assertReadable(id: BodyId, url: string): void {
  try {
    new WritableClient({ connectionString: url });
  } catch {
    throw new Error(`the address of the exchange database of ${id} cannot be read, or a certificate that it names`);
  }
}

interface Way<Chosen> {
  readonly id: BodyId;
  readonly url: string;
  readonly inParallel: number;
  readonly mode: Chosen;
}

const logger = new Logger('Bodies');

const isKnown = (id: string): id is BodyId => Object.hasOwn(words, id);

/** The bodies of the settings, with their columns of the table of who is told what. @throws on a body that nobody knows, and on a file that cannot be read */
export function bodiesOf(settings: readonly BodySettings[]): readonly Body[] {
  return settings.map(({ id, url, mode, fed, ...others }) => {
    if (!isKnown(id)) throw new Error(`BODIES: there is no body ${id}; known are ${Object.keys(words).join(', ')}`);
    const { inParallel } = others;
    const endpoint = url === undefined ? undefined : endpointOf({ id, url, inParallel, mode });
    const told = { id, column: columnOf(whoIsToldWhat, id), from: others.from };
    return {
      id,
      mode: mode.mode,
      column: fed ? fedColumn : told.column,
      fed: fed ? { by: feederOf(id), asIfTold: told } : undefined,
      endpoint,
      keys: keysOf(endpoint, mode),
      holdings: holdingsOf(endpoint, id, url),
      exchange:
        mode.mode === 'database' && endpoint instanceof DatabaseEndpoint
          ? { database: endpoint, emptyAfterDays: mode.emptyAfterDays }
          : undefined,
      ...others,
    };
  });
}

/** The key by which a body signs, or by which its server is known. A database, a folder and plain HTTP have none that we see. */
function keysOf(endpoint: Endpoint | undefined, mode: Mode): Body['keys'] {
  if (endpoint instanceof ServiceEndpoint) return () => endpoint.bodyKeys();
  if (mode.mode !== 'file' || typeof mode.folder !== 'object') return undefined;
  const hostKeys = mode.folder.hostKeys.map((key) => key.replace(/=$/, ''));
  return () => Promise.resolve(hostKeys);
}

/** @throws when nobody is known to feed it: it would be told nothing by anybody */
function feederOf(id: BodyId): BodyId {
  const by = feeders[id];
  if (by === undefined) throw new Error(`${id} is set to be fed, and no body is known that feeds it`);
  return by;
}

function endpointOf<Chosen extends Mode>(way: Way<Chosen>): Endpoint {
  const reach = reached[way.mode.mode] as (way: Way<Chosen>) => Endpoint; // the one of this very mode
  return reach(way);
}

/**
 * All that a body says it holds, where its mode can ask: the plain one at the same address, the service over its own connections.
 * A table or a folder holds what was left there, and that is no word of the body on what it holds.
 */
function holdingsOf(endpoint: Endpoint | undefined, id: BodyId, url: string | undefined): BodyHoldings | undefined {
  if (endpoint instanceof ServiceEndpoint) return endpoint.holdings;
  return endpoint instanceof PlainEndpoint && url !== undefined
    ? new PlainHoldings({ name: id, saying: words[id], url })
    : undefined;
}

/** PEM files, read once. @throws when one cannot be read */
const tlsFrom = (files: Readonly<Record<keyof Tls, string | undefined>>): Tls =>
  Object.fromEntries(
    Object.entries(files).flatMap(([part, path]) => (path === undefined ? [] : [[part, readFileSync(path, 'utf8')]])),
  );
