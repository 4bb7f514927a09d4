import type { LedgerProcess } from './ledger-process';

/**
 * The last step of a journey: everything it has left is derived again from the raw log. Leaves, tree and signed checkpoints are
 * what was sealed, up to the last event; every read model is what a replay arrives at.
 */
export function endsVerified(ledger: () => LedgerProcess): void {
  it('ends with a log whose seals hold, and read models that a replay arrives at', async () => {
    const checkpoint = await fetch(`${ledger().url}/seals/checkpoints`, {
      method: 'POST',
      headers: { authorization: `Bearer ${ledger().key('operator')}` },
    });
    expect(checkpoint.status).toBe(200);
    // Somebody who was told the key when the ledger began.
    const keys = await fetch(`${ledger().url}/seals/keys`, {
      headers: { authorization: `Bearer ${ledger().key('auditor')}` },
    });
    const { current } = (await keys.json()) as { current: string };
    const { code, said } = await ledger().run('dist/apps/cli/src/ledger-verify.js', { SEAL_VKEYS: current });
    expect({ code, said }).toEqual({ code: 0, said: expect.stringContaining('全部一致') as string });
  }, 60_000);
}
