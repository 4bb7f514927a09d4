import { type Actor, type EventLog, transact, type Transacted } from '@app/event-store';
import type { ClientBase } from 'pg';
import { fingerprintOf, hashApiKey } from '../access/api-key';
import { type Day, derivedId, idInstead } from '../shared';
import { allKeysOnFile, foundInUse, putOnFile } from './key-table';
import { apiKey, issue, type IssuedKey, streamOf } from './domain/api-key';

/** To whom a key is given, and for what. */
export type KeyHolder = Pick<IssuedKey, 'role' | 'holder' | 'unitName' | 'unitCode' | 'recordsFor' | 'expiresOn'>;

/**
 * Gives a key to its holder: first the event, then the row by which it lets him in. Said again it changes nothing, so whatever breaks
 * between the two is finished by saying it again with the same key; a key that was never shown lets nobody in.
 *
 * @param owner as the owner of the schema: the application's role may not make keys
 * @throws the errors of `transact` and of the database
 */
export async function issueApiKey(
  log: EventLog,
  owner: Pick<ClientBase, 'query'>,
  { key, actor, today }: { readonly key: string; readonly actor: Actor; readonly today: Day },
  { role, holder, unitName, unitCode, recordsFor, expiresOn }: KeyHolder,
): Promise<Transacted> {
  const keyHash = hashApiKey(key);
  const issued: IssuedKey = {
    subjectId: null,
    fingerprint: fingerprintOf(keyHash),
    keyHash,
    role,
    holder,
    unitName,
    unitCode,
    recordsFor,
    issuedOn: today,
    expiresOn,
    foundInUse: false,
  };
  const done = await recordIssued(log, issued, actor);
  await putOnFile(owner, issued);
  return done;
}

/**
 * Writes down the keys that stand in the table and not in the log: those from before keys had a history. @returns those written
 *
 * @param isMeant which of them; all unless given
 */
export async function adoptApiKeys(
  log: EventLog,
  client: Pick<ClientBase, 'query'>,
  actor: Actor,
  isMeant: (fingerprint: string) => boolean = () => true,
): Promise<readonly IssuedKey[]> {
  const adopted: IssuedKey[] = [];
  // One short stream for each key: a ledger has some dozens of them.
  for (const row of await allKeysOnFile(client)) {
    if (!isMeant(row.fingerprint)) continue;
    if ((await log.readStream(streamOf(row.fingerprint))).length > 0) continue;
    const key = foundInUse(row);
    await recordIssued(log, key, actor);
    adopted.push(key);
  }
  return adopted;
}

const recordIssued = (log: EventLog, key: IssuedKey, actor: Actor): Promise<Transacted> =>
  transact(
    log,
    streamOf(key.fingerprint),
    apiKey,
    issue(key),
    {
      actor,
      commandId: derivedId('api-key-issued', key.keyHash),
      requestId: 'keys/issue',
      causeId: null,
      whenTaken: idInstead,
    },
    { answeredBy: ['ApiKeyIssued'] },
  );
