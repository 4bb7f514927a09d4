import pg from 'pg';
import { type Host, hostsIn, readableUrl } from './hosts-in-url';

/** What a client is given, and a pool gives each of its own. */
type Configuration = pg.ClientConfig & Pick<pg.PoolConfig, 'verify'>;
type Connected = (error?: Error | null) => void;

/** So long at most one host is waited for before the next is asked. Our figure. */
const hostTimeoutMs = 2_000;

/** Where the hosts of a URL were found to take writes last, by the hosts: it is asked first the next time, by whoever comes. */
const foundLast = new Map<string, Host>();

/**
 * None of the hosts takes writes now. It says so as a host that cannot be reached does, so that whoever knows a database that is away by the
 * codes of Node knows this one.
 */
export class NoHostTakesWrites extends Error {
  readonly code = 'EHOSTUNREACH';
  readonly syscall = 'connect';

  constructor(tried: readonly string[]) {
    super(`no host of the database takes writes: ${tried.join('; ')}`);
    this.name = 'NoHostTakesWrites';
  }
}

/**
 * A client of `pg` for a URL that may name several hosts, of which it connects to the one that takes writes; `pg` itself knows one. With one host it
 * is the client of `pg` and nothing else.
 *
 * The hosts are asked in their order, the one found last before all others, each with a connection of its own that ends at once. A server tells by
 * itself, at the beginning of a session, whether it is a standby or reads only. Who gives `verify` (a pool, mostly) has a host passed over that it refuses:
 * a former primary takes writes, too.
 */
export class WritableClient extends pg.Client {
  private readonly configuration: Configuration;
  private readonly hosts: readonly Host[];

  constructor(config?: string | Configuration) {
    const configuration: Configuration = typeof config === 'string' ? { connectionString: config } : { ...config };
    const { connectionString } = configuration;
    if (connectionString !== undefined) configuration.connectionString = readableUrl(connectionString);
    super(configuration);
    this.configuration = configuration;
    this.hosts = hostsIn(configuration.connectionString ?? '');
  }

  override connect(): Promise<pg.Client>;
  override connect(callback: Connected): void;
  override connect(callback?: Connected): Promise<pg.Client> | undefined {
    if (this.hosts.length === 0) {
      if (callback === undefined) return super.connect();
      super.connect(callback);
      return undefined;
    }
    const connecting = this.connectToWritable();
    if (callback === undefined) return connecting;
    connecting.then(() => {
      callback(null);
    }, callback);
    return undefined;
  }

  private async connectToWritable(): Promise<pg.Client> {
    const found = await this.find();
    Object.assign(this, found);
    const stand = standOf(this);
    await super.connect();
    if (stand.readsOnly) {
      await this.end();
      throw new NoHostTakesWrites([sentence(found, 'it reads only')]); // since it was asked
    }
    return this;
  }

  private async find(): Promise<Host> {
    const key = JSON.stringify(this.hosts);
    const last = foundLast.get(key);
    const inOrder = last === undefined ? this.hosts : [last, ...this.hosts.filter((host) => !isSame(host, last))];
    const tried: string[] = [];
    let said: Error | undefined;
    for (const host of inOrder) {
      try {
        const why = await this.whyNot(host);
        if (why === undefined) {
          foundLast.set(key, host);
          return host;
        }
        tried.push(sentence(host, why));
      } catch (error) {
        // What a database says of our login, or that it is full, is the answer; that another host is a standby is none.
        if (error instanceof pg.DatabaseError) said ??= error;
        tried.push(sentence(host, (error as Error).message));
      }
    }
    throw said ?? new NoHostTakesWrites(tried);
  }

  private async whyNot(host: Host): Promise<string | undefined> {
    const { connectionTimeoutMillis = 0, verify } = this.configuration;
    const share = connectionTimeoutMillis > 0 ? connectionTimeoutMillis / this.hosts.length : Infinity;
    const timeoutMs = Math.floor(Math.min(hostTimeoutMs, share));
    const probe = new pg.Client({
      ...this.configuration,
      connectionTimeoutMillis: timeoutMs,
      query_timeout: timeoutMs,
    });
    Object.assign(probe, host);
    probe.on('error', () => undefined); // whoever waits for an answer is told
    const stand = standOf(probe);
    try {
      await probe.connect();
      if (stand.readsOnly) return 'it reads only';
      if (verify) await verified(verify, probe);
      return undefined;
    } finally {
      await probe.end().catch(() => undefined);
    }
  }
}

/** What the server says of itself when a session begins: since version 14 without being asked. */
function standOf(client: pg.Client): { readonly readsOnly: boolean } {
  const stand = { readsOnly: false };
  client.connection.on('parameterStatus', ({ parameterName, parameterValue }: ParameterStatus) => {
    if (parameterName !== 'in_hot_standby' && parameterName !== 'default_transaction_read_only') return;
    if (parameterValue === 'on') stand.readsOnly = true;
  });
  return stand;
}

interface ParameterStatus {
  readonly parameterName: string;
  readonly parameterValue: string;
}

const verified = (verify: NonNullable<Configuration['verify']>, probe: pg.Client): Promise<void> =>
  new Promise((resolve, reject) => {
    verify(probe as pg.PoolClient, (error) => {
      if (error) reject(error);
      else resolve();
    });
  });

const isSame = (one: Host, other: Host): boolean => one.host === other.host && one.port === other.port;
const sentence = ({ host, port }: Host, why: string): string => `${host}:${port}: ${why}`;
