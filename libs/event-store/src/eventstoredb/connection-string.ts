/** What the client of @eventstore/db-client 6.2.1 understands after the `?`, in its own spelling. */
const options = [
  'connectionName',
  'defaultDeadline',
  'discoveryInterval',
  'gossipTimeout',
  'keepAliveInterval',
  'keepAliveTimeout',
  'maxDiscoverAttempts',
  'nodePreference',
  'throwOnAppendFailure',
  'tls',
  'tlsCAFile',
  'tlsVerifyCert',
  'userCertFile',
  'userKeyFile',
];

/**
 * Says what is wrong with a connection string, or undefined when nothing is. The answer never repeats the string: there is
 * a password in it. (The client prints the whole string when it meets an option it does not know, so it must not meet one.)
 *
 * `esdb://user:password@host:2113?tls=true&tlsCAFile=/path/ca.crt` for one node; several hosts separated by commas, or
 * `esdb+discover://name:2113` for a cluster. A KurrentDB is addressed in the same way.
 */
export function whyNotAConnectionString(text: string): string | undefined {
  const match = /^(esdb|esdb\+discover):\/\/(?:[^@/?]+:[^@/?]*@)?([^@/?]+)\/?(?:\?(.*))?$/.exec(text.trim());
  if (!match) return 'it is not of the form esdb://user:password@host:2113?tls=true or esdb+discover://…';
  const hosts = match[2] ?? '';
  if (!hosts.split(',').every((host) => /^[\w.-]+(:\d{1,5})?$/.test(host)))
    return 'a host is not of the form name:port';
  for (const pair of match[3]?.split('&') ?? []) {
    const [key = '', value] = pair.split('=');
    const known = options.find((option) => option.toLowerCase() === key.toLowerCase().replace(/[_-]/g, ''));
    if (known === undefined) return `there is no option ${key}`;
    if (!value) return `the option ${known} has no value`;
    if (known === 'throwOnAppendFailure' && value !== 'true') return 'throwOnAppendFailure must not be switched off';
    if (known === 'tlsVerifyCert' && value !== 'true')
      return 'tlsVerifyCert cannot be switched off: name the authority of the certificate by tlsCAFile';
  }
  return undefined;
}
