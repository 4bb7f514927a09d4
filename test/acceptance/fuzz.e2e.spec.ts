import { fuzz } from '../fuzz/fuzz';
import { LedgerProcess } from '../support/ledger-process';

/** FUZZ_COUNT=100000 FUZZ_SEED=7 for a long run; `npm run fuzz` says more. */
const count = Number(process.env.FUZZ_COUNT ?? 1_500);
const seed = Number(process.env.FUZZ_SEED ?? 1);

let ledger: LedgerProcess;
beforeAll(async () => {
  ledger = await LedgerProcess.start();
});
afterAll(() => ledger.remove());

it(
  `answers ${count} requests of all kinds, each as it is meant`,
  async () => {
    const { counts, faults, degraded } = await fuzz(
      { url: ledger.url, keyOf: (role) => ledger.key(role) },
      seed,
      count,
    );
    expect(faults).toEqual([]);
    expect(degraded).toEqual([]);
    expect(Object.values(counts).reduce((sum, one) => sum + one, 0)).toBe(count);
    expect(counts[400]).toBeGreaterThan(count / 10);
    expect(counts[201]).toBeGreaterThan(0);
  },
  60_000 + 100 * count,
);
