import { StreamDeletedError } from '@eventstore/db-client';
import { Empty, StreamIdentifier } from '@eventstore/db-client/generated/shared_pb';
import { ReadReq, type ReadResp } from '@eventstore/db-client/generated/streams_pb';
import { LogUnavailable, type Position, type StoredEvent, UnreadableEvent } from '../event-log';
import type { Connection } from './connection';
import { decodeEnvelope } from './envelope';
import { unavailable } from './failures';
import { unpack } from './packing';
import type { StreamNames } from './stream-names';
import { wayOut } from './way-out';

export type Recorded = NonNullable<ReturnType<NonNullable<ReturnType<ReadResp['getEvent']>>['getEvent']>>;

/** How many events of others the server looks at before it takes up the thread again, or says how far a subscription is. Our choice; its own is 32. */
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

/**
 * A stream from its first event, empty when nobody has written to it. `UnreadableEvent` when events of it are gone: a soft
 * delete, a truncation, a maximum age or count make the server leave them out without a word, and of a stream that lost all
 * of them it says what it says of one that never was. What tells them apart is its metadata.
 */
export async function readWholeStream(connection: Connection, stream: string): Promise<readonly Recorded[]> {
  const recorded = await readServerStream(connection, stream, 0, Number.MAX_SAFE_INTEGER);
  if (recorded?.some((event, index) => Number(event.getStreamRevision()) !== index))
    throw new UnreadableEvent(stream, `events of it are gone: ${wayOut.hidden}`);
  if (recorded && recorded.length > 0) return recorded;
  await assertNothingHidden(connection, stream);
  // It exists and shows nothing, though nothing hides it: an append that is being committed is not shown yet.
  if (recorded) throw new LogUnavailable(new Error(`${stream} exists and shows no event yet`));
  return [];
}

/** `UnreadableEvent` when the metadata of a stream that shows no event says that there may have been some. */
export async function assertNothingHidden(connection: Connection, stream: string): Promise<void> {
  const [newest] = (await readNewestOf(connection, `$$${stream}`)) ?? [];
  if (!newest) return;
  const hidden = hidingIn(newest);
  if (hidden.length > 0)
    throw new UnreadableEvent(stream, `all events of it are gone (${hidden.join(', ')}): ${wayOut.hidden}`);
}

/** What in a stream's metadata keeps events of it from readers. A soft delete is a truncation before a number beyond all. */
function hidingIn(metadata: Recorded): readonly string[] {
  const where = streamOf(metadata);
  try {
    const limits = JSON.parse(Buffer.from(metadata.getData_asU8()).toString('utf8')) as Record<string, unknown>;
    return ['$tb', '$maxAge', '$maxCount'].filter((name) => limits[name] !== undefined && limits[name] !== 0);
  } catch (error) {
    throw new UnreadableEvent(where, error instanceof Error ? error.message : String(error));
  }
}

/** The newest event of a stream; undefined when it does not exist. */
async function readNewestOf(connection: Connection, stream: string): Promise<readonly Recorded[] | undefined> {
  const options = requestOptions(backwards, 1);
  const at = new ReadReq.Options.StreamOptions();
  at.setStreamIdentifier(identifierOf(stream));
  at.setEnd(new Empty());
  options.setStream(at);
  options.setNoFilter(new Empty());
  return recordedIn(await answersTo(connection, options, stream));
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

/** A place up to which a subscription has come, as the server writes it. */
export interface Checkpoint {
  readonly commit: string;
  readonly prepare: string;
}

/** Asks for our events as they come, after `checkpoint`, or from now on. */
export function requestToFollowOurs(names: StreamNames, checkpoint: Checkpoint | undefined): ReadReq {
  const at = new ReadReq.Options.AllOptions();
  if (checkpoint) {
    const from = new ReadReq.Options.Position();
    from.setCommitPosition(checkpoint.commit);
    from.setPreparePosition(checkpoint.prepare);
    at.setPosition(from);
  } else at.setEnd(new Empty());
  const options = optionsWithoutCount(forwards);
  options.setSubscription(new ReadReq.Options.SubscriptionOptions());
  options.setAll(at);
  options.setFilter(onlyOurs(names));
  const request = new ReadReq();
  request.setOptions(options);
  return request;
}

/** The type of what stands in `$all` where a stream was deleted for good. */
const tombstone = '$streamDeleted';

/** An event as the port gives it, or `UnreadableEvent`. */
export function toStoredEvent(recorded: Recorded, names: StreamNames): StoredEvent {
  const streamOnServer = streamOf(recorded);
  const revision = Number(recorded.getStreamRevision());
  const where = `event ${recorded.getStreamRevision()} of ${streamOnServer}`;
  if (recorded.getMetadataMap().get('type') === tombstone) throw new UnreadableEvent(streamOnServer, wayOut.tombstone);
  try {
    const { envelope, packing } = envelopeOf(recorded);
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

/** Whatever another program writes has other metadata than ours, or none. */
function envelopeOf(recorded: Recorded): ReturnType<typeof decodeEnvelope> {
  try {
    return decodeEnvelope(recorded.getCustomMetadata_asU8());
  } catch (error) {
    throw new Error(`${error instanceof Error ? error.message : String(error)}; ${wayOut.foreign}`, { cause: error });
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
    if (error instanceof StreamDeletedError) throw new UnreadableEvent(what, wayOut.tombstone);
    throw unavailable(error);
  }
}

function recordedIn(answers: readonly ReadResp[]): readonly Recorded[] | undefined {
  if (answers.some((answer) => answer.hasStreamNotFound())) return undefined;
  return answers.flatMap((answer) => answer.getEvent()?.getEvent() ?? []);
}

type Direction = ReadReq.Options.ReadDirection;

function requestOptions(direction: Direction, count: number): ReadReq.Options {
  const options = optionsWithoutCount(direction);
  options.setCount(String(count));
  return options;
}

function optionsWithoutCount(direction: Direction): ReadReq.Options {
  const options = new ReadReq.Options();
  const uuids = new ReadReq.Options.UUIDOption();
  uuids.setString(new Empty());
  options.setUuidOption(uuids);
  options.setReadDirection(direction);
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
