import { handling } from '@app/event-store';
import { readModel } from '@app/projections';
import { type MajorFireHazardEvent, majorFireHazardEvents } from './domain/major-fire-hazard.events';

export interface OpenHazard {
  readonly hazardId: string;
  readonly rectifyBy: string;
  /** Of its judgement. */
  readonly position: number;
}

/** Open from its judgement until it is rectified or found overdue. */
const steps = handling<MajorFireHazardEvent, OpenHazard | undefined, [row: OpenHazard | undefined]>({
  MajorFireHazardJudged: ({ hazardId, rectifyBy }, { position }, row) => row ?? { hazardId, rectifyBy, position },
  MajorFireHazardListedForSupervision: null,
  MajorFireHazardFoundOverdue: () => undefined,
  MajorFireHazardRectified: () => undefined,
});

export const openHazards = readModel<OpenHazard>({
  name: 'open-hazards-1',
  table: 'open_hazards',
  key: ['hazard_id'],
  columns: {
    hazard_id: { type: 'uuid', of: (row) => row.hazardId },
    rectify_by: { type: 'date', of: (row) => row.rectifyBy },
    position: { type: 'bigint', of: (row) => row.position },
  },
  types: steps.types,
  keyOf: (stored) => majorFireHazardEvents.eventIn(stored)?.data.hazardId,
  fold: (row, stored) => steps.of(stored, row),
  readBack: {
    columns: 'hazard_id, rectify_by::text AS rectify_by, position',
    toRow: (selected) => {
      const row = selected as { hazard_id: string; rectify_by: string; position: string };
      return { hazardId: row.hazard_id, rectifyBy: row.rectify_by, position: Number(row.position) };
    },
  },
});
