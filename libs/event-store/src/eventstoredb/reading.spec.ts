import { UnreadableEvent } from '../event-log';
import { StreamIdentifier, UUID } from '@eventstore/db-client/generated/shared_pb';
import { ReadResp } from '@eventstore/db-client/generated/streams_pb';
import { anEvent } from '../event-log.contract';
import { encodeEnvelope } from './envelope';
import { type Recorded, toStoredEvent } from './reading';
import { StreamNames } from './stream-names';

const names = new StreamNames('ledger');

function aRecorded(changes: { commit?: string; prepare?: string; created?: string; stream?: string } = {}): Recorded {
  const { commit = '4711', prepare = commit, created = '17750880001239999', stream = 'ledger.paper-1' } = changes;
  const event = anEvent();
  const recorded = new ReadResp.ReadEvent.RecordedEvent();
  const id = new UUID();
  id.setString(event.id);
  recorded.setId(id);
  const identifier = new StreamIdentifier();
  identifier.setStreamName(Buffer.from(stream).toString('base64'));
  recorded.setStreamIdentifier(identifier);
  recorded.setStreamRevision('3');
  recorded.setCommitPosition(commit);
  recorded.setPreparePosition(prepare);
  recorded.getMetadataMap().set('type', event.type);
  if (created !== '') recorded.getMetadataMap().set('created', created);
  recorded.setData(event.data);
  recorded.setCustomMetadata(encodeEnvelope(event));
  return recorded;
}

describe('an event as EventStoreDB gives it', () => {
  it('stands at the position where it committed itself, and was written when the server says, cut to milliseconds', () => {
    expect(toStoredEvent(aRecorded(), names)).toMatchObject({
      stream: 'paper-1',
      revision: 3,
      position: 4711,
      recordedAt: '2026-04-02T00:00:00.123Z',
    });
    expect(toStoredEvent(aRecorded({ commit: '9007199254740991' }), names).position).toBe(Number.MAX_SAFE_INTEGER);
  });

  it.each([
    ['a position that is no safe integer', { commit: '9007199254740992' }, 'no safe integer'],
    ['no position (a server before 22.6, in streams)', { commit: '18446744073709551615' }, 'no safe integer'],
    ['a position it shares with others of a transaction', { commit: '4711', prepare: '4000' }, 'shares its position'],
    ['no time', { created: '' }, 'does not say when'],
    ['a stream that is not ours', { stream: 'ledgerEventId-1' }, 'none of our streams'],
  ])('is not read with %s', (_what, changes, why) => {
    expect(() => toStoredEvent(aRecorded(changes), names)).toThrow(UnreadableEvent);
    expect(() => toStoredEvent(aRecorded(changes), names)).toThrow(why);
  });
});
