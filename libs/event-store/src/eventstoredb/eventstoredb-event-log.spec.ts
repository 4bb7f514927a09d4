import { EventStoreDbDouble } from '../../../../test/support/eventstoredb-double';
import { eventLogContract } from '../event-log.contract';
import { EventStoreDbEventLog } from './eventstoredb-event-log';

let server: EventStoreDbDouble;
beforeAll(async () => {
  server = await EventStoreDbDouble.start();
});
afterAll(() => {
  server.stop();
});

eventLogContract('eventstoredb', () => Promise.resolve(new EventStoreDbEventLog({ url: server.url })));
