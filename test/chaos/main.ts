import 'reflect-metadata';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { chosenBodies } from './bodies';
import { PLANTS } from './plant';
import { chaos } from './run';

const usage = `usage: npm run chaos -- [--records N] [--seed S] [--bodies name[:mode],…] [--plant ${PLANTS.join('|')}]`;

/** `npm run chaos -- --records N --seed S`. Exit 1 when a body does not hold what the log says, or got it out of order. */
async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      records: { type: 'string', default: '10000' },
      seed: { type: 'string', default: '1' },
      bodies: { type: 'string' },
      plant: { type: 'string' },
    },
  });
  const [records, seed] = [Number(values.records), Number(values.seed)];
  const plant = PLANTS.find((one) => one === values.plant);
  if (!Number.isInteger(records) || records < 1 || !Number.isInteger(seed) || (values.plant !== undefined && !plant)) {
    console.error(usage);
    return 2;
  }
  const bodies = chosenBodies(values.bodies);
  const folder = await mkdtemp(join(tmpdir(), 'ledger-chaos-'));
  await chmod(folder, 0o755); // as root, the server runs as another user
  const startedAt = performance.now();
  try {
    const { counts, found } = await chaos({
      folder,
      records,
      seed,
      bodies,
      plant,
      onFault: (fault, done) => {
        console.log(`after ${done} papers: ${fault}`);
      },
      onStand: (stand) => {
        console.log(`coming to rest: ${JSON.stringify(stand)}`);
      },
    });
    console.log(
      JSON.stringify({ seed, seconds: Math.round((performance.now() - startedAt) / 1_000), ...counts }, null, 2),
    );
    for (const sentence of found.slice(0, 100)) console.log(`fault: ${sentence}`);
    console.log(found.length === 0 ? 'each body holds what the log says, in order, once' : `${found.length} faults`);
    return found.length === 0 ? 0 : 1;
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
