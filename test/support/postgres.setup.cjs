// Jest's globalSetup of the projects that need PostgreSQL: one server per run, in a temporary folder, without
// durability. Its superuser URL is in TEST_POSTGRES_URL (the workers inherit it). What initdb made, once, is kept in
// TEST_PREPARED_CLUSTER: a ledger that is started as a process of its own begins with a copy. Jest may call this once per project.
const { execFileSync, spawn } = require('node:child_process');
const { chmod, mkdir, mkdtemp } = require('node:fs/promises');
const { tmpdir } = require('node:os');
const { join } = require('node:path');
// Jest compiles what a globalSetup requires.
const { startEmbeddedPostgres } = require('../../libs/embedded-postgres/src/index.ts');
const { prepareCluster } = require('../../libs/embedded-postgres/src/prepared.fixture.ts');

module.exports = async () => {
  globalThis.testPostgres ??= { users: 0, started: start() };
  globalThis.testPostgres.users += 1;
  const { server, prepared } = await globalThis.testPostgres.started;
  process.env.TEST_POSTGRES_URL = server.superuserUrl;
  process.env.TEST_PREPARED_CLUSTER = prepared;
};

async function start() {
  const folder = await mkdtemp(join(tmpdir(), 'ledger-test-'));
  await chmod(folder, 0o755); // as root the server's user must get in
  const prepared = await prepareCluster(join(folder, 'prepared'));
  const dataDir = join(folder, 'postgres');
  await mkdir(dataDir);
  execFileSync('cp', ['-a', prepared, dataDir]);
  const server = await startEmbeddedPostgres({ dataDir, durable: false });
  // Notices when this process ends, however it ends, by the end of its standard input.
  const watchdog = spawn(process.execPath, [join(__dirname, 'postgres.watchdog.cjs'), server.home, folder], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  watchdog.unref();
  watchdog.stdin.unref();
  return { server, watchdog, prepared };
}
