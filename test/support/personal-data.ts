import { LocalMasterKey, PersonalData, type PersonKeys } from '@app/personal-data';
import { MemoryPersonKeys } from '@app/personal-data/memory';

/** A master key for tests: the same in every run, so that the same person has the same id. */
export const aMasterKey = (fill = 7): LocalMasterKey => new LocalMasterKey(Buffer.alloc(32, fill));

/** Personal data with keys in memory. A token that does not open fails the test. */
export const aPersonalData = (keys: PersonKeys = new MemoryPersonKeys()): PersonalData =>
  new PersonalData(keys, aMasterKey(), (keyId, reason) => {
    throw new Error(`personal text under key ${keyId} cannot be read: ${reason}`);
  });
