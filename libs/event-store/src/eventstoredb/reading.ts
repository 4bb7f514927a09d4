import { StreamDeletedError } from '@eventstore/db-client';
import { Empty, StreamIdentifier } from '@eventstore/db-client/generated/shared_pb';
import { ReadReq, type ReadResp } from '@eventstore/db-client/generated/streams_pb';
import type { Position, StoredEvent } from '../event-log';
import type { Connection } from './connection';
import { decodeEnvelope } from './envelope';
import { unavailable } from './failures';
import { unpack } from './packing';
import type { StreamNames } from './stream-names';
import { UnreadableEvent } from './unreadable-event';

export type Recorded = NonNullable<ReturnType<NonNullable<ReturnType<ReadResp['getEvent']>>['getEvent']>>;

/** How many events of others the server looks at before it takes up the thread again. Our choice; its own is 32. */
const searchWindow = 1_000;
const forwards = ReadReq.Options.ReadDirection.FORWARDS;
const backwards = ReadReq.Options.ReadDirection.BACKWARDS;
const ticksPerMillisecond = 10_000n;

/** Up to `count` events of one stream of the server, from `fromRevision` on; undefined when the stream does not exist. */
export async function readServerStream(
  connection: Connection,
  stream: string,
  fromRevision: number,
  count: number,
): Promise<readonly Recorded[] | undefined> {
  const options = requestOptions(forwards, count);
  const at = new ReadReq.Options.StreamOptions();
  at.setStreamIdentifier(identifierOf(stream));
  at.setRevision(String(fromRevision));
  options.setStream(at);
  options.setNoFilter(new Empty());
  return recordedIn(await answersTo(connection, options, stream));
}

/** The revision of a stream's newest event; -1 when the stream does not exist. */
export async function newestRevision(connection: Connection, stream: string): Promise<number> {
  const options = requestOptions(backwards, 1);
  const at = new ReadReq.Options.StreamOptions();
  at.setStreamIdentifier(identifierOf(stream));
  at.setEnd(new Empty());
  options.setStream(at);
  options.setNoFilter(new Empty());
  const [newest] = recordedIn(await answersTo(connection, options, stream)) ?? [];
  return newest ? Number(newest.getStreamRevision()) : -1;
}

/** Up to `count` of our events, in order, from the very position `from` on (inclusive: so the server means it), or from the start. */
export async function readOursForwards(
  connection: Connection,
  names: StreamNames,
  from: Position,
  count: number,
): Promise<readonly Recorded[]> {
  const options = requestOptions(forwards, count);
  const at = new ReadReq.Options.AllOptions();
  if (from === 0) at.setStart(new Empty());
  else at.setPosition(positionOf(from));
  options.setAll(at);
  options.setFilter(onlyOurs(names));
  return recordedIn(await answersTo(connection, options, '$all')) ?? [];
}

/** The newest of our events. */
export async function readOurNewest(connection: Connection, names: StreamNames): Promise<Recorded | undefined> {
  const options = requestOptions(backwards, 1);
  const at = new ReadReq.Options.AllOptions();
  at.setEnd(new Empty());
  options.setAll(at);
  options.setFilter(onlyOurs(names));
  return recordedIn(await answersTo(connection, options, '$all'))?.[0];
}

/** The position of the newest event of anybody; 0 when there is none. */
export async function readNewestPosition(connection: Connection): Promise<Position> {
  const options = requestOptions(backwards, 1);
  const at = new ReadReq.Options.AllOptions();
  at.setEnd(new Empty());
  options.setAll(at);
  options.setNoFilter(new Empty());
  const [newest] = recordedIn(await answersTo(connection, options, '$all')) ?? [];
  return newest ? Number(newest.getCommitPosition()) : 0;
}

/** An event as the port gives it, or `UnreadableEvent`. */
export function toStoredEvent(recorded: Recorded, names: StreamNames): StoredEvent {
  const streamOnServer = streamOf(recorded);
  const revision = Number(recorded.getStreamRevision());
  const where = `event ${revision} of ${streamOnServer}`;
  try {
    const { envelope, packing } = decodeEnvelope(recorded.getCustomMetadata_asU8());
    return {
      ...envelope,
      id: recorded.getId()?.getString() ?? '',
      type: recorded.getMetadataMap().get('type') ?? '',
      data: unpack(recorded.getData_asU8(), packing),
      stream: names.inLog(streamOnServer),
      revision,
      position: safePosition(recorded),
      recordedAt: recordedAtOf(recorded),
    };
  } catch (error) {
    throw new UnreadableEvent(where, error instanceof Error ? error.message : String(error));
  }
}

/**
 * Where an event stands: its place in bytes in the server's log, at which it committed itself. Every event written over
 * gRPC does. An event of an old explicit transaction stands where the transaction committed, together with others: such a
 * position could not tell them apart, and no client of ours writes one.
 */
export function safePosition(recorded: Recorded): Position {
  const commit = BigInt(recorded.getCommitPosition());
  if (commit !== BigInt(recorded.getPreparePosition())) throw new Error('it shares its position with other events');
  if (commit > BigInt(Number.MAX_SAFE_INTEGER)) throw new Error(`its position ${commit.toString()} is no safe integer`);
  return Number(commit);
}

/** The server's clock when it wrote the event, in ticks of 100 ns since 1970, cut to milliseconds. */
function recordedAtOf(recorded: Recorded): string {
  const created = recorded.getMetadataMap().get('created');
  if (created === undefined || !/^\d+$/.test(created)) throw new Error('the server does not say when it was written');
  return new Date(Number(BigInt(created) / ticksPerMillisecond)).toISOString();
}

const streamOf = (recorded: Recorded): string =>
  Buffer.from(recorded.getStreamIdentifier()?.getStreamName_asU8() ?? []).toString('utf8');

async function answersTo(connection: Connection, options: ReadReq.Options, what: string): Promise<readonly ReadResp[]> {
  const request = new ReadReq();
  request.setOptions(options);
  try {
    return await connection.read(request);
  } catch (error) {
    if (error instanceof StreamDeletedError) throw new UnreadableEvent(what, 'somebody deleted the stream');
    throw unavailable(error);
  }
}

function recordedIn(answers: readonly ReadResp[]): readonly Recorded[] | undefined {
  if (answers.some((answer) => answer.hasStreamNotFound())) return undefined;
  return answers.flatMap((answer) => answer.getEvent()?.getEvent() ?? []);
}

type Direction = ReadReq.Options.ReadDirection;

function requestOptions(direction: Direction, count: number): ReadReq.Options {
  const options = new ReadReq.Options();
  const uuids = new ReadReq.Options.UUIDOption();
  uuids.setString(new Empty());
  options.setUuidOption(uuids);
  options.setReadDirection(direction);
  options.setCount(String(count));
  options.setResolveLinks(false);
  return options;
}

function identifierOf(stream: string): StreamIdentifier {
  const identifier = new StreamIdentifier();
  identifier.setStreamName(Buffer.from(stream, 'utf8').toString('base64')); // a bytes field given as text is base64
  return identifier;
}

function positionOf(position: Position): ReadReq.Options.Position {
  const at = new ReadReq.Options.Position();
  at.setCommitPosition(String(position));
  at.setPreparePosition(String(position));
  return at;
}

function onlyOurs(names: StreamNames): ReadReq.Options.FilterOptions {
  const expression = new ReadReq.Options.FilterOptions.Expression();
  expression.setPrefixList([names.prefix]);
  const filter = new ReadReq.Options.FilterOptions();
  filter.setStreamIdentifier(expression);
  filter.setMax(searchWindow);
  filter.setCheckpointintervalmultiplier(1);
  return filter;
}
