import { randomUUID } from 'node:crypto';
import type { StoredEvent } from '@app/event-store';

const firstDay = Date.UTC(2016, 0, 1);
const dayMs = 24 * 60 * 60 * 1000;

/** A fine of 20,500 yuan against a unit; `paper` numbers its papers, three on a day, from 2016 on. */
export function aDecision(subjectId: string, paper: number, position: number): StoredEvent {
  const decidedOn = new Date(firstDay + (Math.floor(paper / 3) % 3_800) * dayMs).toISOString().slice(0, 10);
  return aDecisionOn(subjectId, decidedOn, position);
}

export function aDecisionOn(subjectId: string, decidedOn: string, position: number): StoredEvent {
  const decisionId = randomUUID();
  const data = {
    subjectId,
    decisionId,
    documentNumber: `廊消行罚决字〔${decidedOn.slice(0, 4)}〕第${String(position % 1_000_000).padStart(6, '0')}号`,
    subjectName: `廊坊${subjectId}有限公司`,
    penaltyKinds: ['罚款'],
    fineFen: 2_050_000,
    violationCode: 'FPL-60-1-3',
    severity: 'GENERAL',
    decidedOn,
    procedure: 'ordinary',
    effectiveUntil: null,
    ruleSetId: decidedOn < '2023-05-01' ? 'langfang-before-2023-05-01' : ruleSetAfter(decidedOn),
  };
  return {
    id: randomUUID(),
    stream: `penaltyDecision-${decisionId}`,
    revision: 0,
    position,
    type: 'PenaltyDecisionRecorded',
    typeVersion: 2,
    subjectId,
    occurredOn: decidedOn,
    recordedAt: '2026-05-01T00:00:00.000Z',
    actor: { name: 'bench', unitName: 'bench', unitCode: 'bench', role: 'officer' },
    commandId: randomUUID(),
    causeId: null,
    requestId: 'bench',
    data: Buffer.from(JSON.stringify(data), 'utf8'),
  };
}

const ruleSetAfter = (day: string): string => (day < '2026-04-01' ? 'langfang-2023-05-01' : 'langfang-2026-04-01');
