import type { ClientBase } from 'pg';
import type { ToldContent } from './body-holdings';
import { cursorPages, literal, perhapsThere } from './cursor-pages';
import type { Effect } from './lane';
import type { Push } from './push';

/** A push, and what its body took of the lane it is in. */
export interface ToldPush {
  readonly push: ToldContent & Pick<Push, 'lane'>;
  /** The body's receipt; null: it has not acknowledged it, or is to be told once more. */
  readonly receiptNumber: string | null;
  /** Everything of the lane that the body has, or may have, in the order in which it was told: this one among them, if it has. */
  readonly story: readonly ToldMessage[];
  /** A message behind it in the lane, which the body has not taken yet, is to restore the record: it refused it perhaps because it has lost what came before. */
  readonly isToBeRestored: boolean;
}

/** One of the messages that a body has, or may have. */
export interface ToldMessage {
  /** False: it was handed out, and nobody knows what the body made of it. */
  readonly acknowledged: boolean;
  readonly key: string;
  readonly kind: string;
  /** What it does to the record that its lane is about. */
  readonly effect: Effect;
  /** The event that it tells of. */
  readonly stream: string;
  readonly revision: number;
  /** The day on which the body shows the record to the public; null: its receipt names none. */
  readonly publishedOn: string | null;
  /** Those fields of its document that were asked for. */
  readonly fields: Readonly<Record<string, unknown>>;
}

/**
 * Every push of one endpoint as of one moment, in the order of the bytes of the keys, page by page.
 *
 * @param client a connection of its own
 * @param fields which fields of the documents the story has
 */
export async function* toldPushes(
  client: Pick<ClientBase, 'query'>,
  endpoint: string,
  fields: readonly string[],
): AsyncGenerator<readonly ToldPush[]> {
  const pages = cursorPages<ToldRow>(client, 'told_pushes', told(`endpoint = ${literal(endpoint)}`, fields));
  for await (const page of pages) yield page.map(toTold);
}

/** The same of the lanes in which these keys are, as they are now. */
export async function toldPushesUnder(
  client: Pick<ClientBase, 'query'>,
  endpoint: string,
  keys: readonly string[],
  fields: readonly string[],
): Promise<readonly ToldPush[]> {
  const { rows } = await client.query<ToldRow>(
    told(`endpoint = $1 AND lane IN (SELECT lane FROM pushes WHERE endpoint = $1 AND ${heldAs} = ANY ($2))`, fields),
    [endpoint, keys],
  );
  return rows.map(toTold);
}

/** The key under which the body holds it: what it held before it was told anything has one of the body's own. */
const heldAs = 'coalesce(held_as, key)';

const told = (which: string, fields: readonly string[]): string =>
  `SELECT push_id AS "pushId", endpoint, subject_id AS "subjectId", lane, kind, ${heldAs} AS key, document, receipt_number AS "receiptNumber",
          jsonb_agg(jsonb_build_object('key', ${heldAs}, 'kind', kind, 'effect', effect, 'acknowledged', receipt_number IS NOT NULL,
            'stream', stream, 'revision', revision, 'publishedOn', published_on, 'fields', jsonb_build_object(${fields
              .map((field) => `${literal(field)}, document -> ${literal(field)}`)
              .join(', ')})))
            FILTER (WHERE ${perhapsThere})
            OVER (PARTITION BY lane ORDER BY position, part ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) AS story,
          coalesce(bool_or(effect = 'restores' AND receipt_number IS NULL AND status IN ('waiting', 'sent', 'processing', 'held', 'rejected', 'dead'))
            OVER (PARTITION BY lane ORDER BY position, part ROWS BETWEEN 1 FOLLOWING AND UNBOUNDED FOLLOWING), false) AS "isToBeRestored"
   FROM pushes WHERE ${which} ORDER BY ${heldAs} COLLATE "C", position, part`;

type ToldRow = ToldPush['push'] &
  Pick<ToldPush, 'receiptNumber' | 'isToBeRestored'> & { readonly story: ToldPush['story'] | null };

const toTold = ({ receiptNumber, story, isToBeRestored, ...push }: ToldRow): ToldPush => ({
  push,
  receiptNumber,
  story: story ?? [],
  isToBeRestored,
});
