import { type EventLog, fold, transact } from '@app/event-store';
import { introductionNote, SealContradicted, type SealKeys, type SignerMemory } from '@app/sealing';
import { type Clock, systemContext } from '../application';
import { introduce, sealKeys, sealKeysId } from './domain/seal-keys';

const stream = `${sealKeys.category}-${sealKeysId}`;

/**
 * Introduces the key that signs, unless it is the newest that was: an event that the key before has signed as well. To be done before
 * anything is signed with it.
 *
 * @throws SealContradicted `key-not-introduced`: another key was introduced last, and it is not there to sign (`SEAL_PREVIOUS_KEY_FILE`).
 * Whoever has lost it begins explicitly; everybody can see that the new key came without its word.
 */
export async function introduceSealKey(
  log: EventLog,
  clock: Clock,
  { signer, previous }: SealKeys,
  memory: SignerMemory,
): Promise<void> {
  if (!signer) return;
  const { introduced } = fold(sealKeys, await log.readStream(stream));
  const newest = introduced.at(-1)?.vkey;
  const { vkey, name } = signer.verifier;
  if (newest === vkey) return;
  const before = newest === undefined || previous?.verifier.vkey === newest ? previous : undefined;
  if (newest !== undefined && !before && !memory.mayBegin)
    throw new SealContradicted(
      'key-not-introduced',
      `${newest} was introduced last; to sign with ${vkey}, name the private key before in SEAL_PREVIOUS_KEY_FILE`,
    );
  const note = introductionNote(signer, before, clock.now().toISOString());
  await transact(
    log,
    stream,
    sealKeys,
    introduce({ subjectId: null, origin: name, vkey, note, introducedOn: clock.today() }),
    systemContext('seals/key', ['sealKey', vkey, String(introduced.length)]),
    { answeredBy: ['SealKeyIntroduced'] },
  );
}

/** The keys that the log has introduced, the first one first. */
export async function introducedSealKeys(log: EventLog) {
  return fold(sealKeys, await log.readStream(stream)).introduced;
}
