// Runs beside a test run: node postgres.watchdog.cjs SERVER_HOME FOLDER. When standard input ends (the run is over, or was killed) it
// stops the server, if it still runs, and removes both folders.
const { readFileSync, rmSync } = require('node:fs');
const { join } = require('node:path');
const { setTimeout } = require('node:timers');

const folders = process.argv.slice(2);
const serverPid = () => {
  try {
    return Number.parseInt(readFileSync(join(folders[0], 'cluster', 'data', 'postmaster.pid'), 'utf8'), 10);
  } catch {
    return undefined;
  }
};

function removeWhenStopped(attempt) {
  if (serverPid() !== undefined && attempt < 600) return setTimeout(removeWhenStopped, 50, attempt + 1);
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
}

process.stdin.resume().on('end', () => {
  const pid = serverPid();
  if (pid !== undefined) process.kill(pid, 'SIGINT');
  removeWhenStopped(0);
});
