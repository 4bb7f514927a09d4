import type { Outbox } from '@app/outbox';
import type { Body } from '../../composition/src/bodies';

/** A body is reached by another mode than before, and owes answers by that one. */
export class AnswersOwedOtherwise extends Error {
  constructor(sentence: string) {
    super(sentence);
    this.name = 'AnswersOwedOtherwise';
  }
}

/**
 * Before anything is sent or asked: what a body has yet to answer is asked for by the mode it went. Another mode cannot: its references are
 * others, so the answer would never be found, and what lies in a folder or at an officer's desk could be stored twice. Where that mode is gone
 * for good (`isFormerModeGone`), what it owes is asked for by key, and said again where the body holds nothing.
 *
 * @throws `AnswersOwedOtherwise`, with a sentence for the operator; nothing was changed then
 */
export async function settleFormerWays(
  outbox: Pick<Outbox, 'owedOtherwise' | 'askOtherwise'>,
  bodies: readonly Pick<Body, 'id' | 'endpoint' | 'mode' | 'isFormerModeGone'>[],
): Promise<void> {
  const reached = bodies.flatMap(({ id, endpoint, mode, isFormerModeGone = false }) =>
    endpoint && mode ? [{ id, mode, isFormerModeGone }] : [],
  );
  const owed = await Promise.all(
    reached.map(async (body) => [body, await outbox.owedOtherwise(body.id, body.mode)] as const),
  );
  for (const [{ id, mode, isFormerModeGone }, [first]] of owed)
    if (first && !isFormerModeGone)
      throw new AnswersOwedOtherwise(
        `${id} 有${first.count}条已以 ${first.way} 方式送出、尚待答复，不能改以 ${mode} 方式推送：请恢复原方式，暂停推送（npm run pushes -- pause ${id}），待答复完毕后再改；原方式确已不再可用的，设 ${id.toUpperCase().replaceAll('-', '_')}_FORMER_MODE_GONE=yes，将按编号查询，平台没有的重新报送`,
      );
  for (const [{ id, mode }, ways] of owed) if (ways.length > 0) await outbox.askOtherwise(id, mode);
}
