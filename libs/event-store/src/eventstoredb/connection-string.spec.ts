import { readConnectionString, whyNotAConnectionString } from './connection-string';

describe('a connection string', () => {
  it.each([
    'esdb://localhost',
    'esdb://ledger:p%40ss@a:2113,b:2114,c?tls=true&keepAliveInterval=-1',
    'esdb+discover://cluster.example:2113/?Gossip_Timeout=2&tlsCAFile=%2Fca.crt',
  ])('%s is one', (text) => {
    expect(whyNotAConnectionString(text)).toBeUndefined();
  });

  it.each([
    ['http://a', 'not of the form'],
    ['esdb://a:b%@c', 'not encoded'],
    ['esdb://a,b c', 'a host'],
    ['esdb://a?nonsense=1', 'there is no option nonsense'],
    ['esdb://a?tls=True', 'tls is neither true nor false'],
    ['esdb://a?keepAliveTimeout=abc', 'keepAliveTimeout is no whole number'],
    ['esdb://a?tls=', 'has no value'],
  ])('%s is none', (text, why) => {
    expect(whyNotAConnectionString(text)).toContain(why);
  });

  const unsaid = {
    ...{ authority: undefined, userCertificate: undefined, userKey: undefined },
    ...{ keepAliveIntervalMs: undefined, keepAliveTimeoutMs: undefined, gossipTimeoutMs: undefined },
    ...{ discoveryIntervalMs: undefined, discoveryRoundsMax: undefined },
  };

  it('names one server, encrypted unless it says otherwise', () => {
    const hosts = [{ address: 'a', port: 2113 }];
    expect(readConnectionString('esdb://u:p@a')).toEqual({ ...unsaid, hosts, isCluster: false, tls: true });
    expect(readConnectionString('esdb://a?tls=false')).toEqual({ ...unsaid, hosts, isCluster: false, tls: false });
  });

  it('names the nodes of a cluster, or the one name they have', () => {
    expect(readConnectionString('esdb://a:1,b').hosts).toEqual([
      { address: 'a', port: 1 },
      { address: 'b', port: 2113 },
    ]);
    expect(readConnectionString('esdb://a:1,b').isCluster).toBe(true);
    expect(readConnectionString('esdb+discover://a:1').isCluster).toBe(true);
  });

  it('says what else is to be, its options by whatever spelling the client takes, and of two the last', () => {
    const text =
      'esdb://a?tls_ca_file=%2Fca%20.crt&userCertFile=u.crt&userKeyFile=u.key&keep-alive-interval=1&keepAliveInterval=20000&keepAliveTimeout=-1&gossipTimeout=3&discoveryInterval=50&maxDiscoverAttempts=7';
    expect(whyNotAConnectionString(text)).toBeUndefined();
    expect(readConnectionString(text)).toMatchObject({
      ...{ authority: '/ca .crt', userCertificate: 'u.crt', userKey: 'u.key' },
      ...{ keepAliveIntervalMs: 20_000, keepAliveTimeoutMs: -1, gossipTimeoutMs: 3_000 },
      ...{ discoveryIntervalMs: 50, discoveryRoundsMax: 7 },
    });
  });
});
