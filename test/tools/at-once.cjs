// Runs scripts of package.json at the same time: `node test/tools/at-once.cjs typecheck lint build`. What each says comes when it
// is over, so that it stands together. Exit 1 when one of them fails; the others are let come to their end and say theirs, too.
const { Buffer } = require('node:buffer');
const { spawn } = require('node:child_process');

const run = (script) =>
  new Promise((resolve) => {
    const startedAt = Date.now();
    const child = spawn('npm', ['run', '--silent', script], { stdio: ['ignore', 'pipe', 'pipe'] });
    const said = [];
    child.stdout.on('data', (piece) => said.push(piece));
    child.stderr.on('data', (piece) => said.push(piece));
    child.on('error', (error) => said.push(Buffer.from(`${error.message}\n`)));
    child.on('close', (code) => {
      const seconds = ((Date.now() - startedAt) / 1000).toFixed(0);
      process.stdout.write(Buffer.concat(said));
      process.stdout.write(`${script}: ${code === 0 ? 'passed' : 'FAILED'} in ${seconds} s\n`);
      resolve(code === 0);
    });
  });

Promise.all(process.argv.slice(2).map(run)).then((passed) => {
  process.exitCode = passed.every(Boolean) ? 0 : 1;
});
