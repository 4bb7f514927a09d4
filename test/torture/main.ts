import 'reflect-metadata';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { torture } from './torture';

/** `npm run torture -- --rounds N`. Prints its counts; exit 1 on any loss, double, gap, fork or difference. */
async function main(): Promise<number> {
  const { values } = parseArgs({ options: { rounds: { type: 'string', default: '200' } } });
  const rounds = Number(values.rounds);
  if (!Number.isInteger(rounds) || rounds < 1) {
    console.error('usage: npm run torture -- --rounds N');
    return 2;
  }
  const folder = await mkdtemp(join(tmpdir(), 'ledger-torture-'));
  await chmod(folder, 0o755); // as root, the server runs as another user
  try {
    const { counts, faults } = await torture({
      folder,
      rounds,
      onRound: (round, sofar) => {
        if (round % 10 === 0) console.log(`round ${round}: ${JSON.stringify(sofar)}`);
      },
    });
    console.log(JSON.stringify(counts, null, 2));
    for (const fault of faults) console.log(`fault: ${fault}`);
    console.log(faults.length === 0 ? 'nothing lost, nothing doubled, no gap, no fork' : `${faults.length} faults`);
    return faults.length === 0 ? 0 : 1;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

main().then(
  (code) => (process.exitCode = code),
  (error: unknown) => {
    console.error(error);
    process.exitCode = 1;
  },
);
