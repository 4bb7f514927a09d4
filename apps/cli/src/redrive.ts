import type { RedrivenPushes } from '@app/ledger';

export interface RedriveOrder {
  /** Where the ledger answers, e.g. `http://127.0.0.1:3000`. */
  readonly url: string;
  readonly key: string;
  readonly reason: string;
  /** One push; undefined: all that were refused or given up and meet the conditions. */
  readonly pushId?: string | undefined;
  readonly conditions: Readonly<Partial<Record<'endpoint' | 'kind' | 'status' | 'refusalCode' | 'uscc', string>>>;
  /** False: only shows what would be redriven. No effect for a single push. */
  readonly carryOut: boolean;
}

/** 0: done; 1: refused, or the ledger does not answer. */
export type RedriveExit = 0 | 1;

/** Orders a running ledger to send pushes once more, in the name of the key's holder. */
export async function redrive(order: RedriveOrder, say: (line: string) => void): Promise<RedriveExit> {
  const { pushId, reason, conditions, carryOut } = order;
  try {
    if (pushId !== undefined) {
      const { outcome } = await ask<{ outcome: string }>(order, `/pushes/${encodeURIComponent(pushId)}/redrive`, {
        reason,
      });
      say(outcome === 'recorded' ? '已记录，将重新推送' : '此前已决定重新推送，仍在途中');
      return 0;
    }
    const body = { ...conditions, reason, dryRun: !carryOut };
    const { pushIds, more } = await ask<RedrivenPushes>(order, '/pushes/redrive', body);
    for (const id of pushIds) say(id);
    const still = more ? '，还有更多，可再次下达' : '';
    say(
      carryOut
        ? `已记录，将重新推送 ${pushIds.length} 条${still}`
        : `将重新推送 ${pushIds.length} 条${still}（试看，加 --yes 执行）`,
    );
    return 0;
  } catch (error) {
    say(`没有完成：${error instanceof Error ? error.message : String(error)}`);
    return 1;
  }
}

export interface FlowOrder extends Pick<RedriveOrder, 'url' | 'key' | 'reason'> {
  readonly order: 'pause' | 'resume';
  readonly body: string;
}

/** Orders a running ledger to send a body nothing more, or to go on. */
export async function flow(order: FlowOrder, say: (line: string) => void): Promise<RedriveExit> {
  try {
    await ask(order, `/pushes/bodies/${encodeURIComponent(order.body)}/${order.order}`, { reason: order.reason });
    say(order.order === 'pause' ? '已记录，暂停推送' : '已记录，恢复推送');
    return 0;
  } catch (error) {
    say(`没有完成：${error instanceof Error ? error.message : String(error)}`);
    return 1;
  }
}

export interface KeyOrder extends Pick<RedriveOrder, 'url' | 'key' | 'reason'> {
  readonly body: string;
  readonly fingerprint: string;
}

/** Orders a running ledger to believe a body by another key of its own from now on. */
export async function trustKey(order: KeyOrder, say: (line: string) => void): Promise<RedriveExit> {
  const { body, fingerprint: key, reason } = order;
  try {
    await ask(order, `/pushes/bodies/${encodeURIComponent(body)}/key-change`, { key, reason });
    say('已记录，此后认定新密钥');
    return 0;
  } catch (error) {
    say(`没有完成：${error instanceof Error ? error.message : String(error)}`);
    return 1;
  }
}

/** Orders a running ledger, in the name of the key's holder. @throws what it refuses, as a sentence */
export async function ask<Answer>(
  { url, key }: Pick<RedriveOrder, 'url' | 'key'>,
  path: string,
  body: object,
): Promise<Answer> {
  const response = await fetch(new URL(path, url), {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
    redirect: 'error', // the key is for this ledger
    signal: AbortSignal.timeout(60_000),
  });
  const answer = (await response.json()) as Answer & { detail?: string; code?: string };
  if (!response.ok) throw new Error(`${answer.detail ?? response.statusText}（${answer.code ?? response.status}）`);
  return answer;
}
