import 'reflect-metadata';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { chosenBodies } from './bodies';
import { diceOf } from './dice';
import { PLANTS } from './plant';
import { chaos } from './run';

const usage = `usage: npm run chaos -- [--records N] [--seed S] [--bodies name[:mode[/another]],…] [--plant ${PLANTS.join('|')}] [--logs folder]`;

/** `npm run chaos -- --records N --seed S`. Exit 1 when a body does not hold what the log says, or got it out of order, or a planted fault is not seen. */
async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      records: { type: 'string', default: '10000' },
      seed: { type: 'string', default: '1' },
      bodies: { type: 'string' },
      plant: { type: 'string' },
      logs: { type: 'string' },
    },
  });
  const [records, seed] = [Number(values.records), Number(values.seed)];
  const plant = PLANTS.find((one) => one === values.plant);
  if (!Number.isInteger(records) || records < 1 || !Number.isInteger(seed) || (values.plant !== undefined && !plant)) {
    console.error(usage);
    return 2;
  }
  const bodies = chosenBodies(values.bodies, diceOf(seed));
  console.log(bodies.map(({ id, mode, then }) => `${id}:${mode.name}${then ? `/${then.name}` : ''}`).join(','));
  const folder = await mkdtemp(join(tmpdir(), 'ledger-chaos-'));
  await chmod(folder, 0o755); // as root, the server runs as another user
  const startedAt = performance.now();
  const say = (words: string): void => {
    console.log(`${((performance.now() - startedAt) / 1_000).toFixed(1)} s ${words}`);
  };
  try {
    const { counts, found } = await chaos({
      folder,
      records,
      seed,
      bodies,
      plant,
      logs: values.logs,
      onFault: (fault, done) => {
        say(`after ${done} papers: ${fault}`);
      },
      onStand: (stand) => {
        say(`coming to rest: ${JSON.stringify(stand)}`);
      },
    });
    console.log(JSON.stringify({ seed, ...counts }, null, 2));
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
