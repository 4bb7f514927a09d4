import type { MasterKey, WrappingKey } from '@app/personal-data';
import type { ClientBase } from 'pg';

export interface Rewrapped {
  readonly rewrapped: number;
  /** Keys that could not be opened, and stay as they are: wrapped by a key that is not known here, or changed. */
  readonly unreadable: readonly string[];
}

interface Row {
  readonly keyId: string;
  readonly wrappedBy: string;
  readonly wrapped: Buffer;
}

const batchDefault = 500;

/**
 * Wraps every key of a person anew, under the wrapping key of now. The keys themselves, their ids and all tokens stay as they are, so that processes
 * go on meanwhile. Each batch is one statement: whenever it is cut off, each key is wrapped by the one or by the other, and said again it goes on.
 * A key that is destroyed meanwhile stays destroyed.
 *
 * @param owner the owner of the tables: nobody else may change what wraps a key
 */
export async function rewrapPersonKeys(
  owner: Pick<ClientBase, 'query'>,
  master: MasterKey,
  batch = batchDefault,
): Promise<Rewrapped> {
  const { wrapping } = master;
  const unreadable: string[] = [];
  let [rewrapped, after] = [0, '00000000-0000-0000-0000-000000000000'];
  // Known before it is used: a build that has only the key of before says so at its start, instead of not reading people.
  await owner.query(
    `INSERT INTO personal_master_keys (master_key_id, matches) VALUES ($1, $2) ON CONFLICT (master_key_id) DO NOTHING`,
    [wrapping.id, wrapping.id === master.id],
  );
  for (;;) {
    const rows = await wrappedByOthers(owner, wrapping.id, after, batch);
    const last = rows.at(-1);
    if (last === undefined) break;
    after = last.keyId;
    const opened = await openedBy(master, rows);
    unreadable.push(...rows.filter(({ keyId }) => !opened.has(keyId)).map(({ keyId }) => keyId));
    rewrapped += await wrapAnew(
      owner,
      wrapping,
      rows.flatMap((row) => {
        const dataKey = opened.get(row.keyId);
        return dataKey === undefined ? [] : [{ ...row, dataKey }];
      }),
    );
  }
  // What wrapped them before lies in former versions of the rows, until these are cleared away.
  if (rewrapped > 0) await owner.query('VACUUM person_keys');
  return { rewrapped, unreadable };
}

async function wrappedByOthers(
  owner: Pick<ClientBase, 'query'>,
  wrappingId: string,
  after: string,
  batch: number,
): Promise<readonly Row[]> {
  const { rows } = await owner.query<Row>(
    `SELECT key_id AS "keyId", master_key_id AS "wrappedBy", wrapped_key AS wrapped FROM person_keys
     WHERE wrapped_key IS NOT NULL AND master_key_id <> $1 AND key_id > $2 ORDER BY key_id LIMIT $3`,
    [wrappingId, after, batch],
  );
  return rows;
}

/** The data keys, by key id, of those that open. */
async function openedBy(master: MasterKey, rows: readonly Row[]): Promise<ReadonlyMap<string, Uint8Array>> {
  const opened = new Map<string, Uint8Array>();
  for (const id of new Set(rows.map(({ wrappedBy }) => wrappedBy))) {
    const wrapping = master.wrappingOf(id);
    if (wrapping === undefined) continue;
    const theirs = rows.filter(({ wrappedBy }) => wrappedBy === id);
    for (const [keyId, dataKey] of await eachOpened(wrapping, theirs)) opened.set(keyId, dataKey);
  }
  return opened;
}

async function eachOpened(
  wrapping: WrappingKey,
  rows: readonly Row[],
): Promise<readonly (readonly [string, Uint8Array])[]> {
  try {
    const dataKeys = await wrapping.unwrap(rows);
    return rows.flatMap(({ keyId }, at) => (dataKeys[at] ? [[keyId, dataKeys[at]] as const] : []));
  } catch {
    if (rows.length < 2) return []; // the one that was changed
    const middle = Math.ceil(rows.length / 2);
    return [
      ...(await eachOpened(wrapping, rows.slice(0, middle))),
      ...(await eachOpened(wrapping, rows.slice(middle))),
    ];
  }
}

async function wrapAnew(
  owner: Pick<ClientBase, 'query'>,
  wrapping: WrappingKey,
  rows: readonly (Row & { readonly dataKey: Uint8Array })[],
): Promise<number> {
  if (rows.length === 0) return 0;
  const wrapped = await wrapping.wrap(rows);
  // Never written before it was seen to open: a row that is lost here is a person that nobody can read any more.
  const again = await wrapping.unwrap(
    rows.map(({ keyId }, at) => ({ keyId, wrapped: wrapped[at] ?? Buffer.alloc(0) })),
  );
  if (!rows.every(({ dataKey }, at) => Buffer.compare(dataKey, again[at] ?? Buffer.alloc(0)) === 0))
    throw new Error('what was wrapped anew does not open to the same key; nothing of this batch was changed');
  const { rowCount } = await owner.query(
    `UPDATE person_keys SET wrapped_key = anew.wrapped, master_key_id = $1
     FROM unnest($2::uuid[], $3::bytea[], $4::bytea[]) AS anew (key_id, before, wrapped)
     WHERE person_keys.key_id = anew.key_id AND wrapped_key = anew.before AND destroyed_at IS NULL`,
    [wrapping.id, rows.map(({ keyId }) => keyId), rows.map((row) => row.wrapped), wrapped],
  );
  return rowCount ?? 0;
}
