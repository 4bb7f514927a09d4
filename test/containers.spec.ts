import { execFile } from 'node:child_process';
import { createPrivateKey } from 'node:crypto';
import { cpSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { parseConnectionString } from '@eventstore/db-client/dist/Client/parseConnectionString';
import { loginsOfApi, loginsOfWorker } from '../apps/composition/src/logins';
import { settingsFrom } from '../apps/composition/src/settings';
import {
  type Compose,
  composeFaults,
  dockerFolder,
  environmentOf,
  filledIn,
  laidOver,
  readCompose,
  type Service,
  variablesOf,
} from './support/compose';
import { lintMessages } from './support/compose-lint';
import { compiledFrom, dockerfileFaults, letsThrough } from './support/dockerfile';

const root = resolve(__dirname, '..');
const run = promisify(execFile);

const single = readCompose('compose.yaml');
const cluster = laidOver(single, readCompose('compose.cluster.yaml'));
const forTests = readCompose('compose.test.yaml');

/** The files of `docker/`, as far as they can be tried without a container engine. What was not run: docker/README.md. */
describe('compose files', () => {
  const names = ['compose.yaml', 'compose.cluster.yaml', 'compose.test.yaml'];

  it.each(names)('%s keeps to the compose specification', (name) => {
    expect(
      lintMessages(join(dockerFolder, name), {
        'service-keys-order': 0, // a service reads from what it is to what it needs
        'services-alphabetical-order': 0,
        'service-dependencies-alphabetical-order': 0,
        'top-level-properties-order': 0,
        'no-build-and-image': 0, // three services share one built image, by its name
        'require-project-name-field': name === 'compose.cluster.yaml' ? 0 : 2, // laid over compose.yaml, which has it
      }),
    ).toEqual([]);
  });

  it.each<[string, Compose]>([
    ['one node', single],
    ['three nodes', cluster],
    ['servers for tests', forTests],
  ])('fit together: %s', (_what, compose) => {
    expect(composeFaults(compose)).toEqual([]);
  });

  it.each(Object.entries(cluster.services).filter(([, service]) => service.build))(
    'have %s run what the build makes',
    (_name, service) => {
      const program = service.command?.at(-1) ?? 'dist/apps/api/src/main.js';
      expect(compiledFrom(program, root)).toBeDefined();
    },
  );

  it('start three nodes that know each other, each with a certificate of its own', () => {
    const nodes = ['node1', 'node2', 'node3'];
    for (const name of nodes) {
      const environment = cluster.services[name]?.environment;
      expect(environment).toMatchObject({
        EVENTSTORE_CLUSTER_SIZE: '3',
        EVENTSTORE_NODE_HOST_ADVERTISE_AS: name,
        EVENTSTORE_REPLICATION_HOST_ADVERTISE_AS: name,
        EVENTSTORE_CERTIFICATE_FILE: `/certificates/${name}/node.crt`,
        EVENTSTORE_GOSSIP_SEED: nodes
          .filter((other) => other !== name)
          .map((other) => `${other}:2113`)
          .join(','),
      });
    }
    expect(cluster.services['cluster-certificates']?.command).toEqual(nodes);
  });

  it('make certificates for every name by which a node is spoken to', () => {
    const [, names = ''] =
      /-dns-names "([^"]+)"/.exec(readFileSync(join(dockerFolder, 'certificates.sh'), 'utf8')) ?? [];
    expect(names.split(',')).toEqual(['localhost', '$node', 'eventstore', 'eventstore-cluster']);
  });

  it.each(['eventstoredb', 'kurrentdb'])('make a certificate for %s', (name) => {
    const certificate = Object.entries(single.services[name]?.environment ?? {}).find(([variable]) =>
      variable.endsWith('_CERTIFICATE_FILE'),
    );
    expect(certificate?.[1]).toBe(`/certificates/${name}/node.crt`);
    expect(single.services.certificates?.command).toContain(name);
  });
});

describe('the settings a deployment gets', () => {
  let folder: string;
  let variables: Record<string, string>;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'docker-'));
    cpSync(join(dockerFolder, 'prepare.sh'), join(folder, 'prepare.sh'));
    await prepare();
    variables = Object.fromEntries(
      read('.env')
        .split('\n')
        .filter((line) => /^\w+=/.test(line))
        .map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
    );
  });
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  const prepare = () => run('sh', [join(folder, 'prepare.sh')]);
  const read = (name: string) => readFileSync(join(folder, name), 'utf8');

  it('are made by prepare.sh: everything compose refuses to start without, each password another', () => {
    const required = [...variablesOf(cluster)].filter(([, { required }]) => required).map(([name]) => name);
    expect(required.length).toBeGreaterThan(4);
    expect(Object.keys(variables)).toEqual(expect.arrayContaining(required));
    const passwords = Object.entries(variables).flatMap(([name, value]) => (name.includes('PASSWORD') ? [value] : []));
    expect(new Set(passwords).size).toBe(passwords.length);
    for (const password of passwords) expect(password).toMatch(/^[0-9a-f]{48}$/); // as it is in an address, too
  });

  it('have keys of the kind that is asked for', () => {
    expect(createPrivateKey(read('secrets/seal-key.pem')).asymmetricKeyType).toBe('ed25519');
    expect(read('secrets/personal-master-key')).toMatch(/^[0-9a-f]{64}\n$/);
  });

  it('are kept from others on this machine', () => {
    expect(statSync(join(folder, '.env')).mode & 0o077).toBe(0);
    expect(statSync(join(folder, 'secrets')).mode & 0o077).toBe(0);
  });

  it('stay as they are when prepare.sh runs again', async () => {
    const files = ['.env', 'secrets/seal-key.pem', 'secrets/personal-master-key'];
    const before = files.map(read);
    await prepare();
    expect(files.map(read)).toEqual(before);
  });

  it.each(['LEDGER_API_PASSWORD', 'EVENTSTORE_ADMIN_PASSWORD', 'EVENT_LOG'])(
    'are refused without %s, and say what to do',
    (name) => {
      const without = Object.fromEntries(Object.entries(variables).filter(([other]) => other !== name));
      expect(() => environmentOf(single.services.api, without)).toThrow(`${name}: run docker/prepare.sh`);
    },
  );

  it.each([
    ['api', loginsOfApi, ['ledger_api_login']],
    ['worker', loginsOfWorker, ['ledger_worker_login', 'ledger_sealer_login', 'ledger_checker_login']],
  ])('are what the %s can start with: its own logins and no other', (name, loginsOfIt, expected) => {
    const { logins } = settingsFrom(environmentOf(cluster.services[name], variables));
    const urls = Object.values(loginsOfIt(logins)).filter((url): url is string => url !== undefined);
    expect([...new Set(urls.map((url) => new URL(url).username))]).toEqual(expected);
    expect(new Set(urls.map((url) => new URL(url).host + new URL(url).pathname))).toEqual(
      new Set(['postgres:5432/ledger']),
    );
  });

  it('give the owner to what ends before anything is served, and to the command of keys', () => {
    const holders = Object.entries(single.services)
      .filter(([, service]) => 'DATABASE_OWNER_URL' in environmentOf(service, variables))
      .map(([name]) => name);
    expect(holders).toEqual(['migrate', 'keys']);
  });

  it.each<[string, Compose, object]>([
    ['one node', single, { dnsDiscover: false, hosts: [{ address: 'eventstore', port: 2113 }] }],
    [
      'three nodes',
      cluster,
      { dnsDiscover: true, nodePreference: 'leader', hosts: [{ address: 'eventstore-cluster', port: 2113 }] },
    ],
  ])('have the client of the event store connect to %s by TLS, as admin', (_what, compose, expected) => {
    for (const name of ['api', 'worker']) {
      const { EVENTSTORE_URL: url = '' } = environmentOf(compose.services[name], variables);
      expect(parseConnectionString(url)).toMatchObject({
        ...expected,
        tls: true,
        tlsCAFile: '/run/eventstore/ca.crt',
        defaultCredentials: { username: 'admin', password: variables.EVENTSTORE_ADMIN_PASSWORD },
      });
      const signers = name === 'worker' ? ['signer:/data'] : [];
      expect(compose.services[name]?.volumes).toEqual(
        expect.arrayContaining([expect.stringMatching(/authority:\/run\/eventstore:ro$/), ...signers]),
      );
      expect(compose.services[name]?.volumes).toHaveLength(1 + signers.length);
    }
  });
});

describe('the image', () => {
  const text = readFileSync(join(dockerFolder, 'Dockerfile'), 'utf8');
  const ignore = readFileSync(join(dockerFolder, 'Dockerfile.dockerignore'), 'utf8');

  it('is built of what is there, and runs as nobody in particular', () => {
    expect(dockerfileFaults(text, ignore, root)).toEqual([]);
  });

  it.each(['.git', '.data', 'node_modules', 'docker/.env', 'docker/secrets/seal-key.pem'])(
    'never has %s in it',
    (path) => {
      expect(letsThrough(ignore, path)).toBe(false);
    },
  );

  it.each<[string, string, string, string]>([
    ['root', 'USER node\n', '', 'it runs as root'],
    ['a stage that is not there', '--from=build', '--from=built', 'it copies from built'],
    ['a file that is not there', 'COPY apps apps', 'COPY app app', 'it copies app, which is not there'],
    ['what the ignore file keeps out', 'COPY apps apps', 'COPY docs docs', 'which the ignore file keeps out'],
    ['a program nobody builds', 'apps/api/src/main.js', 'apps/api/src/start.js', 'which the build does not make'],
    ['a base that changes', 'node:20.20.2-bookworm-slim', 'node:20', 'a stage stands on node:20'],
    ['nobody who asks how it is', 'HEALTHCHECK', '# HEALTHCHECK', 'nothing asks whether it is well'],
    ['a word docker does not know', 'STOPSIGNAL', 'STOPSIGN', 'STOPSIGN'],
  ])('is reported with %s', (_what, from, to, sentence) => {
    expect(text).toContain(from);
    expect(dockerfileFaults(text.replaceAll(from, to), ignore, root).join('\n')).toContain(sentence);
  });
});

describe('the question whether it is well', () => {
  let server: Server;
  let status = 200;
  let url: string;
  beforeAll(async () => {
    server = createServer((_request, response) => {
      response.statusCode = status;
      response.end();
    });
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/health`;
  });
  afterAll(() => {
    server.close();
  });

  const ask = (address: string) =>
    run(process.execPath, [join(dockerFolder, 'healthcheck.cjs')], { env: { HEALTH_URL: address } }).then(
      () => 0,
      (error: unknown) => (error as { code: number }).code,
    );

  it.each([
    [200, 0],
    [204, 0],
    [503, 1],
  ])('is answered from an answer of %i by exit %i', async (answer, exit) => {
    status = answer;
    expect(await ask(url)).toBe(exit);
  });

  it('is no when nobody answers', async () => {
    expect(await ask('http://127.0.0.1:1/health')).toBe(1);
  });
});

describe('the check itself', () => {
  /** The single node's file with one service changed. */
  const withService = (name: string, change: Partial<Service>): Compose => ({
    ...single,
    services: { ...single.services, [name]: { ...single.services[name], ...change } },
  });
  const environment = (name: string, change: Record<string, string>) => ({
    environment: { ...single.services[name]?.environment, ...change },
  });

  it.each<[string, string, Partial<Service>, string]>([
    ['a volume nobody declared', 'sandbox', { volumes: ['elsewhere:/data'] }, 'the volume elsewhere'],
    ['a file that is not there', 'postgres', { volumes: ['./gone.sh:/gone.sh:ro'] }, './gone.sh, which is not there'],
    ['a network nobody declared', 'api', { networks: ['nowhere'] }, 'the network nowhere'],
    ['a secret nobody declared', 'api', { secrets: ['other'] }, 'the secret other'],
    ['a secret that is not given', 'worker', { secrets: [] }, 'worker is told of /run/secrets/seal-key'],
    ['nobody to wait for', 'worker', { depends_on: { apt: { condition: 'service_healthy' } } }, 'waits for apt'],
    [
      'waiting for the end of what does not end',
      'api',
      { depends_on: { postgres: { condition: 'service_completed_successfully' } } },
      'which it never does',
    ],
    [
      'waiting for what is not always started',
      'api',
      { depends_on: { eventstoredb: { condition: 'service_healthy' } } },
      'which is not always there',
    ],
    ['no question about its health', 'postgres', { healthcheck: undefined }, 'nothing asks whether it is'],
    ['the newest image there is', 'postgres', { image: 'postgres:latest' }, 'postgres runs whatever'],
    ['an image without a version', 'kurrentdb', { image: 'kurrentplatform/kurrentdb' }, 'kurrentdb runs whatever'],
    ['a port that is open to everybody', 'api', { ports: ['3000:3000'] }, 'opens 3000:3000 to everybody'],
    ['a port where nobody comes in', 'postgres', { ports: ['127.0.0.1:1:1'] }, 'without a way in'],
    ['root', 'postgres', { user: '0:0' }, 'postgres runs as root'],
    ['more than it needs', 'worker', { cap_drop: [] }, 'worker may do more than it needs'],
    ['a host it cannot reach', 'sandbox', environment('sandbox', { X: 'http://postgres:5432' }), 'cannot reach it'],
    ['a password in the file', 'postgres', environment('postgres', { POSTGRES_PASSWORD: 'ledger' }), 'written down'],
    [
      'a password by default',
      'postgres',
      environment('postgres', { POSTGRES_PASSWORD: '${X_PASSWORD:-x}' }),
      'may be left out',
    ],
  ])('names %s', (_what, name, change, sentence) => {
    expect(composeFaults(withService(name, change)).join('\n')).toContain(sentence);
  });

  it('fills in variables as compose does', () => {
    expect(filledIn('${A}-${B:-b}-${C:?c}', { A: '1', C: '3' })).toBe('1-b-3');
    expect(filledIn('${A}', {})).toBe('');
    expect(() => filledIn('${C:?set C}', { C: '' })).toThrow('C: set C');
  });
});
