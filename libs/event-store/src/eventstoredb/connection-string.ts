type WhyNot = (value: string) => string | undefined;

const oneOf =
  (...allowed: readonly string[]): WhyNot =>
  (value) =>
    allowed.includes(value) ? undefined : `is neither ${allowed.join(' nor ')}`;
const wholeNumber =
  (least: number): WhyNot =>
  (value) =>
    /^-?\d{1,9}$/.test(value) && Number(value) >= least ? undefined : `is no whole number from ${least} on`;
/** The client decodes it; what it cannot decode, it throws about with the whole string. */
const encodedText: WhyNot = (value) => (isEncoded(value) ? undefined : 'is not encoded as in a URL (%20 for a space)');

/**
 * What the client of @eventstore/db-client 6.2.1 understands after the `?`, in its own spelling, and what each may be. It takes
 * values as they are written: `True` is none of its.
 */
const options: Readonly<Record<string, WhyNot>> = {
  connectionName: encodedText,
  defaultDeadline: wholeNumber(1),
  discoveryInterval: wholeNumber(1),
  gossipTimeout: wholeNumber(1),
  keepAliveInterval: wholeNumber(-1),
  keepAliveTimeout: wholeNumber(-1),
  maxDiscoverAttempts: wholeNumber(1),
  nodePreference: (value) =>
    value.toLowerCase() === 'leader' ? undefined : 'is not leader: the log asks no other node',
  throwOnAppendFailure: (value) => (value === 'true' ? undefined : 'must not be switched off'),
  tls: oneOf('true', 'false'),
  tlsCAFile: encodedText,
  tlsVerifyCert: (value) =>
    value === 'true' ? undefined : 'cannot be switched off: name the authority of the certificate by tlsCAFile',
  userCertFile: encodedText,
  userKeyFile: encodedText,
};

/**
 * Says what is wrong with a connection string, or undefined when nothing is. The answer never repeats the string, nor a value in
 * it: there is a password in it. (The client prints the whole string when it meets something it does not understand, so it
 * must not meet any.)
 *
 * `esdb://user:password@host:2113?tls=true&tlsCAFile=/path/ca.crt` for one node; several hosts separated by commas, or
 * `esdb+discover://name:2113` for a cluster. A KurrentDB is addressed in the same way.
 */
export function whyNotAConnectionString(text: string): string | undefined {
  const match = /^(esdb|esdb\+discover):\/\/(?:([^@/?:]+):([^@/?:]*)@)?([^@/?]+)\/?(?:\?(.*))?$/.exec(text.trim());
  if (!match) return 'it is not of the form esdb://user:password@host:2113?tls=true or esdb+discover://…';
  const [, , user = '', password = '', hosts = '', query] = match;
  if (!isEncoded(user) || !isEncoded(password)) return 'user or password is not encoded as in a URL (%25 for %)';
  if (!hosts.split(',').every((host) => /^[\w.-]+(:\d{1,5})?$/.test(host)))
    return 'a host is not of the form name:port';
  for (const pair of query?.split('&') ?? []) {
    const [key = '', value = '', more] = pair.split('=');
    const known = Object.keys(options).find(
      (option) => option.toLowerCase() === key.toLowerCase().replace(/[_-]/g, ''),
    );
    if (known === undefined)
      return /^\w{1,40}$/.test(key) ? `there is no option ${key}` : 'an option has no name there is';
    if (value === '') return `the option ${known} has no value`;
    const fault = more === undefined ? options[known]?.(value) : 'has a second =';
    if (fault !== undefined) return `${known} ${fault}`;
  }
  return undefined;
}

function isEncoded(text: string): boolean {
  try {
    decodeURIComponent(text);
    return true;
  } catch {
    return false; // not decodable is the answer
  }
}
