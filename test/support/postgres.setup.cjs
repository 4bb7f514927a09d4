// Jest's globalSetup of the projects that need PostgreSQL: one server per run, in a temporary folder, without
// durability. Its superuser URL is in TEST_POSTGRES_URL (the workers inherit it). Jest may call this once per project.
const { spawn } = require('node:child_process');
const { chmod, mkdtemp } = require('node:fs/promises');
const { tmpdir } = require('node:os');
const { join } = require('node:path');
const { startEmbeddedPostgres } = require('../../libs/embedded-postgres/src/index.ts'); // Jest compiles what a globalSetup requires

module.exports = async () => {
  globalThis.testPostgres ??= { users: 0, started: start() };
  globalThis.testPostgres.users += 1;
  process.env.TEST_POSTGRES_URL = (await globalThis.testPostgres.started).server.superuserUrl;
};

async function start() {
  const folder = await mkdtemp(join(tmpdir(), 'ledger-test-'));
  await chmod(folder, 0o755); // as root the server's user must get in
  const server = await startEmbeddedPostgres({ dataDir: join(folder, 'postgres'), durable: false });
  // Notices when this process ends, however it ends, by the end of its standard input.
  const watchdog = spawn(process.execPath, [join(__dirname, 'postgres.watchdog.cjs'), server.home, folder], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  watchdog.unref();
  watchdog.stdin.unref();
  return { server, watchdog };
}
