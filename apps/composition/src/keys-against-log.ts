import type { EventLog } from '@app/event-store';
import { allKeysOnFile, compareKeys, type KeyFinding, KeysInLog, type PersonKeyOnFile } from '@app/ledger';
import type { ClientBase } from 'pg';

const pageEvents = 1_000;

export type PersonKeyRow = PersonKeyOnFile & { readonly masterKeyId: string; readonly wrapped: Buffer | null };

export interface KeysCompared {
  readonly findings: readonly KeyFinding[];
  readonly apiKeys: number;
  readonly personKeys: readonly PersonKeyRow[];
}

/**
 * The tables of keys against the log: who was let in, by whose order a key of a person was destroyed. Reads the log once.
 *
 * @param log events in their present version
 */
export async function keysAgainstLog(client: ClientBase, log: Pick<EventLog, 'readAll'>): Promise<KeysCompared> {
  const { rows: times } = await client.query<{ readAt: Date }>('SELECT now() AS "readAt"');
  const apiKeys = await allKeysOnFile(client);
  const personKeys = await personKeysOnFile(client);
  const keys = await keysIn(log);
  const readAt = times[0]?.readAt.toISOString() ?? '';
  return { findings: compareKeys(keys, { apiKeys, personKeys, readAt }), apiKeys: apiKeys.length, personKeys };
}

async function keysIn(log: Pick<EventLog, 'readAll'>): Promise<KeysInLog> {
  const keys = new KeysInLog();
  let after = 0;
  for (;;) {
    const page = await log.readAll({ after, limit: pageEvents });
    for (const event of page) keys.add(event);
    const last = page.at(-1);
    if (!last) return keys;
    after = last.position;
  }
}

async function personKeysOnFile(client: ClientBase): Promise<readonly PersonKeyRow[]> {
  const { rows } = await client.query<PersonKeyRow>(
    `SELECT key_id AS "keyId", wrapped_key IS NULL AS destroyed, destroyed_by_event AS "destroyedByEvent",
            master_key_id AS "masterKeyId", wrapped_key AS wrapped
     FROM person_keys ORDER BY made_at, key_id`,
  );
  return rows;
}
