import type { EventLog } from '@app/event-store';
import type { Answer, Endpoint, Push } from '@app/outbox';
import type { Tracing } from '../../composition/src/tracing/tracing';

/** The endpoint, whose sendings are spans of the traces that they belong to. All else is the endpoint's own. */
export function tracedEndpoint(endpoint: Endpoint, tracing: Tracing, log: Pick<EventLog, 'readStream'>): Endpoint {
  const send = async (pushes: readonly Push[], signal: AbortSignal): Promise<readonly Answer[]> => {
    const ended = await tracing.sending(pushes, log);
    const answers = await endpoint.send(pushes, signal);
    ended(answers);
    return answers;
  };
  return Object.create(endpoint, { send: { value: send } }) as Endpoint;
}
