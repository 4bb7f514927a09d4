import { randomUUID } from 'node:crypto';
import { type EventLog, pageBytesMax } from '@app/event-store';
import { Pool, type PoolClient } from 'pg';
import { appendUnseen } from '../../../test/support/append-unseen';
import { aRegistration } from '../../../test/support/ledger-events';
import { checkpointIn } from './note/checkpoint';
import { ed25519Signer, newEd25519Key } from './note/ed25519-key';
import { openNote } from './note/signed-note';
import { ProcessMemory, type SignerMemory } from './memory/signer-memory';
import { leavesOf, openSealedLog, sealAll, type SealedLog } from './sealed-log.fixture';
import { Seals } from './seals';
import type { SealKeys } from './seal-keys';
import type { SealerOptions } from './sealer';
import { sha256Rfc6962 as suite } from './tree/hash-suite';
import { naive } from './tree/naive-tree.fixture';
import { provesConsistency, provesInclusion } from './tree/proofs';

const keyOf = (name: string): SealKeys => ({ signer: ed25519Signer(newEd25519Key(), name) });
const keys = keyOf('ledger.example/sealer');

let ledger: SealedLog;
let owner: Pool;
let seals: Seals;
beforeEach(async () => {
  ledger = await openSealedLog();
  owner = new Pool({ connectionString: ledger.database.ownerUrl });
  seals = new Seals(ledger.pool);
});
afterEach(async () => {
  await owner.end();
  await ledger.close();
});

/** In what the tree is not the tree of the log: size, positions, root, proofs of the entries at both ends and between. */
async function faultsOfTree(): Promise<string[]> {
  const leaves = await leavesOf(ledger.log);
  const events = await ledger.log.readAll({ after: 0, limit: 100_000 });
  const { size, lastPosition } = await seals.state();
  if (size !== leaves.length || lastPosition !== events.at(-1)?.position) return [`size ${size}, last ${lastPosition}`];
  const root = naive.root(leaves);
  const faults: string[] = [];
  for (const entry of new Set([0, 1, size >> 1, size - 2, size - 1])) {
    const found = await seals.inclusion(entry, size);
    if (!found.root.equals(root) || !provesInclusion(suite, found)) faults.push(`proof of ${entry}`);
    if (!leaves[entry]?.equals(found.leaf)) faults.push(`leaf of ${entry}`);
    if (found.position !== events[entry]?.position) faults.push(`position of ${entry}`);
    if ((await seals.entryAt(found.position)) !== entry) faults.push(`entry at ${found.position}`);
  }
  return faults;
}

describe('sealing', () => {
  it('gives every event its entry number, however the log is cut into batches', async () => {
    await ledger.append(600);
    const sealer = ledger.sealer({ batchSize: 97 });
    await sealAll(sealer);
    expect(await faultsOfTree()).toEqual([]);

    for (const count of [1, 1, 255, 3]) {
      await ledger.append(count);
      await sealAll(sealer);
      expect(await faultsOfTree()).toEqual([]);
    }
  });

  it('goes on behind an event that is a page of the log by itself', async () => {
    const large = { ...aRegistration(), data: Buffer.from(`"${'x'.repeat(pageBytesMax)}"`) };
    await ledger.append(2);
    await appendUnseen(ledger.pool, 'large-1', { ...large, id: randomUUID() });
    await sealAll(ledger.sealer());
    expect(await seals.state()).toMatchObject({ size: 3 });

    await ledger.append(1);
    await appendUnseen(ledger.pool, 'large-2', { ...large, id: randomUUID() });
    await appendUnseen(ledger.pool, 'large-3', { ...large, id: randomUUID() });
    await ledger.append(2);
    await sealAll(ledger.sealer());
    expect(await seals.state()).toMatchObject({ size: 8, lastPosition: 8 });
  });

  it('goes on in another process where one ended', async () => {
    await ledger.append(300);
    await ledger.sealer({ batchSize: 100 }).sealNext();
    await ledger.sealer({ batchSize: 7 }).sealNext();
    await sealAll(ledger.sealer());
    expect(await faultsOfTree()).toEqual([]);
  });

  it('of several processes at once makes one tree: they take turns', async () => {
    await ledger.append(700);
    const sealers = Array.from({ length: 4 }, () => ledger.sealer({ batchSize: 40 }));
    await Promise.all([...sealers.map(sealAll), ledger.append(200)]);
    await sealAll(ledger.sealer());
    expect(await faultsOfTree()).toEqual([]);
  });

  it('has caught up only with a page that was read after the batch began, not with one read ahead', async () => {
    await ledger.append(100);
    const sealer = ledger.sealer({ batchSize: 100 });
    expect(await sealer.sealNext()).toBe(true); // and reads ahead, where there is nothing yet
    await ledger.append(1);
    await sealAll(sealer);
    expect(await seals.state()).toMatchObject({ size: 101 });
  });

  it('writes tiles, never a row per event', async () => {
    await ledger.append(600);
    await sealAll(ledger.sealer());
    const { rows } = await ledger.pool.query('SELECT level, number::int FROM seal_tiles ORDER BY level, number');
    expect(rows).toEqual([
      { level: 0, number: 0 },
      { level: 0, number: 1 },
      { level: 0, number: 2 },
      { level: 1, number: 0 },
    ]);
  });

  it('of an empty log is nothing, and nothing is signed', async () => {
    const sealer = ledger.sealer({ keys });
    expect(await sealer.sealNext()).toBe(false);
    expect(await sealer.sign()).toBeUndefined();
    expect(await seals.state()).toMatchObject({ size: 0, lastPosition: 0, stoppedBy: null });
    expect((await seals.state()).caughtUpAt).not.toBeNull();
  });

  it('numbers entries without gaps, also where positions have them', async () => {
    await ledger.append(270);
    const sparse: EventLog = Object.assign(Object.create(ledger.log) as EventLog, {
      readAll: async ({ after, limit }: { after: number; limit: number }) => {
        const page = await ledger.log.readAll({ after: Math.floor(after / 1_000), limit });
        return page.map((event) => ({ ...event, position: event.position * 1_000 + (event.position % 7) }));
      },
    });
    await sealAll(ledger.sealer({ log: sparse, batchSize: 100 }));

    expect(await seals.state()).toMatchObject({ size: 270, lastPosition: 270_004 });
    expect(await Promise.all([1_001, 257_005, 270_004, 2_000].map((at) => seals.entryAt(at)))).toEqual([
      0,
      256,
      269,
      undefined,
    ]);
    expect(await seals.inclusion(256, 270)).toMatchObject({ position: 257_005 });
  });

  it('knows the entry of a position, and of no other', async () => {
    await ledger.append(10);
    await sealAll(ledger.sealer());
    expect(await Promise.all([0, 1, 10, 11].map((position) => seals.entryAt(position)))).toEqual([
      undefined,
      0,
      9,
      undefined,
    ]);
  });
});

describe('a batch that does not come to its end', () => {
  /** A pool whose next commit does what the test says. */
  const withCommit = (commit: (client: PoolClient) => Promise<unknown>): Pool => {
    let done = false;
    const connect = async () => {
      const client = await ledger.pool.connect();
      const query = client.query.bind(client) as (...args: unknown[]) => Promise<unknown>;
      const wrapped = Object.create(client) as PoolClient;
      Object.assign(wrapped, {
        query: (...args: unknown[]) => {
          if (args[0] !== 'COMMIT' || done) return query(...args);
          done = true;
          return commit(client);
        },
        on: client.on.bind(client),
        off: client.off.bind(client),
        release: client.release.bind(client),
      });
      return wrapped;
    };
    return { connect } as unknown as Pool;
  };

  it('failed: nothing is sealed, and it is sealed the next time', async () => {
    await ledger.append(300);
    const sealer = ledger.sealer({ pool: withCommit(() => Promise.reject(new Error('plug pulled'))) });

    await expect(sealer.sealNext()).rejects.toThrow('plug pulled');
    expect(await seals.state()).toMatchObject({ size: 0 });
    await sealAll(sealer);
    expect(await faultsOfTree()).toEqual([]);
  });

  it('happened but the answer was lost: nothing is sealed twice', async () => {
    await ledger.append(300);
    const pool = withCommit(async (client) => {
      await client.query('COMMIT');
      throw new Error('connection lost');
    });
    const sealer = ledger.sealer({ pool, batchSize: 100 });

    await expect(sealer.sealNext()).rejects.toThrow('connection lost');
    expect(await seals.state()).toMatchObject({ size: 100 });
    await sealAll(sealer);
    expect(await faultsOfTree()).toEqual([]);
  });

  it('because the server process was killed in the middle: nothing is half there', async () => {
    await ledger.append(300);
    const pool = withCommit((client) => client.query('SELECT pg_terminate_backend(pg_backend_pid())'));
    const sealer = ledger.sealer({ pool, batchSize: 100 });

    await expect(sealer.sealNext()).rejects.toThrow();
    await sealAll(sealer);
    expect(await faultsOfTree()).toEqual([]);
  });
});

describe('a checkpoint', () => {
  it('is signed for the tree as it stands, and kept', async () => {
    await ledger.append(5);
    const sealer = ledger.sealer({ keys, now: () => new Date('2026-11-25T01:00:00.000Z') });
    await sealAll(sealer);
    const signed = await sealer.sign();

    const { text, signedBy } = openNote(signed?.note ?? '', keys.signer ? [keys.signer.verifier] : []);
    expect(signedBy).toHaveLength(1);
    expect(checkpointIn(text)).toEqual({
      origin: 'ledger.example/sealer',
      size: 5,
      root: naive.root(await leavesOf(ledger.log)),
      suite: 'sha256-rfc6962',
      scheme: 'ed25519',
      time: '2026-11-25T01:00:00.000Z',
    });
    expect(await seals.latest()).toEqual(signed);
    expect((await seals.keys()).map(({ vkey }) => vkey)).toEqual([keys.signer?.verifier.vkey]);
  });

  it('proves the one before', async () => {
    const sealer = ledger.sealer({ keys });
    const heads = [];
    for (const count of [3, 253, 1, 300]) {
      await ledger.append(count);
      await sealAll(sealer);
      heads.push(checkpointIn(openNote((await sealer.sign())?.note ?? '', []).text));
    }
    for (const [index, head] of heads.entries()) {
      const before = heads[index - 1];
      if (!before) continue;
      const { fromRoot, toRoot, proof } = await seals.consistency(before.size, head.size);
      expect([fromRoot, toRoot]).toEqual([before.root, head.root]);
      expect(provesConsistency(suite, { from: before.size, to: head.size, fromRoot, toRoot, proof })).toBe(true);
    }
  });

  it('is not signed again for the same tree, nor too soon; at once when asked for', async () => {
    let now = Date.parse('2026-11-25T01:00:00.000Z');
    const sealer = ledger.sealer({ keys, now: () => new Date(now) });
    await ledger.append(1);
    await sealAll(sealer);
    const first = await sealer.sign(60_000);
    now += 120_000;
    expect(await sealer.sign(60_000)).toEqual(first);
    await ledger.append(1);
    await sealAll(sealer);
    expect((await sealer.sign(180_000))?.size).toBe(1);
    expect((await sealer.sign(120_000))?.size).toBe(2);
    await ledger.append(1);
    await sealAll(sealer);
    expect((await sealer.sign())?.size).toBe(3);
  });

  it('never goes back in time, whatever the clocks of the processes say', async () => {
    await ledger.append(1);
    await sealAll(ledger.sealer());
    const at = (time: string) => ledger.sealer({ keys, now: () => new Date(time) });
    await at('2026-11-25T01:00:05.000Z').sign();
    await ledger.append(1);
    await sealAll(ledger.sealer());
    const second = await at('2026-11-25T01:00:00.000Z').sign();
    expect(second).toMatchObject({ size: 2, signedAt: new Date('2026-11-25T01:00:05.000Z') });
  });

  it('is signed anew when the key changes; the old one can still be verified', async () => {
    await ledger.append(2);
    await sealAll(ledger.sealer());
    await ledger.sealer({ keys }).sign();
    const renewed = keyOf('ledger.example/sealer');
    const signed = await ledger.sealer({ keys: renewed }).sign();

    expect(signed?.keyId).toBe(renewed.signer?.verifier.keyId);
    expect((await ledger.sealer({ keys }).sign())?.keyId).toBe(keys.signer?.verifier.keyId); // once each, no more
    const known = await seals.keys();
    expect(known.map(({ vkey }) => vkey)).toEqual([keys.signer?.verifier.vkey, renewed.signer?.verifier.vkey]);
    const { rows } = await ledger.pool.query<{ note: string }>('SELECT note FROM seal_checkpoints');
    expect(rows.map(({ note }) => openNote(note, known).signedBy.length)).toEqual([1, 1]);
  });

  it('is not signed without a key; the tree grows all the same', async () => {
    await ledger.append(2);
    const sealer = ledger.sealer();
    await sealAll(sealer);
    expect(await sealer.sign()).toBeUndefined();
    expect(await faultsOfTree()).toEqual([]);
  });
});

describe('what was sealed stays sealed', () => {
  beforeEach(async () => {
    await ledger.append(300);
    const sealer = ledger.sealer({ keys });
    await sealAll(sealer);
    await sealer.sign();
  });

  it.each([
    ["UPDATE seal_tiles SET hashes = overlay(hashes placing decode(repeat('00', 32), 'hex') from 1) WHERE number = 0"],
    ['UPDATE seal_tiles SET positions[1] = 7 WHERE level = 0 AND number = 1'],
    ['UPDATE seal_tiles SET hashes = substring(hashes from 1 for 32), positions = positions[1:1] WHERE level = 0'],
    ['DELETE FROM seal_tiles'],
    ['TRUNCATE seal_tiles'],
    ['UPDATE seal_checkpoints SET note = note'],
    ['DELETE FROM seal_checkpoints'],
    ['DELETE FROM seal_keys'],
  ])('even to the owner: %s', async (statement) => {
    await expect(owner.query(statement)).rejects.toThrow(/append-only/);
  });

  it.each(['DELETE FROM seal_tiles', 'UPDATE seal_checkpoints SET note = note', 'DELETE FROM seal_state'])(
    'to the application, which has no right to it: %s',
    async (statement) => {
      await expect(ledger.pool.query(statement)).rejects.toThrow(/permission denied/);
    },
  );
});

describe('a sealer under whom something was changed', () => {
  const change = async (statement: string) => {
    await owner.query('ALTER TABLE ledger_events DISABLE TRIGGER USER');
    await owner.query('ALTER TABLE seal_tiles DISABLE TRIGGER USER');
    await owner.query('ALTER TABLE seal_checkpoints DISABLE TRIGGER USER');
    await owner.query('ALTER TABLE seal_keys DISABLE TRIGGER USER');
    await owner.query(statement);
  };
  const turnTile = `UPDATE seal_tiles SET hashes = set_byte(hashes, 0, get_byte(hashes, 0) # 1) WHERE level = 1`;
  let memory: SignerMemory;
  /** As a process that starts again: it knows what its memory knows. */
  const restarted = (options: Partial<SealerOptions> = {}) => ledger.sealer({ keys, memory, ...options });
  beforeEach(async () => {
    memory = new ProcessMemory(false);
    await ledger.append(300);
    const sealer = restarted();
    await sealAll(sealer);
    await sealer.sign();
  });

  it.each([
    ['the last event was altered', `UPDATE ledger_events SET actor_name = 'x' WHERE position = 300`, 'log-changed'],
    ['the last event is gone', `DELETE FROM ledger_events WHERE position = 300`, 'log-shorter'],
    ['the tail is gone', `DELETE FROM ledger_events WHERE position > 200`, 'log-shorter'],
    ['a tile is gone', `DELETE FROM seal_tiles WHERE level = 0 AND number = 1`, 'tile 1 of level 0 is missing'],
  ])('stops sealing: %s', async (_what, statement, reason) => {
    await change(statement);
    await expect(ledger.sealer({ keys }).sealNext()).rejects.toThrow(reason);
  });

  it('stops sealing when the tail was cut off and grew again', async () => {
    await change('DELETE FROM ledger_events WHERE position > 290');
    await ledger.append(20);
    await expect(ledger.sealer({ keys }).sealNext()).rejects.toThrow('log-changed');
  });

  describe.each<[string, string, string]>([
    ['the tree does not continue the signed one', turnTile, 'checkpoint-contradicted'],
    [
      'the tree was made anew, and nothing says that anything was ever signed',
      `${turnTile}; DELETE FROM seal_checkpoints; DELETE FROM seal_keys`,
      'checkpoint-contradicted',
    ],
    [
      'the newest checkpoint is somebody else’s',
      `UPDATE seal_checkpoints SET note = regexp_replace(note, '— ledger', '— ludger')`,
      'checkpoint-row-altered',
    ],
    ['the newest checkpoint was altered', `UPDATE seal_checkpoints SET note = 'x' || note`, 'checkpoint-row-altered'],
    [
      'the newest checkpoint has another date in its row',
      `UPDATE seal_checkpoints SET signed_at = '2099-01-01'`,
      'checkpoint-row-altered',
    ],
    ['the tree has become smaller', 'UPDATE seal_state SET tree_size = 200, last_position = 200', 'log-shorter'],
  ])('signs nothing, and gives nothing away: %s', (_what, statement, reason) => {
    it('after a start', async () => {
      await change(statement);
      await expect(restarted().sign()).rejects.toThrow(reason);
    });

    it('with entries that came since', async () => {
      await ledger.append(1);
      const sealer = restarted();
      await sealAll(sealer);
      await change(statement);
      await expect(sealer.sign()).rejects.toThrow(reason);
      await expect(sealer.sign(1_000)).rejects.toThrow(reason); // not even too soon
    });
  });

  it('gives nothing away that the tree does not continue: neither the signer, nor a process that gave it out before', async () => {
    const newProcess = () => new Seals(ledger.pool, suite, keys.signer ? [keys.signer.verifier] : []);
    const [other, another] = [newProcess(), newProcess()];
    expect((await other.latest())?.size).toBe(300);
    expect((await another.latest())?.size).toBe(300);
    const signer = restarted();
    await signer.sign();
    await change(turnTile);
    await expect(signer.newest()).rejects.toThrow('checkpoint-contradicted');
    await expect(other.latest()).rejects.toThrow('checkpoint-contradicted');
    await change('UPDATE seal_state SET tree_size = 200, last_position = 200');
    await expect(another.latest()).rejects.toThrow('log-shorter');
    await expect(other.latest()).rejects.toThrow('checkpoint-contradicted'); // what it met first stands
  });

  it('is not led astray by a row that anybody put there', async () => {
    await ledger.pool.query(`INSERT INTO seal_checkpoints VALUES (999999999, 'x', now(), 'x'), (299, 'x', now(), 'x')`);
    await ledger.append(1);
    const sealer = restarted();
    await sealAll(sealer);
    expect((await sealer.sign())?.size).toBe(301);
    expect((await sealer.newest())?.size).toBe(301);
    expect((await new Seals(ledger.pool).latest())?.size).toBe(301);
    expect(await new Seals(ledger.pool).ofSize(299)).toBeUndefined();
  });

  it('notices that its last checkpoint was taken away, and adds it again only after a start', async () => {
    const sealer = restarted();
    const signed = await sealer.sign();
    await change('DELETE FROM seal_checkpoints');
    await expect(sealer.sign()).rejects.toThrow('checkpoint-missing');
    expect(await restarted().sign()).toEqual(signed);
    expect(await new Seals(ledger.pool).latest()).toEqual(signed);
  });

  it('signs nothing under another origin', async () => {
    await expect(restarted({ keys: keyOf('ledger.example/other') }).sign()).rejects.toThrow('memory-not-ours');
    const known = keys.signer ? [keys.signer.verifier] : [];
    const other = { ...keyOf('ledger.example/other'), known };
    await expect(restarted({ keys: other }).sign()).rejects.toThrow('origin-changed');
  });

  it('signs nothing by another hash suite', async () => {
    const another = { ...suite, name: 'sm3-rfc6962' };
    await expect(restarted({ suite: another }).sign()).rejects.toThrow('suite-changed');
  });

  it('signs nothing when the last checkpoint is from a time that has not come', async () => {
    const hourAgo = () => new Date(Date.now() - 3_600_000);
    await expect(restarted({ now: hourAgo }).sign()).rejects.toThrow('checkpoint-from-future');
  });

  it('without its memory signs nothing, unless it is told to begin', async () => {
    await expect(restarted({ memory: new ProcessMemory(false) }).sign()).rejects.toThrow('memory-missing');
    await change('DELETE FROM seal_checkpoints');
    await expect(restarted({ memory: new ProcessMemory(false) }).sign()).rejects.toThrow('memory-missing'); // keys are left
    expect((await restarted({ memory: new ProcessMemory(true) }).sign())?.size).toBe(300);
  });

  it('without its memory begins after the newest checkpoint of its own, and never before it', async () => {
    await change('UPDATE seal_state SET tree_size = 200, last_position = 200');
    await expect(restarted({ memory: new ProcessMemory(true) }).sign()).rejects.toThrow('log-shorter');
  });

  it('does not believe a key on account of the database', async () => {
    const stranger = keyOf('ledger.example/sealer');
    await ledger.sealer({ keys: stranger }).sign(); // as an attacker: his key stands in seal_keys, his checkpoint beside ours
    await change(turnTile);
    await expect(restarted().sign()).rejects.toThrow('checkpoint-contradicted');
    const known = keys.signer ? [keys.signer.verifier] : [];
    expect((await new Seals(ledger.pool, suite, known).keys()).length).toBe(2);
    expect(await new Seals(ledger.pool, suite, known).latest()).toBeUndefined();
  });

  it('raises an alarm that stays when all is as it was, in other processes that have its memory too', async () => {
    const sealer = restarted();
    await sealer.alarm.raise('log-shorter', 'the drill');
    await expect(sealer.sign()).rejects.toThrow('alarm-stands: log-shorter: the drill');
    await expect(restarted().sign()).rejects.toThrow('alarm-stands');
    expect((await seals.state()).alarm).toBe('log-shorter: the drill');
    await owner.query('UPDATE seal_state SET alarm = NULL');
    await sealAll(sealer);
    await expect(sealer.sign()).rejects.toThrow('alarm-stands');

    await sealer.alarm.open();
    expect((await sealer.sign())?.size).toBe(300);
    expect((await seals.state()).alarm).toBeNull();
  });

  it('has the tiles on disk before it remembers what it signed', async () => {
    await ledger.append(1);
    const order: string[] = [];
    const sealer = restarted({
      pool: watched(ledger.pool, (text) => {
        if (/^(COMMIT|SET LOCAL)|tree_size = tree_size/.test(text)) order.push(text.slice(0, 30));
      }),
      memory: Object.assign(new ProcessMemory(true), {
        write: () => {
          order.push('remembered');
          return Promise.reject(new Error('disk full'));
        },
      }),
    });
    await sealAll(sealer);
    order.length = 0;
    await expect(sealer.sign()).rejects.toThrow('disk full');
    expect(order).toEqual(['UPDATE seal_state SET tree_size', 'COMMIT', 'remembered'].map((text) => text.slice(0, 30)));
    expect((await new Seals(ledger.pool).latest())?.size).toBe(300); // nothing left the signer
  });
});

/** A pool that tells of each statement before it is sent. */
function watched(pool: Pool, tell: (text: string) => void): Pool {
  const connect = async () => {
    const client = await pool.connect();
    const query = client.query.bind(client) as (...args: unknown[]) => Promise<unknown>;
    return Object.assign(Object.create(client) as PoolClient, {
      query: (...args: unknown[]) => {
        if (typeof args[0] === 'string') tell(args[0]);
        return query(...args);
      },
      on: client.on.bind(client),
      off: client.off.bind(client),
      release: client.release.bind(client),
    });
  };
  return Object.assign(Object.create(pool) as Pool, { connect, query: pool.query.bind(pool) });
}
