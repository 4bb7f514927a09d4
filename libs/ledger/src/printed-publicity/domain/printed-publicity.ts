import { publicityOn, type PublishablePenalty, readingOf } from '../../publicity';
import type { RuleBook } from '../../rule-set';
import { addDays, type Day, derivedId, type Due } from '../../shared';
import {
  type PrintedPublicityEvent,
  printedPublicityEvents,
  type PrintedPublicityFoundTooLong,
  type SettledBecause,
} from './printed-publicity.events';

type Finding = PrintedPublicityFoundTooLong['data'];

export type PrintedPublicity =
  | { readonly status: 'absent' }
  | { readonly status: 'open'; readonly finding: Finding }
  | { readonly status: 'settled'; readonly finding: Finding };

const initial: PrintedPublicity = { status: 'absent' };

function evolve(state: PrintedPublicity, event: PrintedPublicityEvent): PrintedPublicity {
  switch (event.type) {
    case 'PrintedPublicityFoundTooLong':
      return { status: 'open', finding: event.data };
    case 'PrintedPublicitySettled':
      return state.status === 'absent' ? state : { ...state, status: 'settled' };
  }
}

/** 核对公示截止期: somebody has to look at the paper until the legal end has come. */
function due(state: PrintedPublicity): Due[] {
  if (state.status !== 'open') return [];
  const { decisionId, decidedOn, legalUntil } = state.finding;
  return [
    {
      what: 'public-until-beyond-maximum',
      title: '处罚决定载明的公示截止期超过法定最长公示期，须核对更正',
      whose: 'officer',
      until: legalUntil,
      dueOpen: null,
      days: 'months',
      basis: '公示截止期取载明日期与法定最长公示期中较早者',
      since: decidedOn,
      commandId: derivedId('over-printed-publicity', decisionId),
    },
  ];
}

/** The legal end has come: by now nothing is shown any more, whatever the paper says. */
const dayCame =
  (_rules: RuleBook, day: Day) =>
  (state: PrintedPublicity): PrintedPublicityEvent[] =>
    state.status === 'open' && day > state.finding.legalUntil
      ? [settled(state.finding, 'term-over', addDays(state.finding.legalUntil, 1))]
      : [];

export const printedPublicity = {
  category: 'printedPublicity',
  initial: initial as PrintedPublicity,
  evolve,
  due,
  dayCame,
  ...printedPublicityEvents,
} as const;

/** What a decision says of itself, as far as it is looked at here. */
export type PrintedDecision = PublishablePenalty &
  Pick<Finding, 'decisionId' | 'documentNumber' | 'authorityName' | 'authorityCode'>;

/**
 * What is wrong with the end of publicity that a decision prints; undefined: nothing is. 信用中国 counts from the document, so its
 * legal end is known at once. What was recorded while ends were told as they are printed was told so, and stays. Pure.
 * Refusal: `rule-set-unknown`.
 */
export function tooLong(rules: RuleBook, decision: PrintedDecision, recordedOn: Day): Finding | undefined {
  const ruleSet = rules.byId(decision.ruleSetId);
  if (readingOf(ruleSet, recordedOn).told.value !== 'channel-tables') return undefined;
  const publicity = publicityOn(rules, 'credit-china', decision, recordedOn);
  if (!publicity.published || publicity.beyondMaximum === null || publicity.legalThrough === null) return undefined;
  const { decisionId, subjectId, documentNumber, decidedOn, authorityName, authorityCode, ruleSetId } = decision;
  const { beyondMaximum: printedUntil, legalThrough: legalUntil } = publicity;
  const paper = { decisionId, subjectId, documentNumber, decidedOn, authorityName, authorityCode };
  return { ...paper, printedUntil, legalUntil, foundOn: recordedOn, ruleSetId };
}

/** One decision prints one end: found once. */
export const find =
  (finding: Finding) =>
  (state: PrintedPublicity): PrintedPublicityEvent[] =>
    state.status === 'absent' ? [{ type: 'PrintedPublicityFoundTooLong', data: finding }] : [];

/** The decision was revoked, or found void or unlawful: it is shown no longer, whatever it prints. */
export const settleWithdrawn =
  (withdrawnOn: Day) =>
  (state: PrintedPublicity): PrintedPublicityEvent[] =>
    state.status === 'open' ? [settled(state.finding, 'withdrawn', withdrawnOn)] : [];

const settled = (
  { decisionId, subjectId, documentNumber }: Finding,
  because: SettledBecause,
  settledOn: Day,
): PrintedPublicityEvent => ({
  type: 'PrintedPublicitySettled',
  data: { decisionId, subjectId, documentNumber, because, settledOn },
});
