import { derivedId, documentNumberKey, type Refusal, sameContent, spellingsOfBoth } from '../../shared';
import { type SpotCheckEvent, spotCheckEvents, type SpotCheckRecorded } from './spot-check.events';

/** One checked unit of one task, one stream: a task may send inspectors to several units. */
export const spotCheckIdOf = (planNumber: string, taskNumber: string, subjectId: string): string =>
  derivedId('spotCheck', documentNumberKey(planNumber), documentNumberKey(taskNumber), subjectId);
/** Under which ids it may be on record: older versions took the numbers as they were written. */
export const spotCheckIdsOf = (planNumber: string, taskNumber: string, subjectId: string): readonly string[] =>
  spellingsOfBoth(planNumber, taskNumber).map((spellings) => derivedId('spotCheck', ...spellings, subjectId));
export const streamOf = (spotCheckId: string): string => `${spotCheck.category}-${spotCheckId}`;

export type SpotCheckState =
  { readonly status: 'absent' } | { readonly status: 'recorded'; readonly check: SpotCheckRecorded['data'] };

const initial: SpotCheckState = { status: 'absent' };

function evolve(_: SpotCheckState, event: SpotCheckEvent): SpotCheckState {
  return { status: 'recorded', check: event.data };
}

export const spotCheck = { category: 'spotCheck', initial: initial as SpotCheckState, evolve, ...spotCheckEvents };

/**
 * Refusals in this order: `exists-with-different-content`; the contradiction.
 * @param contradiction what cannot be true on the paper, if anything: `otherNameIn`
 */
export const record =
  (wanted: SpotCheckRecorded['data'], contradiction?: Refusal) =>
  (state: SpotCheckState): SpotCheckEvent[] => {
    if (state.status === 'recorded') return sameContent(state.check, wanted, 'taskNumber');
    if (contradiction) throw contradiction;
    return [{ type: 'SpotCheckRecorded', data: wanted }];
  };
