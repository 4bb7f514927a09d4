export { MemoryPersonKeys } from './memory-person-keys';
