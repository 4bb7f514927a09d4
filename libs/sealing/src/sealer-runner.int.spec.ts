import { Pool } from 'pg';
import { comesTrue } from '../../../test/support/eventually';
import { ProcessMemory } from './memory/signer-memory';
import { ed25519Signer, newEd25519Key } from './note/ed25519-key';
import { openSealedLog, type SealedLog } from './sealed-log.fixture';
import { SealerRunner, type SealerRunnerOptions } from './sealer-runner';
import { Seals } from './seals';

const keys = { signer: ed25519Signer(newEd25519Key(), 'ledger.example/runner') };

let ledger: SealedLog;
let seals: Seals;
let running: SealerRunner[] = [];
beforeEach(async () => {
  ledger = await openSealedLog();
  seals = new Seals(ledger.pool);
});
afterEach(async () => {
  await Promise.all(running.map((runner) => runner.stop()));
  running = [];
  await ledger.close();
});

function run(options: Partial<SealerRunnerOptions> = {}): Error[] {
  const troubles: Error[] = [];
  const { pool, log } = ledger;
  const sealer = ledger.sealer({ keys, batchSize: 20 });
  const onTrouble = (error: Error) => troubles.push(error);
  const runner = new SealerRunner({ pool, log, sealer, onTrouble, pollMs: 10, restMs: 1, ...options });
  runner.start();
  running.push(runner);
  return troubles;
}

const sealed = (size: number) => comesTrue(async () => (await seals.state()).size === size);
const signed = (size: number) => comesTrue(async () => (await seals.latest())?.size === size);

describe('a runner', () => {
  it('seals what is there and what comes, and signs it', async () => {
    await ledger.append(50);
    const troubles = run({ signEveryMs: 0 });
    await signed(50);
    await ledger.append(30);
    await signed(80);
    expect(troubles).toEqual([]);
  });

  it('signs no second checkpoint before its time', async () => {
    run({ signEveryMs: 3_600_000 });
    await ledger.append(5);
    await signed(5);
    await ledger.append(5);
    await sealed(10);
    expect((await seals.latest())?.size).toBe(5);
  });

  it('beside others, in other processes, makes one tree', async () => {
    const memory = new ProcessMemory(); // the signer's; the file of a deployment lets one process have it at a time
    const another = () => run({ sealer: ledger.sealer({ keys, memory, batchSize: 20 }), signEveryMs: 0 });
    const troubles = [another(), another(), another()];
    for (let round = 0; round < 5; round++) await ledger.append(17);
    await signed(85);
    expect(troubles.flat()).toEqual([]);
  });

  it('finishes its batch when it is told to stop', async () => {
    await ledger.append(50);
    run();
    await running[0]?.stop();
    const { size } = await seals.state();
    expect(size % 20 === 0 || size === 50).toBe(true);
  });

  it('says why it stands still; when the log is as it was it seals, and signs only after the alarm was opened', async () => {
    await ledger.append(5);
    const sealer = ledger.sealer({ keys, batchSize: 20 });
    const troubles = run({ sealer, signEveryMs: 0 });
    await signed(5);
    const owner = new Pool({ connectionString: ledger.database.ownerUrl });
    await owner.query('ALTER TABLE ledger_events DISABLE TRIGGER USER');
    const rename = (name: string) => owner.query('UPDATE ledger_events SET actor_name = $1 WHERE position = 5', [name]);
    await rename('somebody else');
    await comesTrue(async () => (await seals.state()).stoppedBy?.startsWith('log-changed') ?? false);
    expect(troubles[0]?.message).toMatch(/^log-changed: entry 4 at position 5/);

    await rename('王警官');
    await ledger.append(1);
    await sealed(6);
    await comesTrue(async () => (await seals.state()).stoppedBy?.startsWith('alarm-stands: log-changed') ?? false);
    await ledger.sealer().sealNext(); // of another process: it clears what passes, never the alarm
    expect((await seals.state()).alarm).toMatch(/^log-changed/);
    await owner.query('UPDATE seal_state SET alarm = NULL');
    await comesTrue(async () => (await seals.state()).alarm?.startsWith('log-changed') ?? false); // said again
    expect((await seals.latest())?.size).toBe(5);

    await sealer.alarm.open();
    await signed(6);
    await owner.end();
  });
});
