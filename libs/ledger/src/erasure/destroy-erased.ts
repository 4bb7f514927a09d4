import type { EventLog } from '@app/event-store';
import type { PersonKeys } from '@app/personal-data';
import { destructionsIn } from './destructions-in';

const pageEvents = 1_000;

/**
 * Carries out again every erasure that stands in the log: a copy of keys that was brought back has the keys of whoever was erased since. Said again it
 * changes nothing.
 *
 * @param log events in their present version
 * @returns how many keys the log orders to be destroyed
 */
export async function destroyErased(
  log: Pick<EventLog, 'readAll'>,
  keys: Pick<PersonKeys, 'destroy'>,
): Promise<number> {
  let [after, ordered] = [0, 0];
  for (;;) {
    const page = await log.readAll({ after, limit: pageEvents });
    const found = destructionsIn(page);
    if (found.length > 0) await keys.destroy(found);
    ordered += found.length;
    const last = page.at(-1);
    if (!last) return ordered;
    after = last.position;
  }
}
