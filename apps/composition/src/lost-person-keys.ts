import type { Pool } from 'pg';

/** So long an answer is good: while all keys are here, and while some are lost. Our figures. */
const wellMs = 60_000;
const lostMs = 5_000;

/**
 * Whether people stand in the dossiers who have no key, usable or destroyed: `person_keys` is in no backup of the log, and after a restore it may not
 * have been brought back yet. One question, however often it is asked in a minute.
 */
export function lostPersonKeys(pool: Pick<Pool, 'query'>): () => Promise<boolean> {
  let [lost, goodUntil] = [false, -Infinity];
  return async () => {
    if (performance.now() < goodUntil) return lost;
    const { rows } = await pool.query<{ lost: boolean }>({
      name: 'lost-person-keys',
      text: `SELECT EXISTS (
               SELECT FROM credit_dossiers_2
               WHERE subject_id >= 'person-' AND subject_id < 'person.' AND subject_id ~ '^person-[0-9a-f]{32}$'
                 AND NOT EXISTS (SELECT FROM person_keys WHERE person_id = substr(subject_id, 8)::uuid)) AS lost`,
    });
    lost = rows[0]?.lost ?? false;
    goodUntil = performance.now() + (lost ? lostMs : wellMs);
    return lost;
  };
}
