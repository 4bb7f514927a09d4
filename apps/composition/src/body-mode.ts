import { fileURLToPath } from 'node:url';
import { deliveryDefaults } from '@app/outbox';
import { type Named, saidIn, wholeNumber } from './body-words';

/** `http`: plain and unsigned, for trying things out. */
interface PlainMode {
  readonly mode: 'http';
}

/** Signed JSON: `docs/exchange/service.md`. */
interface ServiceMode {
  readonly mode: 'service';
  /** Our keys and the body's. */
  readonly keysFile: string;
  /** PEM files: whom to believe instead of the public authorities, and our client certificate with its key. */
  readonly tlsCa?: string;
  readonly tlsCert?: string;
  readonly tlsKey?: string;
}

/** An exchange database (前置库): `docs/exchange/database.md`. */
interface DatabaseMode {
  readonly mode: 'database';
  /** Records of one batch, one transaction. */
  readonly batch: number;
  /** For a whole batch or question. */
  readonly timeoutMs: number;
  /** So many days after the answer what was said is emptied there. */
  readonly emptyAfterDays: number;
  /** What this process left there last: by it a database that was restored is found. */
  readonly markFile: string;
}

/** A server that is spoken to by SFTP. */
export interface SftpSettings {
  readonly host: string;
  readonly port: number;
  readonly username: string;
  readonly root: string;
  /** Our private key, PEM or OpenSSH, unencrypted. */
  readonly keyFile: string;
  /** Fingerprints of its keys; two while it changes them. */
  readonly hostKeys: readonly string[];
  readonly timeoutMs: number;
}

/** Files in a folder: `docs/exchange/file.md`. */
interface FileMode {
  readonly mode: 'file';
  /** A directory of this machine, or one by SFTP; undefined: there is no address, what is to be told waits. */
  readonly folder: string | SftpSettings | undefined;
  readonly format: 'csv' | 'xml';
  readonly digest: 'sha256' | 'sm3';
  /** Records of one file. */
  readonly batch: number;
}

/** Workbooks that an officer carries (批量录入): `docs/exchange/workbook.md`. */
interface WorkbookMode {
  readonly mode: 'workbook';
  /** Shared by api and worker; undefined: as for files. */
  readonly folder: string | undefined;
  /** Records of one workbook. */
  readonly batch: number;
}

/** By which way of the exchange a body is reached. */
export type Mode = PlainMode | ServiceMode | DatabaseMode | FileMode | WorkbookMode;
export type ModeName = Mode['mode'];

/** How an address begins, by mode. */
const addresses: Readonly<Record<ModeName, { readonly schemes: readonly string[]; readonly example: string }>> = {
  http: { schemes: ['http:', 'https:'], example: 'https://…' },
  service: { schemes: ['http:', 'https:'], example: 'https://…' },
  database: { schemes: ['postgres:', 'postgresql:'], example: 'postgres://login:password@host:5432/database' },
  file: { schemes: ['file:', 'sftp:'], example: 'file:///folder or sftp://login@host:22/folder' },
  workbook: { schemes: ['file:'], example: 'file:///folder' },
};

/** How many requests at once and how long a lease, unless said; a file of thousands of records takes its time. */
export const deliveryOf: Readonly<
  Record<ModeName, { readonly inParallel: number; readonly leaseMs: number; readonly leaseMinMs: number }>
> = {
  http: { ...deliveryDefaults, leaseMinMs: 0 },
  service: { ...deliveryDefaults, leaseMinMs: 0 },
  database: { inParallel: 2, leaseMs: 30_000, leaseMinMs: 0 },
  file: { inParallel: 2, leaseMs: 120_000, leaseMinMs: 120_000 },
  workbook: { inParallel: 1, leaseMs: 120_000, leaseMinMs: 120_000 },
};

/** A further mode reads its settings here. */
const readers: { readonly [M in ModeName]: (named: Named, url: URL | undefined) => Extract<Mode, { mode: M }> } = {
  http: () => ({ mode: 'http' }),
  service: (named) => {
    const [keysFile, tlsCa, tlsCert, tlsKey] = ['KEYS_FILE', 'TLS_CA', 'TLS_CERT', 'TLS_KEY'].map(saidIn(named));
    if (keysFile === undefined)
      throw new Error(`${named.name('KEYS_FILE')} is not set: a service is told nothing unsigned`);
    if ((tlsCert === undefined) !== (tlsKey === undefined))
      throw new Error(`${named.name('TLS_CERT')} and ${named.name('TLS_KEY')} belong together: one of them is not set`);
    return {
      mode: 'service',
      keysFile,
      ...(tlsCa && { tlsCa }),
      ...(tlsCert && { tlsCert }),
      ...(tlsKey && { tlsKey }),
    };
  },
  database: (named) => {
    const markFile = saidIn(named)('MARK_FILE');
    if (markFile === undefined)
      throw new Error(
        `${named.name('MARK_FILE')} is not set: a database that was restored while we were away would not be found`,
      );
    return {
      mode: 'database',
      batch: wholeNumber(named, 'BATCH', 500, 500),
      timeoutMs: wholeNumber(named, 'TIMEOUT_SECONDS', 600, 10) * 1_000,
      emptyAfterDays: wholeNumber(named, 'EMPTY_AFTER_DAYS', 3_650, 30),
      markFile,
    };
  },
  file: (named, url) => ({
    mode: 'file',
    folder: url && (url.protocol === 'sftp:' ? sftpIn(named, url) : pathIn(named, url)),
    format: oneOf(named, 'FORMAT', ['csv', 'xml']),
    digest: oneOf(named, 'DIGEST', ['sha256', 'sm3']),
    batch: wholeNumber(named, 'BATCH', 5_000, 5_000),
  }),
  workbook: (named, url) => ({
    mode: 'workbook',
    folder: url && pathIn(named, url),
    batch: wholeNumber(named, 'BATCH', 5_000, 1_000),
  }),
};

/** @throws on the first setting that says something else; no sentence repeats an address, which may hold a password */
export function modeIn(named: Named): { readonly mode: Mode; readonly url: string | undefined } {
  const [mode = 'http', text] = ['MODE', 'URL'].map(saidIn(named));
  if (!isMode(mode)) throw new Error(`${named.name('MODE')} is none of ${Object.keys(readers).join(', ')}: ${mode}`);
  const url = text === undefined ? undefined : urlIn(named, text, mode);
  return { mode: readers[mode](named, url), url: text };
}

const isMode = (text: string): text is ModeName => Object.hasOwn(readers, text);

/** What may be under way as long as a lease: of the others the time limit is a fixed one, and shorter. */
export const timeoutOf = (mode: Mode): number =>
  mode.mode === 'database'
    ? mode.timeoutMs
    : mode.mode === 'file' && typeof mode.folder === 'object'
      ? mode.folder.timeoutMs
      : 0;

function urlIn({ name }: Named, text: string, mode: ModeName): URL {
  const { schemes, example } = addresses[mode];
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url && schemes.includes(url.protocol)) return url;
  throw new Error(`${name('URL')} is not an address of the mode ${mode} (${example})`);
}

function pathIn({ name }: Named, url: URL): string {
  try {
    return fileURLToPath(url);
  } catch (error) {
    throw new Error(`${name('URL')} is not the address of a folder here (file:///folder)`, { cause: error });
  }
}

function sftpIn(named: Named, url: URL): SftpSettings {
  const { name } = named;
  if (url.username === '') throw new Error(`${name('URL')} names no login (sftp://login@host:22/folder)`);
  if (url.password !== '')
    throw new Error(`${name('URL')} holds a password: the login is proven by SFTP_KEY_FILE alone`);
  const [keyFile, said = ''] = ['SFTP_KEY_FILE', 'SFTP_HOST_KEYS'].map(saidIn(named));
  if (keyFile === undefined) throw new Error(`${name('SFTP_KEY_FILE')} is not set: by it the server knows us`);
  const hostKeys = said.split(/[\s,]+/).filter((one) => one !== '');
  if (hostKeys.length === 0)
    throw new Error(`${name('SFTP_HOST_KEYS')} is not set: no server is believed that is not pinned`);
  if (!hostKeys.every((one) => /^SHA256:[A-Za-z0-9+/]{43}=?$/.test(one)))
    throw new Error(`${name('SFTP_HOST_KEYS')} are no fingerprints as ssh-keygen -lf shows them (SHA256:…)`);
  return {
    host: url.hostname.replace(/^\[(.*)\]$/, '$1'),
    port: url.port === '' ? 22 : Number(url.port),
    username: decodeURIComponent(url.username),
    root: decodeURIComponent(url.pathname) || '/',
    keyFile,
    hostKeys,
    timeoutMs: wholeNumber(named, 'TIMEOUT_SECONDS', 600, 60) * 1_000,
  };
}

/** The first unless said. */
function oneOf<const Word extends string>(named: Named, what: string, words: readonly [Word, ...Word[]]): Word {
  const text = saidIn(named)(what);
  const word = text === undefined ? words[0] : words.find((one) => one === text);
  if (word === undefined) throw new Error(`${named.name(what)} is none of ${words.join(', ')}: ${text ?? ''}`);
  return word;
}
