export interface Host {
  readonly host: string;
  readonly port: number;
}

const portDefault = 5432;
/** What may be asked of the session; both mean here: one that takes writes. */
const takesWrites = ['read-write', 'primary'];
const authority = /^([a-z]+:\/\/(?:[^@/?#]*@)?)([^/?#]*)(.*)$/s;

/**
 * The URL in the form that the driver, and `URL`, can read: several hosts (`postgres://login@one:5432,two:5432/ledger`) stand as `host=one,two&port=5432,5432`
 * in its query, which PostgreSQL's own programs read alike. A URL of one host is given back as it is.
 *
 * @throws without a word of the URL: a password is in it
 */
export function readableUrl(url: string): string {
  const [, before, hosts, after] = authority.exec(url) ?? [];
  if (before === undefined || hosts === undefined || after === undefined || !hosts.includes(',')) return checked(url);
  const all = hosts.split(',').map(hostIn);
  const readable = new URL(`${before}${said(all[0])}${after}`);
  readable.searchParams.set('host', all.map(({ host }) => host).join(','));
  readable.searchParams.set('port', all.map(({ port }) => port).join(','));
  return checked(readable.href);
}

/** The hosts of a URL in the order in which they are asked; one or none where it names no more. */
export function hostsIn(url: string): readonly Host[] {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  const hosts = parsed?.searchParams.get('host')?.split(',') ?? [];
  if (parsed === undefined || hosts.length < 2) return [];
  const ports = (parsed.searchParams.get('port') ?? parsed.port).split(',');
  if (ports.length !== 1 && ports.length !== hosts.length)
    throw new Error('the URL of the database names several hosts and another number of ports');
  return hosts.map((host, at) => hostOf(host, ports.length === 1 ? ports[0] : ports[at]));
}

function checked(url: string): string {
  const asked = URL.canParse(url) ? new URL(url).searchParams.get('target_session_attrs') : null;
  if (hostsIn(url).length > 0 && asked !== null && !takesWrites.includes(asked))
    throw new Error('the URL of the database says another target_session_attrs than read-write: the ledger writes');
  return url;
}

function hostIn(text: string): Host {
  const [, bracketed, plain, port] = /^(?:\[([^\]]+)\]|([^:[\]]+))(?::(\d*))?$/.exec(text) ?? [];
  return hostOf(bracketed ?? plain, port);
}

function hostOf(host = '', port = ''): Host {
  const number = port === '' ? portDefault : Number(port);
  if (host === '' || !Number.isInteger(number) || number < 1 || number > 65_535)
    throw new Error('the URL of the database names a host that cannot be read: host:port,host:port');
  return { host, port: number };
}

const said = (host?: Host): string =>
  host === undefined ? '' : `${host.host.includes(':') ? `[${host.host}]` : host.host}:${host.port}`;
