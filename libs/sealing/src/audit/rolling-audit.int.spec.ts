import { openSealedLog, sealAll, type SealedLog } from '../sealed-log.fixture';
import { RollingAudit } from './rolling-audit';
import { Tamperer } from './tampering.fixture';

let ledger: SealedLog;
let tamperer: Tamperer;
/** 700 events: three tiles of entries and one above. Entry n stands at position n + 1. */
beforeAll(async () => {
  ledger = await openSealedLog();
  tamperer = await Tamperer.of(ledger.database.ownerUrl);
  await ledger.append(700);
  await sealAll(ledger.sealer());
});
afterAll(async () => {
  await tamperer.close();
  await ledger.close();
});

const audit = (tiles: number, roundsMax = 1_000) =>
  new RollingAudit({ log: ledger.log, pool: ledger.pool, tiles, roundsMax });
const whole = async () => (await audit(64).round()).findings;

/** Does something, looks, and undoes it. */
async function tampered(doIt: string, undo: string) {
  await tamperer.sql(doIt);
  const found = await whole();
  await tamperer.sql(undo);
  expect(await whole()).toEqual([]);
  return found;
}

describe('a rolling audit', () => {
  it('looks at a part at a time, comes to the end, and begins again', async () => {
    const one = audit(1);
    const rounds = [await one.round(), await one.round(), await one.round(), await one.round()];
    expect(rounds.map(({ wholeLog }) => wholeLog)).toEqual([false, false, true, false]);
    expect(rounds.flatMap(({ findings }) => findings)).toEqual([]);
  });

  it('looks at more at a time when all would take too many rounds', async () => {
    const two = audit(1, 2);
    expect([(await two.round()).wholeLog, (await two.round()).wholeLog]).toEqual([false, true]);
    expect((await audit(64).round()).wholeLog).toBe(true);
  });

  it('of an empty log is well', async () => {
    const empty = await openSealedLog();
    const one = new RollingAudit({ log: empty.log, pool: empty.pool, tiles: 1, roundsMax: 1 });
    expect(await one.round()).toEqual({ findings: [], wholeLog: true });
    await empty.close();
  });

  it.each([1, 256, 257, 512, 513, 700])('finds the event that was altered: at %i', async (position) => {
    const flip = `UPDATE ledger_events SET data = set_byte(data, 2, get_byte(data, 2) # 1) WHERE position = ${position}`;
    expect(await tampered(flip, flip)).toEqual([{ code: 'event-altered', entry: position - 1, position }]);
  });

  it('finds an event that is gone', async () => {
    await tamperer.sql('CREATE TABLE kept AS SELECT * FROM ledger_events WHERE position = 300');
    const found = await tampered(
      'DELETE FROM ledger_events WHERE position = 300',
      'INSERT INTO ledger_events SELECT * FROM kept',
    );
    expect(found[0]).toEqual({ code: 'event-missing', entry: 299, position: 300 });
    await tamperer.sql('DROP TABLE kept');
  });

  it('finds a tail that is gone', async () => {
    await tamperer.sql('CREATE TABLE kept AS SELECT * FROM ledger_events WHERE position > 650');
    const found = await tampered(
      'DELETE FROM ledger_events WHERE position > 650',
      'INSERT INTO ledger_events SELECT * FROM kept',
    );
    expect(found).toEqual([{ code: 'log-shorter', entry: 650, position: 651 }]);
    await tamperer.sql('DROP TABLE kept');
  });

  it('finds a hash above the leaves that was altered, or is gone', async () => {
    const flip = 'UPDATE seal_tiles SET hashes = set_byte(hashes, 33, get_byte(hashes, 33) # 1) WHERE level = 1';
    expect(await tampered(flip, flip)).toEqual([{ code: 'tile-altered', entry: 256, before: 512, what: '1/0' }]);
    const gone = await tampered(
      'UPDATE seal_tiles SET level = 9 WHERE level = 1',
      'UPDATE seal_tiles SET level = 1 WHERE level = 9',
    );
    expect(gone[0]).toEqual({ code: 'tile-missing', entry: 0, before: 256, what: '1/0' });
  });

  it('finds a tile of entries that is gone', async () => {
    const found = await tampered(
      'UPDATE seal_tiles SET number = 99 WHERE level = 0 AND number = 1',
      'UPDATE seal_tiles SET number = 1 WHERE level = 0 AND number = 99',
    );
    expect(found.at(-1)).toEqual({ code: 'tile-missing', entry: 256, what: '0/1' });
  });
});
