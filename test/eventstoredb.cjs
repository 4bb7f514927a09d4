// The contract of the log, and the acceptance journeys of the whole ledger, on a real EventStoreDB or KurrentDB:
//   EVENTSTORE_URL=esdb://… npm run test:eventstoredb
// Every run writes streams of its own names and reads no others; what it wrote stays on the server.
const { spawnSync } = require('node:child_process');

if (!process.env.EVENTSTORE_URL) {
  process.stderr.write(
    'EVENTSTORE_URL is not set: EVENTSTORE_URL=esdb://127.0.0.1:2113?tls=false npm run test:eventstoredb\n',
  );
  process.exit(1);
}
// A server to test against lets everybody do everything, as a rule.
const env = { EVENTSTORE_UNGUARDED: 'yes', ...process.env, EVENT_LOG: 'eventstoredb' };
const run = (args) => spawnSync(process.execPath, args, { stdio: 'inherit', env }).status ?? 1;

const built = run([require.resolve('./tools/build.cjs')]);
process.exit(
  built ||
    run([
      require.resolve('jest/bin/jest'),
      ...['--selectProjects', 'unit', 'acceptance'],
      ...['--testPathPatterns', 'src/eventstoredb/eventstoredb-event-log.spec', 'test/acceptance/'],
    ]),
);
