import type { Node } from './node';

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
  const parts = partsOf(text);
  if (!parts) return 'it is not of the form esdb://user:password@host:2113?tls=true or esdb+discover://…';
  const { user, password, hosts, query } = parts;
  if (!isEncoded(user) || !isEncoded(password)) return 'user or password is not encoded as in a URL (%25 for %)';
  if (!hosts.every((host) => /^[\w.-]+(:\d{1,5})?$/.test(host))) return 'a host is not of the form name:port';
  for (const pair of query) {
    const [key = '', value = '', more] = pair.split('=');
    const known = optionNamed(key);
    if (known === undefined)
      return /^\w{1,40}$/.test(key) ? `there is no option ${key}` : 'an option has no name there is';
    if (value === '') return `the option ${known} has no value`;
    const fault = more === undefined ? options[known]?.(value) : 'has a second =';
    if (fault !== undefined) return `${known} ${fault}`;
  }
  return undefined;
}

/** What a connection string says of nodes and connections, beside what the client reads of it itself. */
export interface ConnectionSettings {
  /** The one server, the nodes of a cluster, or the one name that all of them have. */
  readonly hosts: readonly Node[];
  readonly isCluster: boolean;
  readonly tls: boolean;
  /** Paths of files. Undefined, here and below: it is not said. */
  readonly authority: string | undefined;
  readonly userCertificate: string | undefined;
  readonly userKey: string | undefined;
  /** -1: never. */
  readonly keepAliveIntervalMs: number | undefined;
  readonly keepAliveTimeoutMs: number | undefined;
  readonly gossipTimeoutMs: number | undefined;
  readonly discoveryIntervalMs: number | undefined;
  readonly discoveryRoundsMax: number | undefined;
}

const portDefault = 2113;

/** Reads a connection string in which nothing is wrong. Of an option that is said twice the last one counts, as for the client. */
export function readConnectionString(text: string): ConnectionSettings {
  const { scheme, hosts, query } = partsOf(text) ?? { scheme: '', hosts: [], query: [] };
  const said = new Map<string, string>(
    query.map((pair) => {
      const [key = '', value = ''] = pair.split('=');
      return [optionNamed(key) ?? key, value];
    }),
  );
  const file = (option: string) => {
    const value = said.get(option);
    return value === undefined ? undefined : decodeURIComponent(value);
  };
  const number = (option: string, unit = 1) => {
    const value = said.get(option);
    return value === undefined ? undefined : Number(value) * unit;
  };
  return {
    hosts: hosts.map((host) => {
      const [address = '', port = portDefault] = host.split(':');
      return { address, port: Number(port) };
    }),
    isCluster: scheme === 'esdb+discover' || hosts.length > 1,
    tls: said.get('tls') !== 'false',
    authority: file('tlsCAFile'),
    userCertificate: file('userCertFile'),
    userKey: file('userKeyFile'),
    keepAliveIntervalMs: number('keepAliveInterval'),
    keepAliveTimeoutMs: number('keepAliveTimeout'),
    gossipTimeoutMs: number('gossipTimeout', 1_000), // the client reads seconds
    discoveryIntervalMs: number('discoveryInterval'),
    discoveryRoundsMax: number('maxDiscoverAttempts'),
  };
}

function partsOf(text: string) {
  const match = /^(esdb|esdb\+discover):\/\/(?:([^@/?:]+):([^@/?:]*)@)?([^@/?]+)\/?(?:\?(.*))?$/.exec(text.trim());
  if (!match) return undefined;
  const [, scheme = '', user = '', password = '', hosts = '', query] = match;
  return { scheme, user, password, hosts: hosts.split(','), query: query?.split('&') ?? [] };
}

const optionNamed = (key: string): string | undefined =>
  Object.keys(options).find((option) => option.toLowerCase() === key.toLowerCase().replace(/[_-]/g, ''));

function isEncoded(text: string): boolean {
  try {
    decodeURIComponent(text);
    return true;
  } catch {
    return false; // not decodable is the answer
  }
}
