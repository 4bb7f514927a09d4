import { type Day, derivedId, isSameName, isSameNumber, Refusal, sameContent } from '../../shared';
import {
  type CreditSubjectEvent,
  creditSubjectEvents,
  type CreditSubjectRegistered,
  type CreditSubjectRenamed,
} from './credit-subject.events';

/** One code, one stream. */
export const streamOf = (subjectId: string): string => `${creditSubject.category}-${subjectId}`;
/** Subjects are addressed by their code; their receipts have a UUID like all others. */
export const receiptIdOf = (subjectId: string): string => derivedId('creditSubject', subjectId);

export type CreditSubjectState =
  | { readonly status: 'absent' }
  | {
      readonly status: 'registered';
      readonly registration: CreditSubjectRegistered['data'];
      /** In the order in which they happened; the last one gave the present name. */
      readonly renamings: readonly CreditSubjectRenamed['data'][];
    };

const initial: CreditSubjectState = { status: 'absent' };

function evolve(state: CreditSubjectState, event: CreditSubjectEvent): CreditSubjectState {
  switch (event.type) {
    case 'CreditSubjectRegistered':
      return { status: 'registered', registration: event.data, renamings: [] };
    case 'CreditSubjectRenamed':
      return state.status === 'absent' ? state : { ...state, renamings: [...state.renamings, event.data] };
  }
}

export const creditSubject = {
  category: 'creditSubject',
  ofNoUnit: true as const,
  receiptIdOf,
  initial: initial as CreditSubjectState,
  evolve,
  ...creditSubjectEvents,
};

/**
 * A paper that prints another name beside the code of a registered unit: one of the two is wrong, or the unit was renamed and nobody
 * told the ledger. Any name it was registered by will do. Natural persons are known by their document; their names are sealed.
 * `name-of-another-unit` {registered}, else undefined.
 */
export function otherNameIn(state: CreditSubjectState, printed: string, field = 'subjectName'): Refusal | undefined {
  if (state.status === 'absent' || state.registration.person !== null) return undefined;
  const names = [state.registration, ...state.renamings].map(({ subjectName }) => subjectName);
  if (names.some((name) => isSameName(name, printed))) return undefined;
  return new Refusal('name-of-another-unit', { registered: names.at(-1) ?? '' }, field);
}

/** What the paper says of a subject; it prints no day. */
export type Registration = Omit<CreditSubjectRegistered['data'], 'registeredOn'>;

/**
 * 登记信用主体: takes a subject into this ledger. A paper with any name the subject has borne says nothing new: what other
 * authorities export is older or newer than ours.
 * Refusal: `exists-with-different-content` (a name it never had, or anything else that differs).
 * @param inPlain the same paper as the ledger wrote it down before personal text was sealed.
 */
export const register =
  (wanted: Registration, today: Day, inPlain = wanted) =>
  (state: CreditSubjectState): CreditSubjectEvent[] => {
    if (state.status === 'absent') {
      return [{ type: 'CreditSubjectRegistered', data: { ...wanted, registeredOn: today } }];
    }
    const { registration } = state;
    const borne = state.renamings.some(({ subjectName }) => subjectName === wanted.subjectName);
    const subjectName = borne ? wanted.subjectName : registration.subjectName;
    const { registeredOn } = registration;
    const recorded = { ...registration, subjectName };
    const field = wanted.person ? 'identityNumber' : 'uscc';
    return sameContent(recorded, { ...wanted, registeredOn }, field, { ...inPlain, registeredOn });
  };

export type Renaming = Omit<CreditSubjectRenamed['data'], 'formerName'>;

/**
 * 名称变更. Refusals in this order: `credit-subject-not-found`; `exists-with-different-content` (this document renamed it
 * otherwise); `name-unchanged`; `renamed-before-last-renaming` (names follow each other; our default).
 */
export const rename =
  (wanted: Renaming) =>
  (state: CreditSubjectState): CreditSubjectEvent[] => {
    if (state.status === 'absent') throw new Refusal('credit-subject-not-found', { subjectId: wanted.subjectId });
    const { renamings, registration } = state;
    const same = renamings.find(({ documentNumber }) => isSameNumber(documentNumber, wanted.documentNumber));
    if (same) return sameContent(same, { ...wanted, formerName: same.formerName }, 'documentNumber');
    const last = renamings.at(-1);
    const formerName = last?.subjectName ?? registration.subjectName;
    if (wanted.subjectName === formerName) throw new Refusal('name-unchanged', {}, 'newName');
    if (last && wanted.renamedOn < last.renamedOn) {
      throw new Refusal('renamed-before-last-renaming', { renamedOn: last.renamedOn }, 'renamedOn');
    }
    return [{ type: 'CreditSubjectRenamed', data: { ...wanted, formerName } }];
  };
