import { decode, type StoredEvent } from '@app/event-store';
import { type Push, pushIdOf, type PushMatter } from '@app/outbox';
import { MEASURES, type MeasureCode } from '../blacklist';
import {
  GROUNDS,
  REMOVAL_REASONS,
  type SubjectListedOnBlacklist,
  type SubjectRemovedFromBlacklist,
} from '../blacklist/domain/blacklist-listing.events';
import type {
  PenaltyDecisionRecorded,
  PenaltyDecisionRevoked,
} from '../penalty-decision/domain/penalty-decision.events';
import { publicityEnd } from '../publicity';
import type { RuleBook } from '../rule-set';
import { addDays, isPerson, type PenaltyKind } from '../shared';

type Pushable =
  PenaltyDecisionRecorded | PenaltyDecisionRevoked | SubjectListedOnBlacklist | SubjectRemovedFromBlacklist;

const pushable: ReadonlySet<string> = new Set<Pushable['type']>([
  'PenaltyDecisionRecorded',
  'PenaltyDecisionRevoked',
  'SubjectListedOnBlacklist',
  'SubjectRemovedFromBlacklist',
]);

/**
 * What a fact has to tell a receiving body: a pure function, nothing looked up.
 *
 * Not pushed: simple-procedure penalties and warnings (令45, 令36: regulations 13, trap 6, sourced), and cases of the
 * internal register 重点监管对象, which has no outside effect (国办发〔2020〕49号; regulations 1, legal warning). Nor anything about
 * a natural person: how the platform takes and masks a person's number was not found (regulations 7.2 says "mask on
 * publication"), and what has left cannot be erased. Our default.
 */
export function pushesFor(rules: RuleBook, stored: StoredEvent, endpoint: string): readonly Push[] {
  if (!pushable.has(stored.type) || stored.subjectId === null || isPerson(stored.subjectId)) return [];
  const matter = matterOf(rules, decode(stored) as Pushable);
  if (!matter) return [];
  return [
    {
      pushId: pushIdOf(stored.id, endpoint),
      endpoint,
      eventId: stored.id,
      position: stored.position,
      subjectId: stored.subjectId,
      revision: stored.revision,
      ...matter,
    },
  ];
}

function matterOf(rules: RuleBook, event: Pushable): PushMatter | undefined {
  switch (event.type) {
    case 'PenaltyDecisionRecorded':
      return isPushed(event.data) ? penalty(rules, event.data) : undefined;
    case 'PenaltyDecisionRevoked':
      return isPushed(event.data.decision) ? withdrawal(event.data) : undefined;
    case 'SubjectListedOnBlacklist':
      return event.data.register === 'serious-dishonesty' ? listEntry(event.data) : undefined;
    case 'SubjectRemovedFromBlacklist':
      return event.data.listing.register === 'serious-dishonesty' ? listRemoval(event.data) : undefined;
  }
}

function isPushed(decision: Pick<PenaltyDecisionRecorded['data'], 'procedure' | 'penaltyKinds'>): boolean {
  return decision.procedure === 'ordinary' && !decision.penaltyKinds.every(isWarning);
}

/** 警告, 通报批评: MINOR by 令36. */
const isWarning = (kind: PenaltyKind): boolean => kind === '警告' || kind === '通报批评';

const severities = { MINOR: 'minor', GENERAL: 'general', SERIOUS: 'serious' } as const;

function penalty(rules: RuleBook, data: PenaltyDecisionRecorded['data']): PushMatter {
  const ruled = addDays(publicityEnd(rules.byId(data.ruleSetId), data.severity, data.decidedOn), -1);
  return {
    kind: 'penalty',
    content: {
      subjectName: data.subjectName,
      uscc: data.subjectId,
      legalRepresentative: data.legalRepresentative,
      documentNumber: data.documentNumber,
      violationType: data.violationType,
      facts: data.facts,
      legalBasis: data.legalBasis,
      penaltyKinds: data.penaltyKinds,
      penaltyContent: data.penaltyContent,
      fineFen: data.fineFen,
      confiscatedFen: data.confiscatedFen,
      licence: data.licence,
      decidedOn: data.decidedOn,
      effectiveUntil: data.effectiveUntil,
      publicUntil: data.publicUntil ?? ruled,
      authorityName: data.authorityName,
      authorityCode: data.authorityCode,
      sourceName: data.sourceName,
      sourceCode: data.sourceCode,
      remark: data.remark,
      severity: severities[data.severity],
    },
  };
}

function withdrawal(data: PenaltyDecisionRevoked['data']): PushMatter {
  const { decision } = data;
  return {
    kind: 'penalty-withdrawal',
    content: {
      subjectName: decision.subjectName,
      uscc: data.subjectId,
      documentNumber: decision.documentNumber,
      authorityName: decision.authorityName,
      authorityCode: decision.authorityCode,
      withdrawnOn: data.revokedOn,
      reason: data.reason,
      withdrawalDocumentNumber: data.documentNumber,
      sourceName: decision.sourceName,
      sourceCode: decision.sourceCode,
    },
  };
}

function listEntry(data: SubjectListedOnBlacklist['data']): PushMatter {
  return {
    kind: 'list-entry',
    content: {
      subjectName: data.subjectName,
      uscc: data.subjectId,
      legalRepresentative: null,
      registeredAddress: null,
      groundCode: data.ground,
      groundLabel: GROUNDS[data.ground],
      conductSummary: data.conductSummary,
      legalBasis: data.legalBasis,
      decisionNumber: data.decisionNumber,
      decisionBody: data.decisionBody,
      decisionBodyCode: data.decisionBodyCode,
      listedOn: data.listedOn,
      measures: data.measures.map((code) => MEASURES[code as MeasureCode]),
      removalDue: data.listedUntil,
      dataSource: data.decisionBody,
      dataSourceCode: data.decisionBodyCode,
    },
  };
}

function listRemoval(data: SubjectRemovedFromBlacklist['data']): PushMatter {
  const { listing } = data;
  return {
    kind: 'list-removal',
    content: {
      subjectName: listing.subjectName,
      uscc: data.subjectId,
      decisionNumber: listing.decisionNumber,
      decisionBody: listing.decisionBody,
      decisionBodyCode: listing.decisionBodyCode,
      listedOn: listing.listedOn,
      removedOn: data.removedOn,
      removalReason: `${REMOVAL_REASONS[data.reason]}：${data.explanation}`,
      removalBody: data.removalBody,
      removalBodyCode: data.removalBodyCode,
      dataSource: data.removalBody,
      dataSourceCode: data.removalBodyCode,
    },
  };
}
