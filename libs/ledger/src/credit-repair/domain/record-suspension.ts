import { type Day, derivedId, documentNumberKey, Refusal, sameContent, spellingsOf } from '../../shared';
import {
  type CreditRecordSuspended,
  type CreditRecordSuspensionEnded,
  type RecordSuspensionEvent,
  recordSuspensionEvents,
  type SuspendedRecord,
} from './record-suspension.events';

/** One record under one ruling, one stream: a ruling that covers several records is said of each. */
export const suspensionIdOf = (kind: SuspendedRecord['kind'], recordId: string, rulingNumber: string): string =>
  derivedId('recordSuspension', kind, recordId, documentNumberKey(rulingNumber));
/** Under which ids it may be on record: older versions took the number as it was written. */
export const suspensionIdsOf = (
  kind: SuspendedRecord['kind'],
  recordId: string,
  rulingNumber: string,
): readonly string[] =>
  spellingsOf(rulingNumber).map((spelling) => derivedId('recordSuspension', kind, recordId, spelling));

export type RecordSuspension =
  | { readonly status: 'absent' }
  | { readonly status: 'suspended'; readonly suspension: CreditRecordSuspended['data'] }
  | {
      readonly status: 'ended';
      readonly suspension: CreditRecordSuspended['data'];
      readonly end: CreditRecordSuspensionEnded['data'];
    };

const initial: RecordSuspension = { status: 'absent' };

function evolve(state: RecordSuspension, event: RecordSuspensionEvent): RecordSuspension {
  switch (event.type) {
    case 'CreditRecordSuspended':
      return { status: 'suspended', suspension: event.data };
    case 'CreditRecordSuspensionEnded':
      return state.status === 'absent' ? state : { status: 'ended', suspension: state.suspension, end: event.data };
  }
}

export const recordSuspension = {
  category: 'recordSuspension',
  initial: initial as RecordSuspension,
  evolve,
  ...recordSuspensionEvents,
};

/**
 * 重整期间暂停. Refusals in this order: `exists-with-different-content` (the same ruling, said otherwise);
 * `suspended-before-found` {foundOn}: a ruling covers what was found before it.
 *
 * @param foundOn the day of the record
 */
export const suspendRecord =
  (wanted: CreditRecordSuspended['data'], foundOn: Day) =>
  (state: RecordSuspension): RecordSuspensionEvent[] => {
    if (state.status !== 'absent') return sameContent(state.suspension, wanted, 'rulingNumber');
    if (wanted.suspendedOn < foundOn) throw new Refusal('suspended-before-found', { foundOn }, 'suspendedOn');
    return [{ type: 'CreditRecordSuspended', data: wanted }];
  };

/**
 * 重整终结. Refusals in this order: `suspension-not-found`; `exists-with-different-content`; `ended-before-suspended`
 * {suspendedOn}.
 */
export const endSuspension =
  (wanted: Omit<CreditRecordSuspensionEnded['data'], 'subjectId' | 'record'>) =>
  (state: RecordSuspension): RecordSuspensionEvent[] => {
    if (state.status === 'absent') throw new Refusal('suspension-not-found', { suspensionId: wanted.suspensionId });
    const { subjectId, record, suspendedOn } = state.suspension;
    const data = { ...wanted, subjectId, record };
    if (state.status === 'ended') return sameContent(state.end, data, 'documentNumber');
    if (wanted.endedOn < suspendedOn) throw new Refusal('ended-before-suspended', { suspendedOn }, 'endedOn');
    return [{ type: 'CreditRecordSuspensionEnded', data }];
  };
