import type { EventLog } from '@app/event-store';
import { destroyErased, Refusal } from '@app/ledger';
import { PostgresPersonKeys } from '@app/personal-data/postgres';
import type { Pool } from 'pg';
import { lostPersonKeys } from '../../composition/src/lost-person-keys';
import { mergePersonKeys } from './merge-person-keys';

export interface SettledKeys {
  readonly merged: number;
  readonly destroyed: number;
}

/**
 * Brings the keys of people back, when a copy is given, and carries out again every erasure that stands in the log: in the same transaction as the
 * copy, so that nobody who was erased is readable for a moment. Said again it changes nothing.
 *
 * Refusal: `restored-keys-lost` when somebody stands in the ledger who has no key.
 *
 * @param log events in their present version
 * @param copy `pg_dump --data-only -t person_keys`, as text; undefined: none is brought back
 */
export async function settleKeys(
  pool: Pool,
  log: Pick<EventLog, 'readAll'>,
  copy: string | undefined,
  say: (line: string) => void,
): Promise<SettledKeys> {
  const merged = copy === undefined ? 0 : await merge(pool, log, copy, say);
  const destroyed = await destroyErased(log, new PostgresPersonKeys(pool));
  if (await lostPersonKeys(pool)()) throw new Refusal('restored-keys-lost');
  say(`个人信息密钥：并回 ${merged} 把；台账中的删除决定 ${destroyed} 件，均已重新执行`);
  return { merged, destroyed };
}

async function merge(
  pool: Pool,
  log: Pick<EventLog, 'readAll'>,
  copy: string,
  say: (line: string) => void,
): Promise<number> {
  const client = await pool.connect();
  try {
    const found = await mergePersonKeys(client, copy, () => destroyErased(log, new PostgresPersonKeys(client)));
    if (found.destroyedThere > 0)
      say(
        `注意：${found.destroyedThere} 把密钥在保存的副本中已销毁而在此处仍可用，已再次销毁；其删除决定若已丢失，请补录`,
      );
    if (found.taken.length > 0)
      say(
        `注意：${found.taken.length} 把密钥不能并回，其人在此处已有新的密钥，原有文本不可读：${found.taken.join('、')}`,
      );
    return found.merged;
  } finally {
    client.release();
  }
}
