import type { StoredEvent } from '@app/event-store';
import {
  adopt,
  type Adopted,
  type PushRecorded,
  type RecordedOutcome,
  redrive,
  sendAgain,
  settleAsRecorded,
} from '@app/outbox';
import type { ClientBase } from 'pg';
import { type PushEvent, pushEvents } from './domain/push.events';

/** What an event of a push is to its row. */
type Change =
  | { readonly change: 'redrive' | 'send-unchecked'; readonly pushId: string }
  | { readonly change: 'send-again'; readonly pushId: string; readonly round: number }
  | ({ readonly change: 'adopt' } & Adopted)
  | ({ readonly change: 'settle' } & PushRecorded);

/**
 * Changes the rows of a body's pushes as these events say, in their order; inside the transaction that `client` has open. Neighbours that
 * say the same sort of thing, each of another push, are one statement.
 */
export async function changeRows(client: ClientBase, body: string, events: readonly StoredEvent[]): Promise<void> {
  const changes = events.flatMap((event) => changesOf(body, event));
  for (const like of together(changes)) await carryOut(client, like);
}

function changesOf(body: string, event: StoredEvent): readonly Change[] {
  const read = pushEvents.eventIn(event);
  if (read?.data.endpoint !== body) return [];
  const { pushId } = read.data;
  switch (read.type) {
    case 'PushRedriven':
      return [{ change: 'redrive', pushId }];
    case 'PushSentDespiteCheck':
      return [{ change: 'send-unchecked', pushId }];
    case 'PushFoundLost':
      return [{ change: 'send-again', pushId, round: read.data.round }];
    case 'PushAdopted':
      return [{ change: 'adopt', ...read.data, settledAt: event.recordedAt }];
    default:
      return [{ change: 'settle', pushId, recordedAt: event.recordedAt, ...outcomeOf(read) }];
  }
}

type OutcomeEvent = Exclude<
  PushEvent,
  { readonly type: 'PushRedriven' | 'PushSentDespiteCheck' | 'PushFoundLost' | 'PushAdopted' }
>;

function outcomeOf(event: OutcomeEvent): RecordedOutcome {
  switch (event.type) {
    case 'PushDelivered': {
      const { receiptNumber, receivedAt, publishedOn } = event.data;
      return { outcome: 'acknowledged', receiptNumber, receivedAt, publishedOn };
    }
    case 'PushRefused':
      return { outcome: 'rejected', code: event.data.code };
    case 'PushGivenUp':
      return { outcome: 'dead', because: event.data.because, unreadable: event.data.unreadable };
    case 'PushHeld':
      return { outcome: 'held' };
    case 'PushOvertaken':
      return { outcome: event.data.mended ? 'mended' : 'overtaken', by: event.data.by };
    case 'PushPublicityOver':
      return { outcome: 'overtaken', by: null };
    case 'PushNothingThere':
      return { outcome: 'nothing-there' };
  }
}

/** Runs of changes of one sort, none of the same push twice. */
export function together<One extends { readonly change: string; readonly pushId: string }>(
  changes: readonly One[],
): readonly (readonly One[])[] {
  const runs: One[][] = [];
  for (const change of changes) {
    const run = runs.at(-1);
    const fits = run?.[0]?.change === change.change && !run.some(({ pushId }) => pushId === change.pushId);
    if (fits) run.push(change);
    else runs.push([change]);
  }
  return runs;
}

async function carryOut(client: ClientBase, like: readonly Change[]): Promise<void> {
  const only = <Sort extends Change['change']>(sort: Sort) =>
    like.filter((one): one is Extract<Change, { readonly change: Sort }> => one.change === sort);
  await redrive(
    client,
    only('redrive').map(({ pushId }) => pushId),
  );
  await redrive(
    client,
    only('send-unchecked').map(({ pushId }) => pushId),
    { unchecked: true },
  );
  await sendAgain(client, only('send-again'));
  await adopt(client, only('adopt'));
  await settleAsRecorded(
    client,
    only('settle').map(({ change: _, ...recorded }) => recorded),
  );
}
