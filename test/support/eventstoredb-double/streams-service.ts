import { randomUUID } from 'node:crypto';
import { type IStreamsServer } from '@eventstore/db-client/generated/streams_grpc_pb';
import {
  type AppendReq,
  type BatchAppendReq,
  DeleteResp,
  ReadReq,
  type ReadResp,
  TombstoneResp,
} from '@eventstore/db-client/generated/streams_pb';
import { type Metadata, type ServerWritableStream, type ServiceError, status } from '@grpc/grpc-js';
import {
  appendAnswer,
  batchAnswer,
  batchTooLarge,
  bytesOf,
  expectedIn,
  expectedInBatch,
  proposedEvent,
} from './appends';
import { connectionLost, type Faults, serverNotReady, type WriteFault } from './faults';
import {
  caughtUpAnswer,
  checkpointAnswer,
  confirmationAnswer,
  eventAnswer,
  filterIn,
  nameIn,
  streamNotFoundAnswer,
} from './messages';
import { accessDenied, appendTooLarge, invalidPosition, streamDeleted } from './refusals';
import {
  type Expected,
  type ProposedEvent,
  type RecordedEvent,
  StreamTombstoned,
  type TransactionLog,
  type Written,
} from './transaction-log';

export type ReadCall = ServerWritableStream<ReadReq, ReadResp>;

export interface StreamsServiceOptions {
  readonly log: TransactionLog;
  readonly faults: Faults;
  readonly maxAppendBytes: number;
  /** Whether the login may neither delete streams nor write their metadata. */
  readonly guarded: boolean;
  /** Why this call is not answered here: credentials, or because another node leads. Undefined: it is. */
  readonly refuses: (metadata: Metadata) => Partial<ServiceError> | undefined;
  readonly subscriptions: Set<ReadCall>;
  /** Told of every call by its name. */
  readonly seen: (call: string) => void;
  /** Waits while the node is frozen. */
  readonly awake: () => Promise<void>;
}

type Outcome =
  { readonly written: Written } | { readonly fault: WriteFault } | { readonly denied: Partial<ServiceError> };

/** The Streams service: append, batch append, reads of streams and of `$all`, and subscriptions to `$all`. */
export function streamsService(options: StreamsServiceOptions): IStreamsServer {
  const { log, faults, maxAppendBytes, guarded, refuses, subscriptions, seen, awake } = options;

  async function write(stream: string, expected: Expected, events: readonly ProposedEvent[]): Promise<Outcome> {
    if (faults.delayMs > 0) await new Promise((resolve) => setTimeout(resolve, faults.delayMs));
    const fault = faults.of(stream);
    if (fault !== undefined && fault !== 'answer-lost-after-storing') return { fault };
    if (guarded && stream.startsWith('$$')) return { denied: accessDenied() };
    try {
      const written = log.write(stream, expected, events);
      return fault === undefined ? { written } : { fault };
    } catch (error) {
      if (!(error instanceof StreamTombstoned)) throw error;
      return { denied: streamDeleted(stream) };
    }
  }

  /** What an administrator does, or why not. */
  function remove(metadata: Metadata, stream: string, carryOut: () => void): Partial<ServiceError> | undefined {
    const refused = refuses(metadata) ?? (guarded ? accessDenied() : undefined);
    if (refused) return refused;
    try {
      carryOut();
      return undefined;
    } catch (error) {
      if (!(error instanceof StreamTombstoned)) throw error;
      return streamDeleted(stream);
    }
  }

  return {
    append(call, callback) {
      seen('append');
      const requests: AppendReq[] = [];
      call.on('data', (request: AppendReq) => requests.push(request));
      // A caller that died in the middle ends its call as well, and a moment later it turns out to be cut off.
      call.on('end', () => {
        const answer = () => {
          if (call.cancelled) return;
          const refused = refuses(call.metadata);
          if (refused) {
            callback(refused);
            return;
          }
          const head = requests[0]?.getOptions();
          const events = requests.flatMap((request) => {
            const message = request.getProposedMessage();
            return message ? [proposedEvent(message)] : [];
          });
          if (!head || events.length === 0) callback({ code: status.INVALID_ARGUMENT, details: 'nothing to append' });
          else if (bytesOf(events) > maxAppendBytes) callback(appendTooLarge(maxAppendBytes));
          else {
            const expected = expectedIn(head);
            void write(nameIn(head.getStreamIdentifier()), expected, events).then(async (outcome) => {
              await awake(); // stored, and frozen before it could say so
              if ('written' in outcome) callback(null, appendAnswer(outcome.written, expected));
              else if ('denied' in outcome) callback(outcome.denied);
              else if (outcome.fault === 'not-ready') callback(serverNotReady);
              else if (outcome.fault !== 'never-answered') callback(connectionLost);
            });
          }
        };
        void awake().then(() => setImmediate(answer));
      });
    },

    batchAppend(call) {
      seen('batchAppend');
      const refused = refuses(call.metadata);
      if (refused) {
        call.emit('error', refused);
        return;
      }
      const begun = new Map<string, { readonly options: BatchAppendReq.Options; readonly events: ProposedEvent[] }>();
      call.on('data', (request: BatchAppendReq) => {
        const id = request.getCorrelationId()?.getString() ?? '';
        const options = request.getOptions();
        if (options) begun.set(id, { options, events: [] });
        const append = begun.get(id);
        if (!append) return;
        append.events.push(...request.getProposedMessagesList().map(proposedEvent));
        const stream = nameIn(append.options.getStreamIdentifier());
        if (bytesOf(append.events) > maxAppendBytes) {
          begun.delete(id);
          call.write(batchTooLarge(request, stream, maxAppendBytes));
        } else if (request.getIsFinal()) {
          begun.delete(id);
          const expected = expectedInBatch(append.options);
          void write(stream, expected, append.events).then((outcome) => {
            if ('written' in outcome) call.write(batchAnswer(request, stream, outcome.written, expected));
            else if ('denied' in outcome) call.emit('error', outcome.denied);
            else if (outcome.fault !== 'never-answered') call.emit('error', connectionLost);
          });
        }
      });
      call.on('end', () => {
        call.end();
      });
    },

    read(call) {
      const request = call.request.getOptions();
      seen(request?.hasSubscription() ? 'subscribe' : 'read');
      void awake().then(() => {
        if (call.cancelled) return;
        const refused = refuses(call.metadata);
        if (refused) call.emit('error', refused);
        else if (!request) call.emit('error', { code: status.INVALID_ARGUMENT, details: 'no options' });
        else if (request.hasSubscription()) subscribe(call, request, log, subscriptions);
        else answerRead(call, request, log, faults);
      });
    },

    delete(call, callback) {
      seen('delete');
      const stream = nameIn(call.request.getOptions()?.getStreamIdentifier());
      const refused = remove(call.metadata, stream, () => log.softDelete(stream));
      if (refused) callback(refused);
      else callback(null, new DeleteResp());
    },

    tombstone(call, callback) {
      seen('tombstone');
      const stream = nameIn(call.request.getOptions()?.getStreamIdentifier());
      const refused = remove(call.metadata, stream, () => log.tombstone(stream));
      if (refused) callback(refused);
      else callback(null, new TombstoneResp());
    },
  };
}

function answerRead(call: ReadCall, request: ReadReq.Options, log: TransactionLog, faults: Faults): void {
  const count = Number(request.getCount());
  const direction = request.getReadDirection() === ReadReq.Options.ReadDirection.FORWARDS ? 'forwards' : 'backwards';
  const inStream = (at: ReadReq.Options.StreamOptions, hidden: boolean) =>
    hidden
      ? undefined
      : log.stream(nameIn(at.getStreamIdentifier()), at.hasEnd() ? 'end' : Number(at.getRevision()), direction, count);
  try {
    const ofStream = request.getStream();
    const name = nameIn(ofStream?.getStreamIdentifier());
    const found = ofStream
      ? inStream(ofStream, faults.hides(name))
      : direction === 'forwards'
        ? log.forwards(positionIn(request), filterIn(request), count)
        : log.backwards(positionIn(request), filterIn(request), count);
    if (found) for (const event of found) call.write(eventAnswer(event));
    else call.write(streamNotFoundAnswer(name));
    call.end();
  } catch (error) {
    call.emit('error', error instanceof StreamTombstoned ? streamDeleted(error.message) : invalidPosition());
  }
}

/** From a position (which is not included), or from now on: what is there, "caught up", and then whatever comes. */
function subscribe(call: ReadCall, request: ReadReq.Options, log: TransactionLog, subscriptions: Set<ReadCall>): void {
  const wanted = filterIn(request);
  const interval =
    (request.getFilter()?.getMax() ?? 32) * (request.getFilter()?.getCheckpointintervalmultiplier() ?? 1);
  let considered = 0;
  const consider = (event: RecordedEvent) => {
    considered++;
    if (wanted(event)) call.write(eventAnswer(event));
    if (considered % interval === 0) call.write(checkpointAnswer(event.position));
  };
  call.write(confirmationAnswer(randomUUID()));
  const from = positionIn(request);
  if (from !== 'end') {
    const missed = log.forwards(from, () => true);
    for (const event of request.getAll()?.hasPosition() ? missed.filter(({ position }) => position > from) : missed)
      consider(event);
  }
  call.write(caughtUpAnswer());
  const forget = log.follow(consider);
  subscriptions.add(call);
  const over = () => {
    forget();
    subscriptions.delete(call);
  };
  call.on('cancelled', over);
  call.on('close', over);
}

function positionIn(request: ReadReq.Options): number | 'end' {
  const all = request.getAll();
  if (all?.hasEnd()) return 'end';
  return Number(all?.getPosition()?.getCommitPosition() ?? 0);
}
