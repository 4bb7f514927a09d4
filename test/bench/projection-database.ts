import { randomUUID } from 'node:crypto';
import type { NewEvent } from '@app/event-store';
import { PostgresEventLog } from '@app/event-store/postgres';
import { eventCatalogue } from '@app/ledger';
import { applicationUrl, migrate } from '@app/ledger-database';
import pg from 'pg';

export const subjectCount = 2_000;

/** A database of its own on the same server, with a log of penalty decisions about some thousand units, in no order. */
export async function projectionDatabase(ownerUrl: string, name: string, events: number): Promise<string> {
  const server = new pg.Client(ownerUrl);
  await server.connect();
  await server.query(`CREATE DATABASE ${name}`);
  await server.end();
  const url = new URL(ownerUrl);
  url.pathname = `/${name}`;
  await migrate(url.href);
  const log = new PostgresEventLog({ url: applicationUrl(url.href) });
  for (let from = 0; from < events; from += chunk) {
    await Promise.all(
      Array.from({ length: Math.min(chunk, events - from) }, (_, index) =>
        log.append(`penaltyDecision-${randomUUID()}`, 'no-stream', [aPenaltyDecision(from + index)]),
      ),
    );
  }
  await log.close();
  return url.href;
}

const chunk = 2_000;

function aPenaltyDecision(index: number): NewEvent {
  // A stride that shares no factor with the count: every unit comes up, neighbours in the log are about different ones.
  const subjectId = `91131000MA${String((index * 1_237) % subjectCount).padStart(8, '0')}`;
  const documentNumber = `廊消行罚决字〔2026〕第${String(index).padStart(6, '0')}号`;
  const data = {
    subjectId,
    decisionId: randomUUID(),
    documentNumber,
    subjectName: `廊坊市${subjectId}示例宾馆有限公司`,
    subjectCategory: '法人及非法人组织',
    legalRepresentative: '王示例',
    person: null,
    violationType: '消防设施、器材、消防安全标志配置、设置不符合标准',
    violationCode: 'FPL-60-1-3',
    severity: 'GENERAL',
    facts: '一层疏散指示标志损坏三处，未保持完好有效；'.repeat(3),
    legalBasis: '《中华人民共和国消防法》第六十条第一款第一项',
    penaltyKinds: ['罚款'],
    penaltyContent: '罚款人民币20500元',
    fineFen: 2_050_000,
    decidedOn: '2026-05-06',
    ruleSetId: 'langfang-2026-04-01',
    authorityName: '廊坊市消防救援支队',
    authorityCode: '1113100001YMGCE72W',
  };
  return {
    id: randomUUID(),
    type: 'PenaltyDecisionRecorded',
    typeVersion: eventCatalogue.PenaltyDecisionRecorded.present,
    subjectId,
    occurredOn: '2026-05-06',
    actor: { name: 'bench', unitName: 'bench', unitCode: 'bench', role: 'officer' },
    commandId: randomUUID(),
    causeId: null,
    requestId: 'bench',
    data: Buffer.from(JSON.stringify(data), 'utf8'),
  };
}
