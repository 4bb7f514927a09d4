import 'reflect-metadata';
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import type { Role } from '../../libs/ledger/src/access/access-table';
import { LedgerProcess } from '../support/ledger-process';
import { fuzz, type FuzzTarget } from './fuzz';

/**
 * `npm run fuzz -- --seed N --count N [--url http://… --keys .data/keys.json]`. Without an address: against a ledger of its own.
 * Prints what came; exit 1 on an answer that must not be, or when a record was taken in that cannot be followed.
 */
async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      seed: { type: 'string', default: '1' },
      count: { type: 'string', default: '5000' },
      url: { type: 'string' },
      keys: { type: 'string', default: '.data/keys.json' },
    },
  });
  const [seed, count] = [Number(values.seed), Number(values.count)];
  if (!Number.isInteger(seed) || !Number.isInteger(count) || count < 1) {
    console.error('usage: npm run fuzz -- --seed N --count N [--url http://… --keys FILE]');
    return 2;
  }
  const { url } = values;
  if (url !== undefined) return report(await fuzz({ url, keyOf: keysIn(values.keys) }, seed, count));
  const ledger = await LedgerProcess.start();
  try {
    return report(await fuzz({ url: ledger.url, keyOf: (role) => ledger.key(role) }, seed, count));
  } finally {
    await ledger.remove();
  }
}

function keysIn(file: string): FuzzTarget['keyOf'] {
  const keys = JSON.parse(readFileSync(file, 'utf8')) as Record<Role, string>;
  return (role) => keys[role];
}

function report({ counts, faults, degraded, slowestMs }: Awaited<ReturnType<typeof fuzz>>): number {
  console.log(JSON.stringify({ counts, slowestMs }, null, 2));
  for (const fault of faults) console.log(`fault: ${fault}`);
  for (const one of degraded) console.log(`degraded: ${one}`);
  console.log(faults.length === 0 ? 'every answer was meant' : `${faults.length} faults`);
  return faults.length + degraded.length === 0 ? 0 : 1;
}

main().then(
  (code) => (process.exitCode = code),
  (error: unknown) => {
    console.error(error);
    process.exitCode = 1;
  },
);
