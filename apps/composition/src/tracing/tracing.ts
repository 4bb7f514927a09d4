import type { EventLog, NewEvent } from '@app/event-store';
import type { Push } from '@app/outbox';
import type { OtlpExporter } from './otlp';
import { newSpanId, type Place, type Span, spanIdOf, traceIdOf } from './spans';

/** So many are remembered that are on their way; what comes later looks its event up again. Our figure. */
const rememberedMax = 10_000;

type Origin = Pick<NewEvent, 'id' | 'requestId' | 'causeId'>;

/**
 * One trace from a request to the receipt of the body, over all processes: request, each event that it recorded, each sending of what is told of that
 * event, the event of the outcome. What a policy records begins a trace of its own, named after the event that caused it.
 */
export class Tracing {
  /** Requests under way here, by their ids. */
  private readonly requests = new Map<string, Place>();
  /** Where messages about an event belong, by the event's id. */
  private readonly followed = new Map<string, Place>();
  /** Where the outcome of a message belongs, by what records it and by the event that the message is about. */
  private readonly sendings = new Map<string, Place>();

  constructor(
    private readonly exporter: Pick<OtlpExporter, 'add' | 'close'>,
    private readonly now: () => number = () => Date.now(),
  ) {}

  /** A request that has begun. @returns what ends it */
  request(requestId: string, method: string): (route: string, status: number) => void {
    const startMs = this.now();
    const place = { traceId: traceIdOf(requestId), spanId: newSpanId() };
    this.requests.set(requestId, place);
    return (route, status) => {
      if (this.requests.get(requestId) === place) this.requests.delete(requestId);
      this.add(place, undefined, `${method} ${route}`, startMs, {
        kind: 'server',
        failed: status >= 500,
        attributes: { 'http.request.method': method, 'http.route': route, 'http.response.status_code': status },
      });
    };
  }

  /** Events that this process has appended just now. */
  recorded(events: readonly (Origin & Pick<NewEvent, 'type'>)[]): void {
    const now = this.now();
    for (const event of events) {
      const above = this.requests.get(event.requestId) ?? this.above(event);
      const place = { traceId: above?.traceId ?? traceIdOf(originOf(event)), spanId: spanIdOf(event.id) };
      this.add(place, above?.spanId, `record ${event.type}`, now, {
        kind: 'internal',
        attributes: { 'ledger.event_id': event.id },
      });
    }
  }

  /** Messages that are about to be sent. @returns what is told how each of them ended, in their order */
  async sending(
    pushes: readonly Push[],
    log: Pick<EventLog, 'readStream'>,
  ): Promise<(outcomes: readonly { readonly outcome: string }[]) => void> {
    const startMs = this.now();
    await this.follow(pushes, log);
    return (outcomes) => {
      pushes.forEach(({ eventId, pushId, endpoint }, at) => {
        const above = this.followed.get(eventId);
        const outcome = outcomes[at]?.outcome ?? 'failed';
        const place = { traceId: above?.traceId ?? traceIdOf(eventId), spanId: newSpanId() };
        this.add(place, above?.spanId, `push ${endpoint}`, startMs, {
          kind: 'client',
          failed: outcome === 'failed' || outcome === 'unreadable',
          attributes: { 'ledger.body': endpoint, 'ledger.outcome': outcome, 'ledger.push_id': pushId },
        });
        remember(this.sendings, outcomeKey(`push/${endpoint}`, eventId), place);
      });
    };
  }

  /** Finds where messages belong that this process did not send: their answers came later, or after a start. One question for all of them. */
  async follow(pushes: readonly Push[], log: Pick<EventLog, 'readStream'>): Promise<void> {
    const unknown = pushes.filter(({ eventId }) => !this.followed.has(eventId));
    await Promise.all(
      unknown.map(async ({ eventId, stream }) => {
        // A log that does not answer now tears a trace; what is to be sent is sent all the same.
        const events = await log.readStream(stream).catch(() => []);
        const event = events.find(({ id }) => id === eventId);
        if (event === undefined) return;
        remember(this.followed, eventId, { traceId: traceIdOf(originOf(event)), spanId: spanIdOf(eventId) });
      }),
    );
  }

  close(): Promise<void> {
    return this.exporter.close();
  }

  private above({ requestId, causeId }: Origin): Place | undefined {
    if (causeId === null) return undefined;
    return this.sendings.get(outcomeKey(requestId, causeId)) ?? this.followed.get(causeId);
  }

  private add(
    place: Place,
    parentId: string | undefined,
    name: string,
    startMs: number,
    more: Pick<Span, 'kind' | 'failed' | 'attributes'>,
  ): void {
    this.exporter.add({
      ...place,
      ...(parentId !== undefined && { parentId }),
      name,
      startMs,
      endMs: this.now(),
      ...more,
    });
  }
}

const outcomeKey = (requestId: string, eventId: string): string => `${requestId}\n${eventId}`;

/** The oldest are forgotten. */
function remember(places: Map<string, Place>, key: string, place: Place): void {
  places.set(key, place);
  for (const oldest of places.keys()) {
    if (places.size <= rememberedMax) break;
    places.delete(oldest);
  }
}

/** A request by somebody; for what a policy or an outcome records, the event that caused it: their request ids are names and the same for all. */
const originOf = ({ requestId, causeId }: Origin): string => causeId ?? requestId;
