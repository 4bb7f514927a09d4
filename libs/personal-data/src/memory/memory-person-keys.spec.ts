import { personKeysContract } from '../person-keys.contract';
import { MemoryPersonKeys } from './memory-person-keys';

personKeysContract('memory', () => new MemoryPersonKeys());
