import { logSettingsFrom } from './log-settings';

const url = 'esdb://ledger:s3cret@es1.example:2113?tls=true&tlsCAFile=/etc/ledger/ca.crt';

describe('which engine keeps the log', () => {
  it('is PostgreSQL unless said otherwise', () => {
    expect(logSettingsFrom({})).toEqual({ engine: 'postgres' });
    expect(logSettingsFrom({ EVENT_LOG: 'postgres', EVENTSTORE_URL: url })).toEqual({ engine: 'postgres' });
  });

  it('is EventStoreDB, one node or a cluster', () => {
    expect(logSettingsFrom({ EVENT_LOG: 'eventstoredb', EVENTSTORE_URL: url })).toEqual({
      engine: 'eventstoredb',
      url,
      streams: 'ledger',
      unguarded: false,
    });
    for (const other of [
      'esdb://127.0.0.1:2113?tls=false',
      'esdb://a:b@one:2113,two:2113,three:2113?nodePreference=leader',
      'esdb+discover://a:p%40ss@cluster.example?tls=true&keepAliveInterval=10000',
    ])
      expect(logSettingsFrom({ EVENT_LOG: 'eventstoredb', EVENTSTORE_URL: other })).toMatchObject({ url: other });
    expect(
      logSettingsFrom({ EVENT_LOG: 'eventstoredb', EVENTSTORE_URL: url, EVENTSTORE_STREAMS: 'langfang' }),
    ).toMatchObject({ streams: 'langfang' });
  });

  it.each<[string, NodeJS.ProcessEnv, string]>([
    ['an engine there is not', { EVENT_LOG: 'mysql' }, 'EVENT_LOG is neither postgres nor eventstoredb: mysql'],
    ['no address', { EVENT_LOG: 'eventstoredb' }, 'EVENTSTORE_URL is not set'],
    [
      'an address of another kind',
      { EVENT_LOG: 'eventstoredb', EVENTSTORE_URL: 'http://a:s3cret@host:2113' },
      'EVENTSTORE_URL is no connection string: it is not of the form',
    ],
    [
      'an unknown option',
      { EVENT_LOG: 'eventstoredb', EVENTSTORE_URL: `${url}&tlsCaFiles=/x` },
      'there is no option tlsCaFiles',
    ],
    [
      'an option without a value',
      { EVENT_LOG: 'eventstoredb', EVENTSTORE_URL: 'esdb://a:s3cret@host:2113?tls' },
      'the option tls has no value',
    ],
    [
      'an option that the client would pass over',
      { EVENT_LOG: 'eventstoredb', EVENTSTORE_URL: 'esdb://a:s3cret@host:2113?tlsVerifyCert=false' },
      'tlsVerifyCert cannot be switched off',
    ],
    [
      'an option that hides refusals',
      { EVENT_LOG: 'eventstoredb', EVENTSTORE_URL: 'esdb://a:s3cret@host:2113?throwOnAppendFailure=false' },
      'throwOnAppendFailure must not be switched off',
    ],
    ...(
      [
        ['tls=False', 'tls is neither true nor false'],
        ['keepAliveTimeout=abc', 'keepAliveTimeout is no whole number from -1 on'],
        ['defaultDeadline=0', 'defaultDeadline is no whole number from 1 on'],
        ['gossipTimeout=5s', 'gossipTimeout is no whole number from 1 on'],
        ['nodePreference=master', 'nodePreference is not leader'],
        ['tlsCAFile=%zz', 'tlsCAFile is not encoded'],
        ['tlsCAFile=/a=s3cret', 'tlsCAFile has a second ='],
        ['s3cret@x=1', 'an option has no name there is'],
      ] as const
    ).map(([option, message]): [string, NodeJS.ProcessEnv, string] => [
      option,
      { EVENT_LOG: 'eventstoredb', EVENTSTORE_URL: `esdb://a:s3cret@host:2113?${option}` },
      message,
    ]),
    [
      'a password that is not encoded',
      { EVENT_LOG: 'eventstoredb', EVENTSTORE_URL: 'esdb://a:s3cret%@host:2113' },
      'user or password is not encoded',
    ],
    [
      'a guard that is neither on nor off',
      { EVENT_LOG: 'eventstoredb', EVENTSTORE_URL: url, EVENTSTORE_UNGUARDED: 'true' },
      'EVENTSTORE_UNGUARDED is neither yes nor no',
    ],
    [
      'a name with a dot',
      { EVENT_LOG: 'eventstoredb', EVENTSTORE_URL: url, EVENTSTORE_STREAMS: 'a.b' },
      'EVENTSTORE_STREAMS is no name for streams',
    ],
  ])('is refused, without showing a password: %s', (_what, environment, message) => {
    expect(() => logSettingsFrom(environment)).toThrow(message);
    expect(() => logSettingsFrom(environment)).not.toThrow('s3cret');
  });
});
