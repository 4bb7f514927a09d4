import { type MasterKey, PersonalData } from '@app/personal-data';
import { PostgresPersonKeys } from '@app/personal-data/postgres';
import { WritablePool } from '@app/postgres-hosts';
import { bodiesOf } from '../../composition/src/bodies';
import { bodySettingsFrom } from '../../composition/src/body-settings';
import { fingerprinted } from '../../worker/src/fingerprinted';
import { adoptionList } from './adopt-list';
import { databaseUrlIn } from './database-url';
import { masterKeyIn } from './master-key-file';
import { ask } from './redrive';

export interface AdoptOrder {
  readonly body: string;
  readonly step: 'list' | 'ask' | 'approve';
  readonly reason: string;
  /** Of a person; undefined: there is none, and nothing can be ordered. */
  readonly key: string | undefined;
}

export interface Said {
  /** Piece by piece. */
  csv(text: string): void;
  line(text: string): void;
}

/**
 * Lists what a body holds already against what it is to be told; then, when told so, asks a running ledger to adopt that very list, or approves
 * it. The list is read anew each time: what is approved is what was asked for, or nothing.
 *
 * @returns 0: done; 1: refused, and why was said
 */
export async function adoptOrder(order: AdoptOrder, environment: NodeJS.ProcessEnv, said: Said): Promise<0 | 1> {
  const { body, step, reason, key } = order;
  const known = bodiesOf(bodySettingsFrom(environment)).find(({ id }) => id === body);
  const databaseUrl = databaseUrlIn(environment);
  if (!known) return notDone(said, `BODIES 中没有 ${body}`);
  if (databaseUrl === undefined) return notDone(said, '没有数据库：请设置 DATABASE_URL');
  if (step !== 'list' && key === undefined) return notDone(said, '没有访问密钥：请设置 LEDGER_KEY');
  if (!known.holdings) said.line('该平台不能按清单查询已有记录，视为什么也没有');
  const counts = await listed(known, databaseUrl, await masterKeyIn(environment), said);
  const { listHash, matched, differing, unmatched, surplus } = counts;
  said.line(`一致 ${matched}，不同 ${differing}，将报送 ${unmatched}，台账不知 ${surplus}；清单摘要 ${listHash}`);
  if (step === 'list') return 0;
  const ledger = { url: environment.LEDGER_URL ?? 'http://127.0.0.1:3000', key: key ?? '' };
  const path = `/pushes/bodies/${encodeURIComponent(body)}/adoption`;
  try {
    if (step === 'ask') await ask(ledger, path, { ...counts, reason });
    else await ask(ledger, `${path}/approval`, { listHash, reason });
  } catch (error) {
    return notDone(said, error instanceof Error ? error.message : String(error));
  }
  said.line(step === 'ask' ? '已申请，须由另一人批准' : '已批准，随即接管，其余开始报送');
  return 0;
}

function notDone(said: Said, why: string): 1 {
  said.line(`没有完成：${why}`);
  return 1;
}

async function listed(
  { id: endpoint, holdings }: ReturnType<typeof bodiesOf>[number],
  databaseUrl: string,
  masterKey: MasterKey | undefined,
  said: Said,
) {
  const pool = new WritablePool({ connectionString: databaseUrl, max: 2 });
  pool.on('error', ({ message }) => {
    said.line(`连接中断：${message}`);
  });
  try {
    const personal = new PersonalData(new PostgresPersonKeys(pool), masterKey, () => undefined);
    return await adoptionList(
      {
        ...{ holdings, endpoint, client: pool, signal: new AbortController().signal },
        fingerprintOf: (push) => fingerprinted(holdings, personal, push),
      },
      (text) => {
        said.csv(text);
      },
    );
  } finally {
    await pool.end();
  }
}
