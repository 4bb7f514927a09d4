import type { ClientBase } from 'pg';
import type { Day } from '../shared';
import type { IssuedKey } from './domain/api-key';

/** A key as it stands in the table in which callers are looked up. */
export interface KeyOnFile extends Omit<IssuedKey, 'subjectId' | 'foundInUse'> {
  /** UTC. */
  readonly issuedAt: Date;
  /** UTC; null: it lets its holder in, unless its last day has passed. */
  readonly revokedAt: Date | null;
}

export const keyColumns = `key_hash AS "keyHash", fingerprint, role, holder, unit_name AS "unitName", unit_code AS "unitCode",
  records_for AS "recordsFor", (created_at AT TIME ZONE 'Asia/Shanghai')::date::text AS "issuedOn",
  expires_on::text AS "expiresOn", created_at AS "issuedAt", revoked_at AS "revokedAt"`;

/** All keys, for whoever compares them with the log. */
export async function allKeysOnFile(client: Pick<ClientBase, 'query'>): Promise<readonly KeyOnFile[]> {
  const { rows } = await client.query<KeyOnFile>(`SELECT ${keyColumns} FROM api_keys ORDER BY created_at, key_hash`);
  return rows;
}

/** The event's form of a key that was found in use. */
export const foundInUse = ({ issuedAt: _issuedAt, revokedAt: _revokedAt, ...key }: KeyOnFile): IssuedKey => ({
  subjectId: null,
  fingerprint: key.fingerprint,
  keyHash: key.keyHash,
  role: key.role,
  holder: key.holder,
  unitName: key.unitName,
  unitCode: key.unitCode,
  recordsFor: key.recordsFor,
  issuedOn: key.issuedOn,
  expiresOn: key.expiresOn,
  foundInUse: true,
});

/** Puts a key into the table. Said again it changes nothing. For the owner of the schema: the application's role may not. */
export async function putOnFile(owner: Pick<ClientBase, 'query'>, key: IssuedKey): Promise<void> {
  const { keyHash, holder, unitName, unitCode, role, recordsFor, expiresOn } = key;
  await owner.query(
    `INSERT INTO api_keys (key_hash, holder, unit_name, unit_code, role, records_for, expires_on)
     VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (key_hash) DO NOTHING`,
    [keyHash, holder, unitName, unitCode, role, recordsFor, expiresOn satisfies Day | null],
  );
}
