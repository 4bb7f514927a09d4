/**
 * What one sender may take of the edge. Every figure is our default; each setting is a whole number, or `off`. The page of
 * settings in the README says them all.
 */
export interface EdgeSettings {
  /** Connections at a time; more are closed at once. */
  readonly connectionsMax: number;
  /** A connection on which nothing comes and nothing goes for so long is closed, a file that stalls included. */
  readonly idleMs: number;
  /** Within so long a body must have come; files to `/intake` may take longer, as long as they do not stall. */
  readonly bodyMs: number;
  /** Requests of one key within a minute; undefined: any number. */
  readonly perKey: number | undefined;
  /** Requests of one address without a valid key within a minute; undefined: any number. */
  readonly perAddress: number | undefined;
  /** Of one key within a minute: questions about a person by number, which anybody could guess. */
  readonly personsPerKey: number | undefined;
  /** Keys that nobody has, tried from one address within a minute; each further one is answered a second later. */
  readonly wrongKeys: number | undefined;
  /** Addresses of proxies whose `X-Forwarded-For` says who asks. */
  readonly trustedProxies: readonly string[];
  /** Whether each answer is a line in the log. */
  readonly accessLog: boolean;
}

/** Without limits to how often: for one machine and for tests. */
export const edgeUnlimited: EdgeSettings = {
  connectionsMax: 2_000,
  idleMs: 60_000,
  bodyMs: 30_000,
  perKey: undefined,
  perAddress: undefined,
  personsPerKey: undefined,
  wrongKeys: undefined,
  trustedProxies: [],
  accessLog: false,
};

const edgeDefault: EdgeSettings = {
  ...edgeUnlimited,
  perKey: 600_000,
  perAddress: 6_000,
  personsPerKey: 120,
  wrongKeys: 30,
  accessLog: true,
};

/**
 * `MAX_CONNECTIONS`, `IDLE_SECONDS`, `BODY_SECONDS`, `KEY_REQUESTS_PER_MINUTE`, `ADDRESS_REQUESTS_PER_MINUTE`,
 * `PERSON_LOOKUPS_PER_MINUTE`, `WRONG_KEYS_PER_MINUTE`, `TRUSTED_PROXIES` (addresses with commas between), `ACCESS_LOG`.
 *
 * @param otherwise what holds where nothing is set
 * @throws Error naming the setting that cannot be read
 */
export function edgeSettingsFrom(environment: NodeJS.ProcessEnv, otherwise = edgeDefault): EdgeSettings {
  const number = (name: string, fallback: number): number => {
    const read = numberOrOff(name, environment[name], fallback);
    if (read === undefined) throw new Error(`${name} cannot be off`);
    return read;
  };
  const rate = (name: string, fallback: number | undefined) => numberOrOff(name, environment[name], fallback);
  return {
    connectionsMax: number('MAX_CONNECTIONS', otherwise.connectionsMax),
    idleMs: number('IDLE_SECONDS', otherwise.idleMs / 1_000) * 1_000,
    bodyMs: number('BODY_SECONDS', otherwise.bodyMs / 1_000) * 1_000,
    perKey: rate('KEY_REQUESTS_PER_MINUTE', otherwise.perKey),
    perAddress: rate('ADDRESS_REQUESTS_PER_MINUTE', otherwise.perAddress),
    personsPerKey: rate('PERSON_LOOKUPS_PER_MINUTE', otherwise.personsPerKey),
    wrongKeys: rate('WRONG_KEYS_PER_MINUTE', otherwise.wrongKeys),
    trustedProxies: (environment.TRUSTED_PROXIES ?? '')
      .split(',')
      .map((address) => address.trim())
      .filter((address) => address !== ''),
    accessLog: onOrOff('ACCESS_LOG', environment.ACCESS_LOG, otherwise.accessLog),
  };
}

function numberOrOff(name: string, text: string | undefined, fallback: number | undefined): number | undefined {
  if (text === undefined) return fallback;
  if (text === 'off') return undefined;
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new Error(`${name} is neither a whole number from 1 on nor off: ${text}`);
  return Number(text);
}

function onOrOff(name: string, text: string | undefined, fallback: boolean): boolean {
  if (text === undefined) return fallback;
  if (text !== 'on' && text !== 'off') throw new Error(`${name} is neither on nor off: ${text}`);
  return text === 'on';
}
