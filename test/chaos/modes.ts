import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { aKey, privateHalf, publicHalf } from '../../libs/endpoints/src/service/keys.examples';
import { aPrivateKey, SftpServer } from '../support/sftp-server';
import { openExchangeDatabase } from './exchange';
import { freePort } from './free-port';

/** What is at hand to bind a body. */
export interface Site {
  readonly body: string;
  /** Of this body alone; it is there. */
  readonly folder: string;
  readonly sandboxUrl: string;
  /** The server of the ledger's database, as its administrator. */
  readonly superuserUrl: string;
}

/** How a body is bound: settings of both sides, and what else has to run. */
export interface Binding {
  /** For ledger and worker; the name of the body in capitals stands before each. */
  readonly settings: Readonly<Record<string, string>>;
  /** For its sandbox. */
  readonly sandbox?: NodeJS.ProcessEnv;
  /** A server beside the sandbox, that may be killed as well: the script and its settings. */
  readonly server?: { readonly script: string; readonly settings: NodeJS.ProcessEnv };
  /** Its exchange database, as the administrator, which may be put back. */
  readonly exchangeUrl?: string;
}

/** A way by which a sandbox takes messages. */
export interface Mode {
  readonly name: string;
  readonly bind: (site: Site) => Promise<Binding>;
  /** The ledger can ask for all that the body holds, so that a loss is found by the daily reconciliation. */
  readonly isReconciled?: true;
  /** An officer carries what is said to the body, and what it says to that. */
  readonly isCarried?: true;
}

export const MODES = ['http', 'service', 'database', 'file', 'sftp', 'workbook'] as const;
export type ModeName = (typeof MODES)[number];

const seconds = { ASK_SECONDS: '1' };

export const modes: Readonly<Record<ModeName, Mode>> = {
  http: {
    name: 'http',
    isReconciled: true,
    bind: ({ body, sandboxUrl }) =>
      Promise.resolve({ settings: { MODE: 'http', URL: `${sandboxUrl}/bodies/${body}/` } }),
  },
  service: {
    name: 'service',
    isReconciled: true,
    bind: async ({ body, folder, sandboxUrl }) => {
      const [ours, theirs] = [aKey('ledger-1'), aKey('platform-1')];
      const [ledgerKeys, platformKeys] = [join(folder, 'ledger-keys.json'), join(folder, 'platform-keys.json')];
      await writeFile(ledgerKeys, JSON.stringify({ own: [privateHalf(ours)], body: [publicHalf(theirs)] }));
      await writeFile(platformKeys, JSON.stringify({ own: [privateHalf(theirs)], senders: [publicHalf(ours)] }));
      return {
        settings: { ...seconds, MODE: 'service', URL: `${sandboxUrl}/bodies/${body}/`, KEYS_FILE: ledgerKeys },
        sandbox: { KEYS_FILE: platformKeys },
      };
    },
  },
  database: {
    name: 'database',
    bind: async ({ body, folder, superuserUrl }) => {
      const { url, ledger, receiver } = await openExchangeDatabase(
        superuserUrl,
        `exchange_${body.replaceAll('-', '_')}`,
      );
      return {
        settings: { ...seconds, MODE: 'database', URL: ledger, MARK_FILE: join(folder, 'mark') },
        sandbox: { EXCHANGE_DATABASE_URL: receiver, EXCHANGE_POLL_MS: '100', EXCHANGE_BODY: body },
        exchangeUrl: url,
      };
    },
  },
  file: {
    name: 'file',
    bind: async ({ body, folder }) => {
      const exchanged = await exchangeFolder(folder);
      return {
        settings: { ...seconds, MODE: 'file', URL: `file://${exchanged}` },
        sandbox: { EXCHANGE_INBOX: exchanged, EXCHANGE_INBOX_BODY: body },
      };
    },
  },
  sftp: {
    name: 'sftp',
    bind: async ({ body, folder }) => {
      const exchanged = await exchangeFolder(folder);
      const [hostKey, clientKey, port] = [aPrivateKey(), aPrivateKey(), await freePort()];
      const [keyFile, hostKeyFile] = [join(folder, 'ledger.key'), join(folder, 'host.key')];
      await writeFile(keyFile, clientKey);
      await writeFile(hostKeyFile, hostKey);
      const { fingerprint, username } = new SftpServer(exchanged, { hostKey });
      return {
        settings: {
          ...seconds,
          MODE: 'file',
          FORMAT: 'xml',
          DIGEST: 'sm3',
          URL: `sftp://${username}@127.0.0.1:${port}/`,
          SFTP_KEY_FILE: keyFile,
          SFTP_HOST_KEYS: fingerprint,
        },
        sandbox: { EXCHANGE_INBOX: exchanged, EXCHANGE_INBOX_BODY: body },
        server: {
          script: '../chaos/sftp.js',
          settings: { PORT: String(port), FOLDER: exchanged, KEY_FILE: keyFile, HOST_KEY_FILE: hostKeyFile },
        },
      };
    },
  },
  workbook: {
    name: 'workbook',
    isCarried: true,
    bind: async ({ folder }) => ({
      settings: { ...seconds, MODE: 'workbook', URL: `file://${await exchangeFolder(folder)}` },
    }),
  },
};

async function exchangeFolder(folder: string): Promise<string> {
  const exchanged = join(folder, 'exchanged');
  for (const sub of ['inbox', 'receipts']) await mkdir(join(exchanged, sub), { recursive: true });
  return exchanged;
}
