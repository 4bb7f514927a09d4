import { EventStoreDbDouble } from '../../../../test/support/eventstoredb-double';
import { LogUnavailable } from '../event-log';
import { anEvent, aStream } from '../event-log.contract';
import { EventStoreDbEventLog } from './eventstoredb-event-log';
import { powersOverStreams } from './guard';

describe('what a login may do to streams on EventStoreDB', () => {
  let server: EventStoreDbDouble;
  afterEach(() => {
    server.stop();
  });
  const powers = () => powersOverStreams({ url: server.url, streams: 'ledger' });

  it('is everything by the defaults of the server, and to try it again finds the same', async () => {
    server = await EventStoreDbDouble.start();
    expect(await powers()).toEqual(['$mw', '$d']);
    expect(await powers()).toEqual(['$mw', '$d']);
    server.log.tombstone('ledgerGuardProbe');
    expect(await powers()).toEqual(['$mw', '$d']);
  });

  it('is nothing where only administrators may, and the log works all the same', async () => {
    server = await EventStoreDbDouble.start({ guarded: true });
    expect(await powers()).toEqual([]);
    const log = new EventStoreDbEventLog({ url: server.url });
    await log.append(aStream(), 'no-stream', [anEvent()]);
    expect(await log.readAll({ after: 0, limit: 10 })).toHaveLength(1);
    await log.close();
  });

  it('is tried where no reader of the log sees it', async () => {
    server = await EventStoreDbDouble.start();
    const log = new EventStoreDbEventLog({ url: server.url });
    const { position } = await log.append(aStream(), 'no-stream', [anEvent()]);
    await powers();
    expect(await log.readAll({ after: 0, limit: 10 })).toHaveLength(1);
    expect(await log.head()).toBe(position);
    await log.close();
  });

  it('is not known while the server is away', async () => {
    server = await EventStoreDbDouble.start();
    server.stop();
    await expect(powers()).rejects.toBeInstanceOf(LogUnavailable);
  });
});
