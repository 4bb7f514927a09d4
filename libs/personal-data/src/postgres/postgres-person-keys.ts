import type { Pool } from 'pg';
import type { DestroyedKey, KeysAbove, NewPersonKey, PersonKey, PersonKeys } from '../person-keys';

/** Keys of people in the table `person_keys` (`sql/`). Works as the application's role, which can destroy and not revive. */
export class PostgresPersonKeys implements PersonKeys {
  constructor(private readonly pool: Pick<Pool, 'query'>) {}

  async newestOf(personIds: readonly string[]): Promise<ReadonlyMap<string, PersonKey>> {
    const { rows } = await this.pool.query<Row>({
      name: 'newest-person-keys',
      text: `SELECT DISTINCT ON (person_id) ${columns} FROM person_keys WHERE person_id = ANY ($1::uuid[])
             ORDER BY person_id, generation DESC`,
      values: [personIds],
    });
    return new Map(rows.map((row) => [row.personId, row]));
  }

  async allOf(personId: string): Promise<readonly PersonKey[]> {
    const { rows } = await this.pool.query<Row>({
      name: 'all-person-keys',
      text: `SELECT ${columns} FROM person_keys WHERE person_id = $1 ORDER BY generation`,
      values: [personId],
    });
    return rows;
  }

  async make(keys: readonly NewPersonKey[], matchingKeyId: string): Promise<void> {
    await this.pool.query({
      name: 'make-person-keys',
      // In one order, so that two who make the same keys wait for each other and never in a circle. A second matching key is a conflict that is said.
      text: `WITH above AS (INSERT INTO personal_master_keys (master_key_id, matches)
                            SELECT id, id = $6 FROM (SELECT $6::text UNION SELECT unnest($4::text[])) AS used (id) ORDER BY id
                            ON CONFLICT (master_key_id) DO NOTHING)
             INSERT INTO person_keys (key_id, person_id, generation, master_key_id, wrapped_key)
             SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::integer[], $4::text[], $5::bytea[])
               AS made (key_id, person_id, generation, master_key_id, wrapped_key)
             ORDER BY person_id, generation
             ON CONFLICT (person_id, generation) DO NOTHING`,
      values: [
        keys.map(({ keyId }) => keyId),
        keys.map(({ personId }) => personId),
        keys.map(({ generation }) => generation),
        keys.map(({ masterKeyId }) => masterKeyId),
        keys.map(({ wrapped }) => wrapped),
        matchingKeyId,
      ],
    });
  }

  async read(keyIds: readonly string[]): Promise<ReadonlyMap<string, PersonKey>> {
    const { rows } = await this.pool.query<Row>({
      name: 'read-person-keys',
      text: `SELECT ${columns} FROM person_keys WHERE key_id = ANY ($1::uuid[])`,
      values: [keyIds],
    });
    return new Map(rows.map((row) => [row.keyId, row]));
  }

  async destroy(keys: readonly DestroyedKey[]): Promise<void> {
    await this.pool.query({
      name: 'destroy-person-keys',
      text: `UPDATE person_keys SET wrapped_key = NULL, destroyed_at = now(), destroyed_by = told.destroyed_by,
                                    destroyed_for = told.ground, destroyed_by_event = told.event_id
             FROM unnest($1::uuid[], $2::text[], $3::text[], $4::uuid[]) AS told (key_id, destroyed_by, ground, event_id)
             WHERE person_keys.key_id = told.key_id AND destroyed_at IS NULL`,
      values: [
        keys.map(({ keyId }) => keyId),
        keys.map(({ destroyedBy }) => destroyedBy),
        keys.map(({ ground }) => ground),
        keys.map(({ eventId }) => eventId),
      ],
    });
  }

  async destroyedIds(after: string | null, limit: number): Promise<readonly string[]> {
    const { rows } = await this.pool.query<{ id: string }>(
      `SELECT key_id AS id FROM person_keys WHERE wrapped_key IS NULL AND ($1::uuid IS NULL OR key_id > $1) ORDER BY key_id LIMIT $2`,
      [after, limit],
    );
    return rows.map(({ id }) => id);
  }

  async keysAbove(): Promise<KeysAbove> {
    const { rows } = await this.pool.query<KeysAbove>(
      `SELECT (SELECT master_key_id FROM personal_master_keys WHERE matches) AS matching,
              ARRAY(SELECT DISTINCT master_key_id FROM person_keys WHERE wrapped_key IS NOT NULL) AS wrapping`,
    );
    return rows[0] ?? { matching: null, wrapping: [] };
  }
}

const columns = `key_id AS "keyId", person_id AS "personId", generation, master_key_id AS "masterKeyId",
                 wrapped_key AS wrapped`;

type Row = PersonKey;
