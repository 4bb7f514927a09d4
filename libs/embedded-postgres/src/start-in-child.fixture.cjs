// A process of its own that starts the server of a data folder, says so, and stays until it is killed or told to stop:
//   node start-in-child.fixture.cjs DATA_DIR   ->  one line of JSON; stops the server when its standard input ends
const { readFileSync } = require('node:fs');
const { transformSync } = require('@swc/core');

require.extensions['.ts'] = (module, filename) => {
  const options = {
    filename,
    swcrc: false,
    module: { type: 'commonjs' },
    jsc: { target: 'es2023', parser: { syntax: 'typescript' } },
  };
  module._compile(transformSync(readFileSync(filename, 'utf8'), options).code, filename);
};
const { startEmbeddedPostgres } = require('./index.ts');

startEmbeddedPostgres({ dataDir: process.argv[2] }).then(
  (server) => {
    process.stdout.write(JSON.stringify({ pid: server.pid, adopted: server.adopted, url: server.superuserUrl }) + '\n');
    process.stdin.on('end', () => void server.stop()).resume();
  },
  (error) => {
    process.stderr.write(String(error) + '\n');
    process.exitCode = 1;
  },
);
