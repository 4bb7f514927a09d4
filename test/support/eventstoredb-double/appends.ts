import {
  AllStreamPosition,
  MaximumAppendSizeExceeded,
  WrongExpectedVersion,
} from '@eventstore/db-client/generated/shared_pb';
import { Status } from '@eventstore/db-client/generated/status_pb';
import { AppendReq, AppendResp, BatchAppendReq, BatchAppendResp } from '@eventstore/db-client/generated/streams_pb';
import { Any } from 'google-protobuf/google/protobuf/any_pb';
import { Empty } from 'google-protobuf/google/protobuf/empty_pb';
import { empty, identifier } from './messages';
import type { Expected, ProposedEvent, Written } from './transaction-log';

type Proposed = AppendReq.ProposedMessage | BatchAppendReq.ProposedMessage;

export function proposedEvent(message: Proposed): ProposedEvent {
  return {
    id: message.getId()?.getString() ?? '',
    type: message.getMetadataMap().get('type') ?? '',
    contentType: message.getMetadataMap().get('content-type') ?? '',
    data: Uint8Array.from(message.getData_asU8()),
    metadata: Uint8Array.from(message.getCustomMetadata_asU8()),
  };
}

/** What an append weighs: the server counts names of types as UTF-16. */
export const bytesOf = (events: readonly ProposedEvent[]): number =>
  events.reduce((sum, { type, data, metadata }) => sum + data.length + metadata.length + type.length * 2, 0);

export function expectedIn(options: AppendReq.Options): Expected {
  if (options.hasNoStream()) return 'no-stream';
  if (options.hasStreamExists()) return 'stream-exists';
  return options.hasAny() ? 'any' : Number(options.getRevision());
}

export function expectedInBatch(options: BatchAppendReq.Options): Expected {
  if (options.hasNoStream()) return 'no-stream';
  if (options.hasStreamExists()) return 'stream-exists';
  return options.hasAny() ? 'any' : Number(options.getStreamPosition());
}

export function appendAnswer(written: Written, expected: Expected): AppendResp {
  const answer = new AppendResp();
  if (written.outcome === 'success') {
    const position = new AppendResp.Position();
    position.setCommitPosition(String(written.position));
    position.setPreparePosition(String(written.position));
    const success = new AppendResp.Success();
    success.setCurrentRevision(String(written.revision));
    success.setPosition(position);
    answer.setSuccess(success);
    return answer;
  }
  const wrong = new AppendResp.WrongExpectedVersion();
  if (written.current === -1) wrong.setCurrentNoStream(empty());
  else wrong.setCurrentRevision(String(written.current));
  if (expected === 'any') wrong.setExpectedAny(empty());
  else if (expected === 'no-stream') wrong.setExpectedNoStream(empty());
  else if (expected === 'stream-exists') wrong.setExpectedStreamExists(empty());
  else wrong.setExpectedRevision(String(expected));
  answer.setWrongExpectedVersion(wrong);
  return answer;
}

export function batchAnswer(
  request: BatchAppendReq,
  stream: string,
  written: Written,
  expected: Expected,
): BatchAppendResp {
  const answer = answerTo(request, stream);
  if (written.outcome === 'success') {
    const position = new AllStreamPosition();
    position.setCommitPosition(String(written.position));
    position.setPreparePosition(String(written.position));
    const success = new BatchAppendResp.Success();
    success.setCurrentRevision(String(written.revision));
    success.setPosition(position);
    answer.setSuccess(success);
    return answer;
  }
  const wrong = new WrongExpectedVersion();
  if (written.current === -1) wrong.setCurrentNoStream(new Empty());
  else wrong.setCurrentStreamRevision(String(written.current));
  if (expected === 'any') wrong.setExpectedAny(new Empty());
  else if (expected === 'no-stream') wrong.setExpectedNoStream(new Empty());
  else if (expected === 'stream-exists') wrong.setExpectedStreamExists(new Empty());
  else wrong.setExpectedStreamPosition(String(expected));
  answer.setError(statusOf('WrongExpectedVersion', wrong.serializeBinary()));
  return answer;
}

export function batchTooLarge(request: BatchAppendReq, stream: string, maxBytes: number): BatchAppendResp {
  const exceeded = new MaximumAppendSizeExceeded();
  exceeded.setMaxappendsize(maxBytes);
  const answer = answerTo(request, stream);
  answer.setError(statusOf('MaximumAppendSizeExceeded', exceeded.serializeBinary()));
  return answer;
}

function answerTo(request: BatchAppendReq, stream: string): BatchAppendResp {
  const answer = new BatchAppendResp();
  answer.setCorrelationId(request.getCorrelationId());
  answer.setStreamIdentifier(identifier(stream));
  return answer;
}

function statusOf(name: string, details: Uint8Array): Status {
  const packed = new Any();
  packed.pack(details, `event_store.client.${name}`);
  const status = new Status();
  status.setMessage(name);
  status.setDetails(packed);
  return status;
}
