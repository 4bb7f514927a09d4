import type { RuleBook } from '../../rule-set';
import {
  addDays,
  type Day,
  derivedId,
  documentNumberKey,
  type Due,
  notRecordedYet,
  Refusal,
  sameContent,
  spellingsOf,
} from '../../shared';
import {
  type MajorFireHazardEvent,
  majorFireHazardEvents,
  type MajorFireHazardFoundOverdue,
  type MajorFireHazardJudged,
  type MajorFireHazardListedForSupervision,
  type MajorFireHazardRectified,
} from './major-fire-hazard.events';

/** One hazard, one stream: its number names it (it begins with the area and the year, so one city needs no more). */
export const hazardIdOf = (hazardNumber: string): string => idUnder(documentNumberKey(hazardNumber));
/** Under which ids it may be on record: older versions took the number as it was written. */
export const hazardIdsOf = (hazardNumber: string): readonly string[] => spellingsOf(hazardNumber).map(idUnder);
const idUnder = (spelling: string): string => derivedId('majorFireHazard', spelling);
export const streamOf = (hazardId: string): string => `${majorFireHazard.category}-${hazardId}`;

export type MajorFireHazardState =
  | { readonly status: 'absent' }
  | ({ readonly status: 'open' } & Hazard)
  | ({ readonly status: 'rectified'; readonly rectified: MajorFireHazardRectified['data'] } & Hazard);

interface Hazard {
  readonly judged: MajorFireHazardJudged['data'];
  readonly supervision: MajorFireHazardListedForSupervision['data'] | null;
  readonly overdue: MajorFireHazardFoundOverdue['data'] | null;
}

const initial: MajorFireHazardState = { status: 'absent' };

function evolve(state: MajorFireHazardState, event: MajorFireHazardEvent): MajorFireHazardState {
  if (event.type === 'MajorFireHazardJudged') {
    return { status: 'open', judged: event.data, supervision: null, overdue: null };
  }
  if (state.status === 'absent') return state;
  switch (event.type) {
    case 'MajorFireHazardListedForSupervision':
      return { ...state, supervision: event.data };
    case 'MajorFireHazardFoundOverdue':
      return { ...state, overdue: event.data };
    case 'MajorFireHazardRectified':
      return { ...state, status: 'rectified', rectified: event.data };
  }
}

/** 整改期限: the last day on the paper. It stays due until the hazard is closed, also when it was found overdue. */
function due(state: MajorFireHazardState): Due[] {
  if (state.status !== 'open') return [];
  const { hazardId, judgedOn, rectifyBy } = state.judged;
  return [
    {
      what: 'rectification',
      title: '重大火灾隐患整改',
      whose: 'officer',
      until: rectifyBy,
      dueOpen: null,
      days: 'on-paper',
      basis: '重大火灾隐患整改通知载明的整改期限',
      since: judgedOn,
      commandId: state.overdue === null ? derivedId('overdue-hazards', hazardId) : null,
    },
  ];
}

/** 逾期: the deadline is over and the hazard is open, as of the day after it. Refusal: `rule-set-unknown`. */
const dayCame =
  (rules: RuleBook, day: Day) =>
  (state: MajorFireHazardState): MajorFireHazardEvent[] => {
    if (state.status !== 'open' || state.overdue !== null) return [];
    const { hazardId, subjectId, hazardNumber, rectifyBy, ruleSetId, recordingAuthority } = state.judged;
    if (day <= rectifyBy) return [];
    const severity = rules.byId(ruleSetId).severity.overdueHazard.value;
    const overdueOn = addDays(rectifyBy, 1);
    return [
      {
        type: 'MajorFireHazardFoundOverdue',
        data: { hazardId, subjectId, hazardNumber, rectifyBy, overdueOn, severity, ruleSetId, recordingAuthority },
      },
    ];
  };

export const majorFireHazard = {
  category: 'majorFireHazard',
  initial: initial as MajorFireHazardState,
  evolve,
  due,
  dayCame,
  ...majorFireHazardEvents,
};

/** The paper as a whole: the judgement, the supervision, and the closing (null: still open). */
export interface MajorFireHazardRecord {
  readonly judged: MajorFireHazardJudged['data'];
  readonly supervision: MajorFireHazardListedForSupervision['data'];
  readonly rectified: MajorFireHazardRectified['data'] | null;
}

/** The paper under the id by which it is on record. */
export const hazardUnder = (hazardId: string, { judged, supervision, rectified }: MajorFireHazardRecord) => ({
  judged: { ...judged, hazardId },
  supervision: { ...supervision, hazardId },
  rectified: rectified && { ...rectified, hazardId },
});

/**
 * A paper that knows more than we do is progress: only the closing is recorded. One that knows less (sent before the
 * closing) says nothing new. The paper prints no number of the closing document, so only its day is compared.
 *
 * Refusals in this order: `exists-with-different-content` (another hazard under this number, also one with a new deadline; or another
 * closing date); the contradiction.
 *
 * @param contradiction what cannot be true on the paper, if anything: `otherNameIn`
 */
export const record =
  (wanted: MajorFireHazardRecord, contradiction?: Refusal) =>
  (state: MajorFireHazardState): MajorFireHazardEvent[] => {
    const { judged, supervision, rectified } = wanted;
    const { hazardNumber } = state.status === 'absent' ? judged : state.judged;
    const closing: MajorFireHazardEvent[] = rectified
      ? [{ type: 'MajorFireHazardRectified', data: { ...rectified, hazardNumber } }]
      : [];
    if (state.status === 'absent') {
      if (contradiction) throw contradiction;
      return [
        { type: 'MajorFireHazardJudged', data: judged },
        { type: 'MajorFireHazardListedForSupervision', data: supervision },
        ...closing,
      ];
    }
    sameContent({ judged: state.judged, supervision: state.supervision }, { judged, supervision }, 'hazardNumber');
    if (state.status === 'open') return closing;
    if (rectified === null) return [];
    return sameContent({ closedOn: state.rectified.closedOn }, { closedOn: rectified.closedOn }, 'closedOn');
  };

export interface Rectification {
  readonly hazardId: string;
  readonly closedOn: Day;
  readonly documentNumber: string;
}

/**
 * 销案. Refusals in this order: `hazard-not-found`; `exists-with-different-content` (closed by another paper);
 * `closed-before-judged`.
 */
export const confirmRectification =
  (wanted: Rectification) =>
  (state: MajorFireHazardState): MajorFireHazardEvent[] => {
    if (state.status === 'absent') throw new Refusal('hazard-not-found', { hazardId: wanted.hazardId });
    const { subjectId, hazardNumber, judgedOn } = state.judged;
    const data = { ...wanted, subjectId, hazardNumber, ...notRecordedYet };
    if (state.status === 'rectified') return sameContent(state.rectified, data, 'documentNumber');
    if (wanted.closedOn < judgedOn) throw new Refusal('closed-before-judged', { judgedOn }, 'closedOn');
    return [{ type: 'MajorFireHazardRectified', data }];
  };
