import type { ClientBase } from 'pg';
import type { ToldContent } from './body-holdings';

/** A push that states a record and never left: its body may hold the record already, written down there by somebody else. */
export interface Untold {
  readonly push: ToldContent;
  readonly lane: string;
  /** The event that it tells of. */
  readonly eventId: string;
}

export interface Adopted {
  readonly pushId: string;
  /** The key under which the body holds the record. */
  readonly heldAs: string;
  readonly receiptNumber: string;
  readonly receivedAt: string;
  readonly publishedOn: string | null;
  /** When it was recorded, instant (UTC). */
  readonly settledAt: string;
}

const pageRows = 500;

/** Of those that were adopted before it is said again, so that the same is found when it is looked for once more. */
const never = `effect = 'states' AND ((status = 'waiting' AND attempts = 0) OR held_as IS NOT NULL)`;
const columns = `push_id AS "pushId", endpoint, subject_id AS "subjectId", kind, key, document, lane, event_id AS "eventId"`;

type Client = Pick<ClientBase, 'query'>;

/** What never left in these lanes, adopted or not: the first of each lane. */
export async function untoldIn(client: Client, endpoint: string, lanes: readonly string[]): Promise<readonly Untold[]> {
  const { rows } = await client.query<UntoldRow>(
    `SELECT DISTINCT ON (lane) ${columns} FROM pushes
     WHERE endpoint = $1 AND lane = ANY ($2::text[]) AND ${never} ORDER BY lane, position, part`,
    [endpoint, lanes],
  );
  return rows.map(toUntold);
}

/** All that never left and was not adopted, lane by lane, page by page. */
export async function* untoldPages(client: Client, endpoint: string): AsyncGenerator<readonly Untold[]> {
  let after = '';
  for (;;) {
    const { rows } = await client.query<UntoldRow>(
      `SELECT DISTINCT ON (lane) ${columns} FROM pushes
       WHERE endpoint = $1 AND lane > $2 AND ${never} AND held_as IS NULL ORDER BY lane, position, part LIMIT ${pageRows}`,
      [endpoint, after],
    );
    if (rows.length === 0) return;
    yield rows.map(toUntold);
    after = rows.at(-1)?.lane ?? '';
  }
}

/** The keys in these lanes under which the body acknowledged something: what it holds there it was told. */
export async function keysTold(
  client: Client,
  endpoint: string,
  lanes: readonly string[],
): Promise<ReadonlySet<string>> {
  const { rows } = await client.query<{ key: string }>(
    'SELECT key FROM pushes WHERE endpoint = $1 AND lane = ANY ($2::text[]) AND receipt_number IS NOT NULL',
    [endpoint, lanes],
  );
  return new Set(rows.map(({ key }) => key));
}

/**
 * Pushes whose records their bodies held before anything was said: they have the body's receipt and never leave. One that
 * left, or was adopted, stays as it is.
 */
export async function adopt(client: Client, adopted: readonly Adopted[]): Promise<void> {
  if (adopted.length === 0) return;
  await client.query({
    name: 'adopt-pushes',
    text: `UPDATE pushes SET status = 'acknowledged', receipt_number = said.receipt_number, received_at = said.received_at,
             published_on = said.published_on, held_as = said.held_as, settled_at = said.settled_at, due_at = '-infinity', lease_id = NULL, in_doubt = false
           FROM unnest($1::uuid[], $2::text[], $3::text[], $4::timestamptz[], $5::date[], $6::timestamptz[])
             AS said (push_id, held_as, receipt_number, received_at, published_on, settled_at)
           WHERE pushes.push_id = said.push_id AND pushes.status = 'waiting' AND pushes.attempts = 0`,
    values: [
      adopted.map(({ pushId }) => pushId),
      adopted.map(({ heldAs }) => heldAs),
      adopted.map(({ receiptNumber }) => receiptNumber),
      adopted.map(({ receivedAt }) => receivedAt),
      adopted.map(({ publishedOn }) => publishedOn),
      adopted.map(({ settledAt }) => settledAt),
    ],
  });
}

type UntoldRow = ToldContent & Pick<Untold, 'lane' | 'eventId'>;

const toUntold = ({ lane, eventId, ...push }: UntoldRow): Untold => ({ push, lane, eventId });
