import type { Actor, Context } from '@app/event-store';
import { derivedId, idInstead, type IdNamespace } from '../shared';

/** Who acts when the ledger carries out a policy by itself. */
export const systemActor: Actor = { name: '台账自动处理', unitName: '消防信用台账', unitCode: '', role: 'system' };

/**
 * The context of a command that the ledger gives itself.
 *
 * @param requestId on whose part: `policy/listing-candidates-1`
 * @param key       what the command is about, within its kind: the same key is the same command, however often it is given
 * @param causeId   the event that caused it, when it was one
 */
export const systemContext = (
  requestId: string,
  key: readonly [kind: IdNamespace, ...names: readonly string[]],
  causeId: string | null = null,
): Context => systemContextOf(requestId, derivedId(...key), causeId);

/** The same, of a command whose id was derived elsewhere. A caller may have taken that id in a log from before callers had their own. */
export const systemContextOf = (requestId: string, commandId: string, causeId: string | null = null): Context => ({
  actor: systemActor,
  commandId,
  requestId,
  causeId,
  whenTaken: idInstead,
});
