import type { CreditFact } from '@app/ledger';
import pg from 'pg';
import { usccOf } from './fictional-units';

/** `subjects` dossiers of `penalties` effective penalties each, as the projection would write them, and a checkpoint at the head. */
export async function fillDossiers(url: string, subjects: number, penalties: number): Promise<void> {
  const client = new pg.Client(url);
  await client.connect();
  const dossiers = Array.from({ length: subjects }, (_, at) => dossierOf(usccOf(at), penalties));
  await client.query(
    `INSERT INTO credit_dossiers (subject_id, name, position, dossier)
     SELECT * FROM unnest($1::text[], $2::text[], $3::bigint[], $4::jsonb[])`,
    [
      dossiers.map(({ subjectId }) => subjectId),
      dossiers.map(({ names }) => names[0]?.name),
      dossiers.map(({ position }) => position),
      dossiers.map((dossier) => JSON.stringify(dossier)),
    ],
  );
  await client.end();
}

function dossierOf(subjectId: string, penalties: number) {
  const recordedAt = '2026-05-01T00:00:00.000Z';
  const facts = Array.from({ length: penalties }, (_, at): CreditFact => ({
    type: 'penalty-decision',
    eventId: `00000000-0000-4000-8000-${String(at).padStart(12, '0')}`,
    position: at + 1,
    recordedAt,
    occurredOn: '2026-05-01',
    document: `廊消行罚决字〔2026〕第${String(at).padStart(4, '0')}号`,
    decisionId: String(at),
    penaltyKinds: ['罚款'],
    fineFen: 2_000_000,
    violationCode: 'FPL-60-1-3',
    severity: 'GENERAL',
    decidedOn: '2026-05-01',
    ruleSetId: 'langfang-2026-04-01',
  }));
  const names = [{ name: `廊坊${subjectId}有限公司`, since: '2026-05-01', source: 'registered', recordedAt }];
  return { subjectId, names, facts, knownSince: recordedAt, position: penalties };
}
