import { Tamperer } from './audit/tampering.fixture';
import { auditLog, type AuditOptions } from './audit/audit-log';
import { ProcessMemory, type SignerMemory } from './memory/signer-memory';
import { type BranchDeclaration, branchNote, declaredBranches } from './note/branch-note';
import { checkpointIn } from './note/checkpoint';
import { ed25519Signer, newEd25519Key } from './note/ed25519-key';
import { openNote } from './note/signed-note';
import type { SealKeys } from './seal-keys';
import { openSealedLog, sealAll, type SealedLog } from './sealed-log.fixture';
import { GivenInProcess, Seals } from './seals';
import { sha256Rfc6962 as suite } from './tree/hash-suite';

/** A log of 42 signed entries that was put back to 30, and goes on: what was signed before, and what leads past it. */
const before = ed25519Signer(newEd25519Key(), 'ledger.example/before');
const after = ed25519Signer(newEd25519Key(), 'ledger.example/after');
const trusted = [before.verifier, after.verifier];
const keysAfter: SealKeys = { signer: after, known: [before.verifier] };

let ledger: SealedLog;
let memory: SignerMemory;
let [good, lost] = ['', ''];
let declared: BranchDeclaration[];
let isOpen: boolean;
const restores = { isOpen: () => Promise.resolve(isOpen), branches: () => Promise.resolve(declared) };
const signer = (keys: SealKeys) => ledger.sealer({ keys, memory, restores });
const treeIn = (note: string) => checkpointIn(openNote(note, []).text);
const given = new GivenInProcess();
const process = () => new Seals(ledger.pool, suite, trusted, given, restores);

async function signed(keys: SealKeys): Promise<string> {
  const sealer = signer(keys);
  await sealAll(sealer);
  return (await sealer.sign())?.note ?? '';
}

/** The declaration, as of a moment after the alarm. */
const declaration = (): BranchDeclaration => ({
  note: branchNote(
    { from: before.verifier.name, good: treeIn(good), lost: treeIn(lost), time: new Date().toISOString() },
    before,
    after,
  ),
  goodNote: good,
  lostNote: lost,
});

beforeEach(async () => {
  [declared, isOpen, memory] = [[], false, new ProcessMemory(false)];
  ledger = await openSealedLog();
  await ledger.append(30);
  good = await signed({ signer: before });
  await ledger.append(12);
  lost = await signed({ signer: before });
  given.write(lost);
  const database = await Tamperer.of(ledger.database.ownerUrl);
  await database.cutTail(30);
  await database.sql('DELETE FROM seal_tiles');
  await database.sql('DELETE FROM seal_checkpoints WHERE tree_size > 30');
  await database.sql('UPDATE seal_state SET tree_size = 0, last_position = 0');
  await database.close();
  await ledger.append(5);
  await sealAll(signer({ signer: before }));
});
afterEach(() => ledger.close());

describe('a log that lost signed entries', () => {
  it('is signed by nobody, be it under its name or another', async () => {
    await expect(signed({ signer: before })).rejects.toThrow('log-shorter');
    await expect(signed(keysAfter)).rejects.toThrow('origin-changed');
    await ledger.append(12);
    await expect(signed({ signer: before })).rejects.toThrow('checkpoint-contradicted');
    await expect(process().latest()).rejects.toThrow('checkpoint-contradicted');
  });

  it('goes on under the declared name after what both have, and under no other', async () => {
    const sealer = signer({ signer: before });
    await sealer.alarm.raise('log-shorter', 'as it was restored');
    declared = [declaration()];
    const head = treeIn(await signed(keysAfter));
    expect(head).toMatchObject({ origin: after.verifier.name, size: 35 });
    expect(await memory.read()).toMatchObject({ alarm: null, checkpoints: 2 });

    await ledger.append(12); // beyond what was lost
    expect(treeIn(await signed(keysAfter)).size).toBe(47);
    await expect(signed({ signer: before, known: [after.verifier] })).rejects.toThrow('origin-changed');
  });

  it('is not signed while people check it, whatever was declared', async () => {
    [declared, isOpen] = [[declaration()], true];
    await expect(signed(keysAfter)).rejects.toThrow('restore-open');
  });

  it('is not signed on an alarm that says more, or was raised later', async () => {
    const sealer = signer(keysAfter);
    declared = [declaration()];
    await sealer.alarm.raise('audit-found', 'event-altered: entry 3');
    await expect(signed(keysAfter)).rejects.toThrow('alarm-stands');
    await sealer.alarm.open();
    const later = ledger.sealer({ keys: keysAfter, memory, restores, now: () => new Date(Date.now() + 10_000) });
    await later.alarm.raise('log-shorter', 'once more');
    await expect(signed(keysAfter)).rejects.toThrow('alarm-stands');
  });

  it('is not signed when the tree does not continue what the declaration says both have', async () => {
    const database = await Tamperer.of(ledger.database.ownerUrl);
    await database.flipByte(7);
    await database.sql('DELETE FROM seal_tiles');
    await database.sql('UPDATE seal_state SET tree_size = 0, last_position = 0');
    await database.close();
    declared = [declaration()];
    await expect(signed(keysAfter)).rejects.toThrow('checkpoint-contradicted');
  });

  it('is given out again by a process that gave out what was lost', async () => {
    const other = process();
    await expect(other.latest()).rejects.toThrow('log-shorter');
    declared = [declaration()];
    expect((await other.latest())?.size).toBe(30);
    await signed(keysAfter);
    expect((await other.latest())?.size).toBe(35);
    expect((await process().latest())?.size).toBe(35);
  });
});

describe('the audit of such a log', () => {
  const audited = async (options: Partial<AuditOptions> = {}) => {
    const client = await ledger.pool.connect();
    try {
      const branches = declaredBranches(declared, trusted);
      const copies = [{ name: 'kept', note: lost }];
      return await auditLog({ log: ledger.log, client, trusted, copies, branches, ...options });
    } finally {
      client.release();
    }
  };
  const heads = [{ name: 'remembered', size: 41, root: Buffer.alloc(32) }];

  it('holds a kept checkpoint against it, whether it has grown or not', async () => {
    expect((await audited()).findings).toMatchObject([{ code: 'checkpoint-beyond-log' }]);
    await ledger.append(20);
    await sealAll(signer(keysAfter));
    expect((await audited()).findings).toMatchObject([{ code: 'checkpoint-contradicted' }]);
  });

  it('follows the declaration, and names what was given up', async () => {
    declared = [declaration()];
    await signed(keysAfter);
    expect(await audited({ heads })).toMatchObject({ findings: [], givenUp: ['remembered', 'kept'], signed: 35 });
    await ledger.append(20);
    await signed(keysAfter);
    expect(await audited({ heads })).toMatchObject({ findings: [], givenUp: ['remembered', 'kept'], signed: 55 });
  });

  it('is not led past what was signed before both histories parted', async () => {
    declared = [declaration()];
    await signed(keysAfter);
    const database = await Tamperer.of(ledger.database.ownerUrl);
    await database.flipByte(7);
    await database.close();
    expect((await audited()).first).toMatchObject({ code: 'event-altered', entry: 6 });
  });

  it('believes no declaration whose keys are not trusted', async () => {
    declared = [declaration()];
    const branches = declaredBranches(declared, [before.verifier]);
    expect((await audited({ branches })).findings).toMatchObject([{ code: 'checkpoint-beyond-log' }]);
  });
});
