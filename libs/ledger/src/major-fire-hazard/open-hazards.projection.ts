import type { StoredEvent } from '@app/event-store';
import { decodeOnce, readModel } from '@app/projections';
import type { MajorFireHazardEvent } from './domain/major-fire-hazard.events';

export interface OpenHazard {
  readonly hazardId: string;
  readonly rectifyBy: string;
  /** Of its judgement. */
  readonly position: number;
}

/** Open from its judgement until it is rectified or found overdue. */
export function toOpenHazard(row: OpenHazard | undefined, stored: StoredEvent): OpenHazard | undefined {
  const { type, data } = hazardEventIn(stored);
  switch (type) {
    case 'MajorFireHazardJudged':
      return row ?? { hazardId: data.hazardId, rectifyBy: data.rectifyBy, position: stored.position };
    case 'MajorFireHazardListedForSupervision':
      return row;
    case 'MajorFireHazardFoundOverdue':
    case 'MajorFireHazardRectified':
      return undefined;
  }
}

export const openHazards = readModel<OpenHazard>({
  name: 'open-hazards-1',
  table: 'open_hazards',
  key: ['hazard_id'],
  columns: {
    hazard_id: { type: 'uuid', of: (row) => row.hazardId },
    rectify_by: { type: 'date', of: (row) => row.rectifyBy },
    position: { type: 'bigint', of: (row) => row.position },
  },
  keyOf: (stored) => (stored.type.startsWith('MajorFireHazard') ? hazardEventIn(stored).data.hazardId : undefined),
  fold: toOpenHazard,
  readBack: {
    columns: 'hazard_id, rectify_by::text AS rectify_by, position',
    toRow: (selected) => {
      const row = selected as { hazard_id: string; rectify_by: string; position: string };
      return { hazardId: row.hazard_id, rectifyBy: row.rectify_by, position: Number(row.position) };
    },
  },
});

const hazardEventIn = (stored: StoredEvent) => decodeOnce(stored) as MajorFireHazardEvent;
