import fc from 'fast-check';
import { hostsIn, readableUrl } from './hosts-in-url';

const two = 'postgres://login:pass%40word@one:5433,two/ledger?target_session_attrs=read-write';

describe('a URL of several hosts', () => {
  it('is read by the driver, and each of its hosts is found in its order', () => {
    const readable = new URL(readableUrl(two));
    expect(readable.username).toBe('login');
    expect(decodeURIComponent(readable.password)).toBe('pass@word');
    expect(readable.pathname).toBe('/ledger');
    expect(hostsIn(readable.href)).toEqual([
      { host: 'one', port: 5433 },
      { host: 'two', port: 5432 },
    ]);
  });

  it('keeps what else it says, and is the same when it is read again', () => {
    const url = new URL(readableUrl('postgres://a@one,[::1]:1,10.0.0.3/db?sslmode=verify-full'));
    url.searchParams.set('options', '-c role=ledger_api');
    expect(readableUrl(url.href)).toBe(url.href);
    expect(url.searchParams.get('sslmode')).toBe('verify-full');
    expect(hostsIn(url.href)).toEqual([
      { host: 'one', port: 5432 },
      { host: '::1', port: 1 },
      { host: '10.0.0.3', port: 5432 },
    ]);
  });

  it('may say its hosts in its query, as the programs of PostgreSQL read them, with one port for all', () => {
    expect(hostsIn(readableUrl('postgres://a@one/db?host=one,two&port=6000'))).toEqual([
      { host: 'one', port: 6000 },
      { host: 'two', port: 6000 },
    ]);
  });

  it('finds any hosts again', () => {
    const name = fc.stringMatching(/^[a-z][a-z0-9.-]{0,20}$/);
    const hosts = fc.array(fc.record({ host: name, port: fc.integer({ min: 1, max: 65_535 }) }), { minLength: 2 });
    fc.assert(
      fc.property(hosts, (all) => {
        const url = `postgres://login@${all.map(({ host, port }) => `${host}:${port}`).join(',')}/ledger`;
        expect(hostsIn(readableUrl(url))).toEqual(all);
      }),
    );
  });

  it.each([
    ['a host without a name', 'postgres://login:secret@one,:5432/db'],
    ['a port that is none', 'postgres://login:secret@one:99999,two/db'],
    ['another number of ports', 'postgres://login:secret@one/db?host=one,two,three&port=1,2'],
    ['a session that does not write', 'postgres://login:secret@one,two/db?target_session_attrs=standby'],
  ])('is refused with %s, and no word of it is said', (_what, url) => {
    expect(() => readableUrl(url)).toThrow('the URL of the database');
    expect(() => readableUrl(url)).not.toThrow(/secret/);
  });
});

it('a URL of one host is given back as it is', () => {
  for (const url of ['postgres://login@one/db', 'postgres://login@one:1/db?target_session_attrs=any', 'no url'])
    expect(readableUrl(url)).toBe(url);
  expect(hostsIn('postgres://login@one/db')).toEqual([]);
});
