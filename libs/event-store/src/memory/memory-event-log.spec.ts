import { eventLogContract } from '../event-log.contract';
import { MemoryEventLog } from './memory-event-log';

eventLogContract('memory', () => Promise.resolve(new MemoryEventLog()));
