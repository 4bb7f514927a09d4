import type { StoredEvent } from '@app/event-store';
import type { Projection } from '@app/projections';
import type { ClientBase } from 'pg';
import { type CreditDossier, presentName } from './credit-dossier';
import { namesAfter } from './erased-names';
import { factIn } from './fact-in';
import { nameIn } from './name-in';

/** Event -> row. An event the dossier has seen changes nothing; one about nobody, too. */
export function toDossier(dossier: CreditDossier | undefined, event: StoredEvent): CreditDossier | undefined {
  if (event.subjectId === null || (dossier && dossier.position >= event.position)) return dossier;
  const before = dossier ?? {
    subjectId: event.subjectId,
    names: [],
    facts: [],
    knownSince: event.recordedAt,
    position: 0,
  };
  const name = nameIn(event);
  const fact = factIn(event);
  const names = namesAfter(event, before.names);
  const known = names.findLast(({ source }) => source === name?.source);
  return {
    ...before,
    names: name && name.name !== known?.name ? [...names, name] : names,
    facts: fact ? [...before.facts, fact] : before.facts,
    position: event.position,
  };
}

export const creditDossiers: Projection = {
  name: 'credit-dossier-1',
  tables: [{ name: 'credit_dossiers' }],
  async apply(client, events) {
    const subjectIds = [...new Set(events.flatMap(({ subjectId }) => subjectId ?? []))];
    if (subjectIds.length === 0) return;
    const dossiers = await load(client, subjectIds);
    for (const event of events) {
      const dossier = toDossier(dossiers.get(event.subjectId ?? ''), event);
      if (dossier) dossiers.set(dossier.subjectId, dossier);
    }
    await save(client, [...dossiers.values()]);
  },
};

async function load(client: ClientBase, subjectIds: readonly string[]): Promise<Map<string, CreditDossier>> {
  const { rows } = await client.query<{ dossier: CreditDossier }>(
    'SELECT dossier FROM credit_dossiers WHERE subject_id = ANY ($1)',
    [subjectIds],
  );
  return new Map(rows.map(({ dossier }) => [dossier.subjectId, dossier]));
}

async function save(client: ClientBase, dossiers: readonly CreditDossier[]): Promise<void> {
  await client.query(
    `INSERT INTO credit_dossiers (subject_id, name, position, dossier)
     SELECT * FROM unnest($1::text[], $2::text[], $3::bigint[], $4::jsonb[])
     ON CONFLICT (subject_id) DO UPDATE
       SET name = excluded.name, position = excluded.position, dossier = excluded.dossier`,
    [
      dossiers.map((dossier) => dossier.subjectId),
      dossiers.map((dossier) => presentName(dossier.names)),
      dossiers.map((dossier) => dossier.position),
      dossiers.map((dossier) => JSON.stringify(dossier)),
    ],
  );
}
