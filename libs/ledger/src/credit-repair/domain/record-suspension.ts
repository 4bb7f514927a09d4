import { derivedId, Refusal, sameContent } from '../../shared';
import {
  type CreditRecordsSuspended,
  type CreditRecordsSuspensionEnded,
  type RecordSuspensionEvent,
  recordSuspensionEvents,
} from './record-suspension.events';

/** One ruling about one subject, one stream. */
export const suspensionIdOf = (subjectId: string, rulingNumber: string): string =>
  derivedId('recordSuspension', subjectId, rulingNumber);
export const suspensionStreamOf = (suspensionId: string): string => `${recordSuspension.category}-${suspensionId}`;

export type RecordSuspension =
  | { readonly status: 'absent' }
  | { readonly status: 'suspended'; readonly suspension: CreditRecordsSuspended['data'] }
  | {
      readonly status: 'ended';
      readonly suspension: CreditRecordsSuspended['data'];
      readonly end: CreditRecordsSuspensionEnded['data'];
    };

const initial: RecordSuspension = { status: 'absent' };

function evolve(state: RecordSuspension, event: RecordSuspensionEvent): RecordSuspension {
  switch (event.type) {
    case 'CreditRecordsSuspended':
      return { status: 'suspended', suspension: event.data };
    case 'CreditRecordsSuspensionEnded':
      return state.status === 'absent' ? state : { status: 'ended', suspension: state.suspension, end: event.data };
  }
}

export const recordSuspension = {
  category: 'recordSuspension',
  initial: initial as RecordSuspension,
  evolve,
  ...recordSuspensionEvents,
};

/** 重整期间暂停. Refusal: `exists-with-different-content` (the same ruling, said otherwise). */
export const suspendRecords =
  (wanted: CreditRecordsSuspended['data']) =>
  (state: RecordSuspension): RecordSuspensionEvent[] => {
    if (state.status !== 'absent') return sameContent(state.suspension, wanted, 'rulingNumber');
    return [{ type: 'CreditRecordsSuspended', data: wanted }];
  };

/**
 * 重整终结. Refusals in this order: `suspension-not-found`; `exists-with-different-content`; `ended-before-suspended`
 * {suspendedOn}.
 */
export const endSuspension =
  (wanted: Omit<CreditRecordsSuspensionEnded['data'], 'subjectId'>) =>
  (state: RecordSuspension): RecordSuspensionEvent[] => {
    if (state.status === 'absent') throw new Refusal('suspension-not-found', { suspensionId: wanted.suspensionId });
    const { subjectId, suspendedOn } = state.suspension;
    const data = { ...wanted, subjectId };
    if (state.status === 'ended') return sameContent(state.end, data, 'documentNumber');
    if (wanted.endedOn < suspendedOn) throw new Refusal('ended-before-suspended', { suspendedOn }, 'endedOn');
    return [{ type: 'CreditRecordsSuspensionEnded', data }];
  };
