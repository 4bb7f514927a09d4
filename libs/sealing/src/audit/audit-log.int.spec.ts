import { applicationUrl, migrate } from '@app/ledger-database';
import { Client } from 'pg';
import type { Template } from '../../../../test/support/test-database';
import { ed25519Signer, newEd25519Key } from '../note/ed25519-key';
import type { NoteVerifier } from '../note/signed-note';
import type { SealKeys } from '../seal-keys';
import { openOn, openSealedLog, sealAll, type SealedLog } from '../sealed-log.fixture';
import { auditLog, type AuditReport } from './audit-log';
import type { CheckpointCopy } from './checkpoints-in-order';
import type { Finding } from './finding';
import { Tamperer } from './tampering.fixture';

const keysOf = (name: string): SealKeys & { readonly verifier: NoteVerifier } => {
  const signer = ed25519Signer(newEd25519Key(), name);
  return { signer, verifier: signer.verifier };
};
const keys = keysOf('ledger.example/audited');
const strangers = keysOf('ledger.example/audited');

/** 700 events, all sealed; checkpoints at 100, 300 and 600. Entry n stands at position n + 1. */
const sealedTemplate: Template = {
  name: 'ledger_sealed_template',
  async fill(ownerUrl) {
    await migrate(ownerUrl);
    const ledger = openOn(applicationUrl(ownerUrl), keys);
    const sealer = ledger.sealer();
    for (const count of [100, 200, 300]) {
      await ledger.append(count);
      await sealAll(sealer);
      await sealer.sign();
    }
    await ledger.append(100);
    await sealAll(sealer);
    await ledger.end();
  },
};

let ledger: SealedLog;
let tamperer: Tamperer;
beforeEach(async () => {
  ledger = await openSealedLog(sealedTemplate);
  tamperer = await Tamperer.of(ledger.database.ownerUrl);
});
afterEach(async () => {
  await tamperer.close();
  await ledger.close();
});

async function audited(
  trusted: readonly NoteVerifier[] = [keys.verifier],
  copies: readonly CheckpointCopy[] = [],
): Promise<AuditReport> {
  const client = new Client({ connectionString: ledger.database.url });
  await client.connect();
  try {
    return await auditLog({ log: ledger.log, client, trusted, copies });
  } finally {
    await client.end();
  }
}

const codes = ({ findings }: AuditReport) => findings.map(({ code }) => code);

/** A copy that an auditor took home before anything happened. */
async function copyOf(size: number): Promise<CheckpointCopy> {
  const { rows } = await ledger.pool.query<{ note: string }>('SELECT note FROM seal_checkpoints WHERE tree_size = $1', [
    size,
  ]);
  return { name: 'copy.txt', note: rows[0]?.note ?? '' };
}

describe('a log that nobody touched', () => {
  it('is as it was sealed', async () => {
    const report = await audited();
    expect(report).toMatchObject({ size: 700, entries: 700, checkpoints: 3, signed: 600, unsealed: 0, findings: [] });
    expect(report.first).toBeUndefined();
  });

  it('continues an auditor’s copy', async () => {
    expect(await audited([keys.verifier], [await copyOf(300)])).toMatchObject({ checkpoints: 4, findings: [] });
  });

  it('may have been signed with a new key before it grew: neither key signed back in time', async () => {
    const keysInTurn = Array.from({ length: 6 }, () => keysOf('ledger.example/audited'));
    for (const one of keysInTurn) await ledger.sealer({ keys: one }).sign();
    const { rows } = await ledger.pool.query<{ note: string }>(
      'SELECT note FROM seal_checkpoints WHERE tree_size = 700',
    );
    const copies = rows.map(({ note }, index) => ({ name: `copy ${index}`, note }));
    const trusted = [keys, ...keysInTurn].map(({ verifier }) => verifier);
    expect(await audited(trusted, copies)).toMatchObject({ checkpoints: 3 + 2 * 6, findings: [] });
  });

  it('may have grown since: what is not sealed yet is counted', async () => {
    await ledger.append(7);
    expect(await audited()).toMatchObject({ size: 700, unsealed: 7, findings: [] });
  });

  it('may never have been sealed', async () => {
    await tamperer.forgetSeals();
    expect(await audited()).toMatchObject({ size: 0, entries: 0, unsealed: 700, findings: [] });
  });
});

describe('an event', () => {
  it.each<[string, (tamperer: Tamperer) => Promise<void>, Finding]>([
    ['of which one bit was turned', (one) => one.flipByte(150), { code: 'event-altered', entry: 149, position: 150 }],
    ['the very first', (one) => one.flipByte(1), { code: 'event-altered', entry: 0, position: 1 }],
    [
      'the last, which no checkpoint covers',
      (one) => one.flipByte(700),
      { code: 'event-altered', entry: 699, position: 700 },
    ],
    [
      'of which several were altered: the first is named',
      async (one) => {
        await one.flipByte(500);
        await one.flipByte(256);
      },
      { code: 'event-altered', entry: 255, position: 256 },
    ],
    [
      'that was recorded at another time',
      (one) => one.sql(`UPDATE ledger_events SET recorded_at = recorded_at - interval '1 ms' WHERE position = 42`),
      { code: 'event-altered', entry: 41, position: 42 },
    ],
    [
      'of another day on paper',
      (one) => one.sql(`UPDATE ledger_events SET occurred_on = occurred_on - 1 WHERE position = 42`),
      { code: 'event-altered', entry: 41, position: 42 },
    ],
    [
      'done by somebody else',
      (one) => one.sql(`UPDATE ledger_events SET actor_name = '李警官' WHERE position = 42`),
      { code: 'event-altered', entry: 41, position: 42 },
    ],
    ['that is gone, leaving a gap', (one) => one.delete(300), { code: 'event-missing', entry: 299, position: 300 }],
    [
      'that is gone, the others having moved up',
      (one) => one.deleteAndCloseUp(300),
      { code: 'event-missing', entry: 299, position: 300 },
    ],
    [
      'that is gone, the last but one, the last having moved up',
      (one) => one.deleteAndCloseUp(699),
      { code: 'event-missing', entry: 698, position: 699 },
    ],
    [
      'that changed places with its neighbour',
      (one) => one.swap(200, 201),
      { code: 'events-swapped', entry: 199, position: 200, otherPosition: 201 },
    ],
    [
      'that changed places with one far away',
      (one) => one.swap(20, 620),
      { code: 'events-swapped', entry: 19, position: 20, otherPosition: 620 },
    ],
    ['that was inserted', (one) => one.insertAt(400), { code: 'event-inserted', entry: 399, position: 400 }],
    [
      'that replaced another',
      async (one) => {
        await one.delete(77);
        await one.forge(77, 76);
      },
      { code: 'event-altered', entry: 76, position: 77 },
    ],
  ])('%s is named', async (_what, tamper, finding) => {
    await tamper(tamperer);
    const report = await audited();
    expect(report.first).toEqual(finding);
    // Whatever a checkpoint covers contradicts it, too.
    const covering = [100, 300, 600].find((size) => size > (finding.entry ?? 0));
    expect(codes(report).includes('checkpoint-contradicted')).toBe(covering !== undefined);
  });

  it('that stood at the end: a tail cut off is named by its first event', async () => {
    await tamperer.cutTail(650);
    expect((await audited()).findings).toEqual([{ code: 'log-shorter', entry: 650, position: 651 }]);
  });

  it('a tail cut off below a checkpoint contradicts that checkpoint as well', async () => {
    await tamperer.cutTail(590);
    const report = await audited();
    expect(report.first).toEqual({ code: 'log-shorter', entry: 590, position: 591 });
    expect(codes(report)).toEqual(['log-shorter', 'checkpoint-beyond-log']);
  });

  it('a whole log that is gone is named by its first event', async () => {
    await tamperer.cutTail(0);
    expect((await audited()).first).toEqual({ code: 'log-shorter', entry: 0, position: 1 });
  });

  it('a tail cut off that grew again is named by the first event that is another', async () => {
    await tamperer.cutTail(620);
    await ledger.append(200);
    expect((await audited()).first).toEqual({ code: 'event-altered', entry: 620, position: 621 });
  });
});

describe('the seals', () => {
  it('a leaf altered in a tile, the event being what a checkpoint vouches for: it is the tile', async () => {
    await tamperer.sql(
      `UPDATE seal_tiles SET hashes = overlay(hashes placing '\\x00'::bytea from 1 + 32 * 44) WHERE level = 0 AND number = 1`,
    );
    const { findings } = await audited();
    expect(findings).toEqual([{ code: 'leaf-altered', entry: 300, position: 301 }]);
  });

  it('a position altered in a tile', async () => {
    await tamperer.sql(`UPDATE seal_tiles SET positions[45] = 9999 WHERE level = 0 AND number = 1`);
    expect((await audited()).findings).toEqual([{ code: 'leaf-altered', entry: 300, position: 301 }]);
  });

  it('a hash altered above the leaves', async () => {
    await tamperer.sql(`UPDATE seal_tiles SET hashes = overlay(hashes placing '\\x00'::bytea from 33) WHERE level = 1`);
    expect((await audited()).findings).toEqual([{ code: 'tile-altered', entry: 256, before: 512, what: '1/0' }]);
  });

  it.each([
    [0, 1, { code: 'tile-missing', entry: 256, what: '0/1' }],
    [1, 0, { code: 'tile-missing', entry: 0, before: 256, what: '1/0' }],
  ])('a tile that is gone: %i/%i', async (level, number, finding) => {
    await tamperer.sql('DELETE FROM seal_tiles WHERE level = $1 AND number = $2', [level, number]);
    expect((await audited()).findings).toEqual([finding]);
  });

  it('a tile too many', async () => {
    await tamperer.sql(
      `INSERT INTO seal_tiles (level, number, hashes) SELECT 2, 0, hashes FROM seal_tiles WHERE level = 1`,
    );
    expect((await audited()).findings).toEqual([{ code: 'tile-surplus', what: '2/*: 2 > 0' }]);
  });

  it('a state that says less than was sealed', async () => {
    await tamperer.sql('UPDATE seal_state SET tree_size = 256, last_position = 256');
    const report = await audited();
    expect(codes(report)).toEqual(['checkpoint-beyond-log', 'tile-surplus', 'tile-surplus']);
  });

  it('a state that names another last position', async () => {
    await tamperer.sql('UPDATE seal_state SET last_position = 701');
    expect((await audited()).findings).toEqual([{ code: 'state-altered', what: 'last_position' }]);
  });

  it('a hundred checkpoints of nobody, which do not hide the event that was altered', async () => {
    await tamperer.sql(
      `INSERT INTO seal_checkpoints SELECT 600, 'forged' || n, now(), 'forged' FROM generate_series(1, 150) AS n`,
    );
    await tamperer.flipByte(650);
    expect((await audited()).first).toEqual({ code: 'event-altered', entry: 649, position: 650 });
  });

  it('a state and an event after it: entries that were sealed are not passed off as new ones', async () => {
    await tamperer.sql('UPDATE seal_state SET tree_size = 690, last_position = 690');
    await tamperer.flipByte(695);
    expect(codes(await audited())).toEqual(['tile-surplus']);
  });

  it('a checkpoint signed again with another key', async () => {
    await tamperer.sql('DELETE FROM seal_checkpoints');
    await ledger.sealer({ keys: strangers }).sign();
    const [finding, ...others] = (await audited()).findings;
    expect(others).toEqual([]);
    expect(finding?.code).toBe('checkpoint-signer-unknown');
    expect(finding?.what).toContain(strangers.verifier.keyId);
  });

  it.each([
    ['the size within', `note = replace(note, E'\\n300\\n', E'\\n301\\n')`, 'checkpoint-signature-wrong'],
    ['the size of its row', 'tree_size = 301', 'checkpoint-row-altered'],
    ['the time of its row', `signed_at = signed_at - interval '1 day'`, 'checkpoint-row-altered'],
    ['all of it', `note = 'gone'`, 'checkpoint-malformed'],
  ])('a checkpoint of which %s was altered', async (_what, set, code) => {
    await tamperer.sql(`UPDATE seal_checkpoints SET ${set} WHERE tree_size = 300`);
    const report = await audited();
    expect(codes(report)).toEqual([code]);
    expect(report.checkpoints).toBe(2);
  });
});

describe('a database owner who rewrites the log and every tile with it', () => {
  const rewriteTiles = async (sign: SealKeys | undefined) => {
    await tamperer.sql('DELETE FROM seal_tiles');
    await tamperer.sql(`UPDATE seal_state SET tree_size = 0, last_position = 0`);
    if (sign) await tamperer.forgetSeals();
    const sealer = ledger.sealer({ keys: sign ?? keys });
    await sealAll(sealer);
    if (sign) await sealer.sign();
  };
  /** Between the last checkpoint that fits and the first that does not. */
  const between = { code: 'checkpoint-contradicted', entry: 300, before: 600 };

  it('is contradicted by the checkpoints', async () => {
    await tamperer.flipByte(450);
    await rewriteTiles(undefined);
    expect((await audited()).findings).toEqual([{ ...between, what: `600+${keys.verifier.keyId}` }]);
  });

  it('and signs new checkpoints with a key of his own: the key is not one that counts', async () => {
    await tamperer.flipByte(450);
    await rewriteTiles(strangers);
    expect(codes(await audited())).toEqual(['checkpoint-signer-unknown']);
  });

  it('and has the true key, too: an auditor’s copy contradicts him', async () => {
    const copies = [await copyOf(300), await copyOf(600)];
    await tamperer.flipByte(450);
    await rewriteTiles(keys);
    expect((await audited()).findings).toEqual([]); // nothing inside the database can tell
    expect((await audited([keys.verifier], copies)).findings).toEqual([{ ...between, what: 'copy.txt' }]);
  });

  it('cannot make the log shorter than an auditor’s copy', async () => {
    const copies = [await copyOf(600)];
    await tamperer.cutTail(500);
    await rewriteTiles(keys);
    expect((await audited([keys.verifier], copies)).findings).toEqual([
      { code: 'checkpoint-time-back', what: 'copy.txt' },
      { code: 'checkpoint-beyond-log', entry: 500, what: 'copy.txt' },
    ]);
  });

  it('cannot pass off another log, signed as another log', async () => {
    const copies = [await copyOf(300)];
    const other = keysOf('ledger.example/other');
    await rewriteTiles(other);
    const report = await audited([keys.verifier, other.verifier], copies);
    expect(codes(report)).toContain('checkpoint-origin-differs');
  });

  it('is not believed on account of a copy that nobody signed', async () => {
    const { note } = await copyOf(300);
    const forged = { name: 'forged.txt', note: note.replace('\n300\n', '\n299\n') };
    const garbled = { name: 'garbled.txt', note: 'nothing' };
    expect(codes(await audited([keys.verifier], [forged, garbled]))).toEqual([
      'checkpoint-malformed',
      'checkpoint-signature-wrong',
    ]);
  });
});
