import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parse } from 'yaml';

/** A compose file as far as the checks look into it. Lists and maps as our files write them. */
export interface Compose {
  readonly services: Readonly<Record<string, Service>>;
  readonly networks?: Readonly<Record<string, { readonly internal?: boolean } | null>>;
  readonly volumes?: Readonly<Record<string, object | null>>;
  readonly secrets?: Readonly<Record<string, { readonly file: string }>>;
}

export interface Service {
  readonly image?: string;
  readonly build?: { readonly context: string; readonly dockerfile: string };
  readonly command?: readonly string[];
  readonly user?: string;
  readonly profiles?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly ports?: readonly string[];
  readonly volumes?: readonly string[];
  readonly secrets?: readonly string[];
  readonly networks?: readonly string[] | Readonly<Record<string, { readonly aliases?: readonly string[] } | null>>;
  readonly network_mode?: string;
  readonly depends_on?: Readonly<Record<string, Dependency>>;
  readonly healthcheck?: { readonly test: readonly string[] };
  readonly restart?: string;
  readonly read_only?: boolean;
  readonly cap_drop?: readonly string[];
}

export interface Dependency {
  readonly condition: 'service_started' | 'service_healthy' | 'service_completed_successfully';
  readonly required?: boolean;
}

export const dockerFolder = resolve(__dirname, '../../docker');

/** A file of `docker/`, as written: variables are not filled in. */
export const readCompose = (name: string): Compose =>
  parse(readFileSync(join(dockerFolder, name), 'utf8'), { merge: true }) as Compose;

/** One file laid over another: maps are merged, lists joined (volumes by where they are mounted), everything else replaced. */
export function laidOver(below: Compose, above: Compose): Compose {
  const services = Object.entries(above.services).map(([name, service]): [string, Service] => {
    const under = below.services[name] ?? {};
    const mounts = new Map([...(under.volumes ?? []), ...(service.volumes ?? [])].map((v) => [v.split(':')[1], v]));
    return [
      name,
      {
        ...under,
        ...service,
        environment: { ...under.environment, ...service.environment },
        depends_on: { ...under.depends_on, ...service.depends_on },
        volumes: [...mounts.values()],
      },
    ];
  });
  return {
    services: { ...below.services, ...Object.fromEntries(services) },
    networks: { ...below.networks, ...above.networks },
    volumes: { ...below.volumes, ...above.volumes },
    secrets: { ...below.secrets, ...above.secrets },
  };
}

const reference = /\$\{(\w+)(?::([-?])([^}]*))?\}/g;

/** `${NAME}`, `${NAME:-default}`, `${NAME:?what to do}`. @throws Error where the last kind is not set, as compose does. */
export function filledIn(text: string, variables: Readonly<Record<string, string>>): string {
  return text.replace(reference, (_all, name: string, kind: string | undefined, word = '') => {
    const value = variables[name];
    if (value) return value;
    if (kind === '?') throw new Error(`${name}: ${String(word)}`);
    return kind === '-' ? String(word) : '';
  });
}

/** The environment a service gets when `variables` are set. */
export const environmentOf = (
  service: Service | undefined,
  variables: Readonly<Record<string, string>>,
): Record<string, string> =>
  Object.fromEntries(
    Object.entries(service?.environment ?? {}).map(([name, value]) => [name, filledIn(value, variables)]),
  );

/** Variables that compose takes from its surroundings, and whether it refuses to start without. */
export function variablesOf(compose: Compose): Map<string, { readonly required: boolean }> {
  const found = [...JSON.stringify(compose).matchAll(reference)];
  return new Map(found.map(([, name = '', kind]) => [name, { required: kind === '?' }]));
}

const networksOf = (service: Service): string[] =>
  Array.isArray(service.networks) ? (service.networks as string[]) : Object.keys(service.networks ?? {});

/** By which names a service is found by others. */
const namesOf = (name: string, service: Service): string[] => [
  name,
  ...(Array.isArray(service.networks) ? [] : Object.values(service.networks ?? {})).flatMap(
    (network: { readonly aliases?: readonly string[] } | null) => network?.aliases ?? [],
  ),
];

const runsOnce = (service: Service): boolean =>
  service.restart === 'no' && (service.healthcheck === undefined || service.healthcheck.test[0] === 'NONE');

/** What does not fit together in a compose file, a sentence each. What only our image brings (health, user) counts as there. */
export function composeFaults(compose: Compose): string[] {
  return [
    ...Object.entries(compose.services).flatMap(([name, service]) => [
      ...faultsOfNames(name, service, compose),
      ...faultsOfDependencies(name, service, compose),
      ...faultsOfCare(name, service),
      ...faultsOfAddresses(name, service, compose),
    ]),
    ...faultsOfSecrets(compose),
  ];
}

function faultsOfNames(name: string, service: Service, compose: Compose): string[] {
  const mounts = (service.volumes ?? []).map((volume) => volume.split(':')[0] ?? '');
  return [
    ...mounts
      .filter((source) => !source.startsWith('.') && !(source in (compose.volumes ?? {})))
      .map((source) => `${name} mounts the volume ${source}, which is not declared`),
    ...mounts
      .filter((source) => source.startsWith('.') && !existsSync(join(dockerFolder, source)))
      .map((source) => `${name} mounts ${source}, which is not there`),
    ...networksOf(service)
      .filter((network) => network !== 'default' && !(network in (compose.networks ?? {})))
      .map((network) => `${name} is on the network ${network}, which is not declared`),
    ...(service.secrets ?? [])
      .filter((secret) => !(secret in (compose.secrets ?? {})))
      .map((secret) => `${name} is given the secret ${secret}, which is not declared`),
    ...Object.entries(service.environment ?? {})
      .filter(([, value]) => value.startsWith('/run/secrets/'))
      .filter(([, value]) => !(service.secrets ?? []).includes(value.slice('/run/secrets/'.length)))
      .map(([variable, value]) => `${name} is told of ${value} in ${variable} and is not given it`),
  ];
}

function faultsOfDependencies(name: string, service: Service, { services }: Compose): string[] {
  return Object.entries(service.depends_on ?? {}).flatMap(([other, { condition, required }]) => {
    const on = services[other];
    if (!on) return [`${name} waits for ${other}, which is no service`];
    return [
      ...(condition === 'service_healthy' && !on.healthcheck && !on.build
        ? [`${name} waits until ${other} is healthy, and nothing asks whether it is`]
        : []),
      ...(condition === 'service_completed_successfully' && !runsOnce(on)
        ? [`${name} waits until ${other} has ended, which it never does`]
        : []),
      ...(on.profiles && required !== false && on.profiles.join() !== service.profiles?.join()
        ? covers(on.profiles, service.profiles)
          ? []
          : [`${name} waits for ${other}, which is not always there`]
        : []),
    ];
  });
}

/** Wherever the one is started the other is too. */
const covers = (profiles: readonly string[], others: readonly string[] | undefined): boolean =>
  others?.every((profile) => profiles.includes(profile)) ?? false;

function faultsOfCare(name: string, service: Service): string[] {
  const version = /:([^:/@]+)(@sha256:[0-9a-f]{64})?$/.exec(service.image ?? '')?.[1];
  return [
    ...(service.image === undefined ? [`${name} has no image`] : []),
    ...(service.build === undefined && (version === undefined || !/\d/.test(version))
      ? [`${name} runs whatever ${service.image ?? ''} is that day`]
      : []),
    ...(service.restart === undefined ? [`${name} does not say what happens when it ends`] : []),
    ...(!runsOnce(service) && !service.healthcheck && !service.build
      ? [`${name} cannot be asked whether it is well`]
      : []),
    ...(service.build && !(service.read_only && service.cap_drop?.includes('ALL'))
      ? [`${name} may do more than it needs`]
      : []),
    ...(service.user?.startsWith('0') && !(runsOnce(service) && service.network_mode === 'none')
      ? [`${name} runs as root`]
      : []),
    ...(service.ports ?? [])
      .filter((port) => !port.startsWith('127.0.0.1:'))
      .map((port) => `${name} opens ${port} to everybody`),
    ...(service.ports && networksOf(service).length > 0 && networksOf(service).every((network) => network === 'data')
      ? [`${name} opens a port on a network without a way in`]
      : []),
  ];
}

/** Hosts in addresses and settings are services (or their other names) on a network that both are on. */
function faultsOfAddresses(name: string, service: Service, { services }: Compose): string[] {
  const reachable = Object.entries(services)
    .filter(([, other]) => {
      const mine = networksOf(service);
      const theirs = networksOf(other);
      return mine.length === 0 ? theirs.length === 0 : mine.some((network) => theirs.includes(network));
    })
    .flatMap(([otherName, other]) => namesOf(otherName, other));
  const hosts = Object.entries(service.environment ?? {}).flatMap(([variable, value]) => {
    const text = value.replace(/\$\{\w+:-([^}]*)\}/g, '$1').replace(/\$\{[^}]*\}/g, 'x');
    const inUrl = [...text.matchAll(/[\w+]+:\/\/(?:[^@/]+@)?([\w.-]+)/g)].map(([, host = '']) => host);
    const seeds = variable.endsWith('GOSSIP_SEED') ? text.split(',').map((seed) => seed.split(':')[0] ?? '') : [];
    return [...inUrl, ...seeds].map((host) => ({ variable, host }));
  });
  return hosts
    .filter(({ host }) => host !== '127.0.0.1' && host !== 'localhost' && !reachable.includes(host))
    .map(({ variable, host }) => `${name} is sent to ${host} by ${variable}, and cannot reach it`);
}

const secretly = /PASSWORD|SECRET|KEY$/;

/** Nothing that must be kept secret stands in the file, and nothing starts with one that everybody knows. */
function faultsOfSecrets(compose: Compose): string[] {
  const written = Object.entries(compose.services).flatMap(([name, service]) =>
    Object.entries(service.environment ?? {})
      .filter(([variable]) => secretly.test(variable))
      .filter(([, value]) => !/^\$\{\w+:\?[^}]+\}$/.test(value))
      .map(([variable]) => `${name} has ${variable} written down, or starts without it`),
  );
  const lax = [...variablesOf(compose)]
    .filter(([variable, { required }]) => secretly.test(variable) && !required)
    .map(([variable]) => `${variable} may be left out`);
  return [...written, ...lax];
}
