import type { Pool } from 'pg';

/** What is looked for in the documents of pushes. */
export interface Naming {
  readonly endpoint: string;
  /** Only in those about this subject; unsaid: in all. */
  readonly subjectId?: string;
  /** A regular expression; its first group is compared with `words`. */
  readonly pattern: string;
  readonly words: readonly string[];
}

interface Looked {
  readonly keys: readonly string[] | null;
  /** The last push that was looked at; null: there was none any more. */
  readonly last: string | null;
}

/** So many pushes are looked at by one statement. */
const pageRows = 5_000;

/** The keys of all pushes to one endpoint in whose document one of these words stands, page by page. It looks at every one of them: for what is seldom asked. */
export async function* keysNaming(
  pool: Pick<Pool, 'query'>,
  { endpoint, subjectId, pattern, words }: Naming,
): AsyncGenerator<readonly string[]> {
  let after: string | null = null;
  do {
    const looked = await lookBehind(pool, { endpoint, subjectId, pattern, words }, after);
    if (looked.keys) yield looked.keys;
    after = looked.last;
  } while (after !== null);
}

async function lookBehind(
  pool: Pick<Pool, 'query'>,
  { endpoint, subjectId, pattern, words }: Naming,
  after: string | null,
): Promise<Looked> {
  const { rows } = await pool.query<Looked>(
    `WITH looked AS (
       SELECT push_id, key, document FROM pushes
       WHERE endpoint = $1 AND ($2::text IS NULL OR subject_id = $2) AND ($5::uuid IS NULL OR push_id > $5)
       ORDER BY push_id LIMIT ${pageRows}
     )
     SELECT max(push_id::text) AS last, array_agg(key) FILTER (WHERE EXISTS (
       SELECT FROM regexp_matches(document::text, $3, 'g') AS found WHERE found[1] = ANY ($4)
     )) AS keys
     FROM looked`,
    [endpoint, subjectId ?? null, pattern, words, after],
  );
  return rows[0] ?? { keys: null, last: null };
}
