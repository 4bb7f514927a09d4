import { type Day, derivedId, Refusal } from '../../shared';
import { type AdoptionAsked, type AdoptionEvent, adoptionEvents } from './adoption.events';

/** How it stands with what a body held before it was told anything. One stream for each body, by its name. */
export type Adoption =
  { readonly status: 'absent' } | { readonly status: 'asked' | 'approved' | 'completed'; readonly listHash: string };

const initial: Adoption = { status: 'absent' };

const statusAfter = { AdoptionAsked: 'asked', AdoptionApproved: 'approved', AdoptionCompleted: 'completed' } as const;

export const adoption = {
  category: 'adoption',
  ofNoUnit: true as const,
  fourEyes: { deciding: { AdoptionApproved: ['AdoptionAsked'] as const }, from: 'AdoptionAsked' as const },
  receiptIdOf: (body: string): string => derivedId('adoption', body),
  initial: initial as Adoption,
  evolve: (_state: Adoption, { type, data: { listHash } }: AdoptionEvent): Adoption => ({
    status: statusAfter[type],
    listHash,
  }),
  ...adoptionEvents,
};

/**
 * May the body be told anything? Not while a list waits for its release, or is being adopted; one that is real not before its first list is.
 * Pure.
 */
export const mayBeTold = ({ status }: Adoption, isReal: boolean): boolean =>
  status === 'completed' || (status === 'absent' && !isReal);

export type AskedList = Omit<AdoptionAsked['data'], 'subjectId'>;

/** 申请接管. The same list again: quiet. Another one takes its place, and has to be approved anew. Refused once a list is adopted: `adoption-completed`. */
export const askAdoption =
  (list: AskedList) =>
  (state: Adoption): AdoptionEvent[] => {
    if (state.status === 'completed') throw new Refusal('adoption-completed');
    if (state.status !== 'absent' && state.listHash === list.listHash) return [];
    return [{ type: 'AdoptionAsked', data: { subjectId: null, ...list } }];
  };

export interface Approval {
  readonly endpoint: string;
  readonly listHash: string;
  readonly reason: string;
  readonly approvedOn: Day;
}

/** 批准接管. Approved already: quiet. Refusals in this order: `adoption-not-asked`; `adoption-list-differs`. */
export const approveAdoption =
  (approval: Approval) =>
  (state: Adoption): AdoptionEvent[] => {
    if (state.status === 'absent') throw new Refusal('adoption-not-asked');
    if (state.listHash !== approval.listHash) throw new Refusal('adoption-list-differs');
    return state.status === 'asked' ? [{ type: 'AdoptionApproved', data: { subjectId: null, ...approval } }] : [];
  };

/** 接管完成. Of a list that is not the approved one nothing is completed. */
export const completeAdoption =
  (completed: { readonly endpoint: string; readonly listHash: string; adopted: number; readonly completedOn: Day }) =>
  (state: Adoption): AdoptionEvent[] =>
    state.status === 'approved' && state.listHash === completed.listHash
      ? [{ type: 'AdoptionCompleted', data: { subjectId: null, ...completed } }]
      : [];
