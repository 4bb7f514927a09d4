import { decode } from '@app/event-store';
import type { Projection } from '@app/projections';
import type { MajorFireHazardEvent } from './domain/major-fire-hazard.events';

/** A hazard's last word in a batch decides: open from its judgement until it is rectified or found overdue. */
export const openHazards: Projection = {
  name: 'open-hazards-1',
  tables: [{ name: 'open_hazards' }],
  async apply(client, events) {
    const opened = new Map<string, { rectifyBy: string; position: number }>();
    const done = new Set<string>();
    for (const stored of events) {
      if (!stored.type.startsWith('MajorFireHazard')) continue;
      const { type, data } = decode(stored) as MajorFireHazardEvent;
      switch (type) {
        case 'MajorFireHazardJudged':
          opened.set(data.hazardId, { rectifyBy: data.rectifyBy, position: stored.position });
          break;
        case 'MajorFireHazardListedForSupervision':
          break;
        case 'MajorFireHazardFoundOverdue':
        case 'MajorFireHazardRectified':
          opened.delete(data.hazardId);
          done.add(data.hazardId);
      }
    }
    if (done.size > 0) await client.query('DELETE FROM open_hazards WHERE hazard_id = ANY ($1)', [[...done]]);
    if (opened.size === 0) return;
    await client.query(
      `INSERT INTO open_hazards (hazard_id, rectify_by, position)
       SELECT * FROM unnest($1::uuid[], $2::date[], $3::bigint[]) ON CONFLICT DO NOTHING`,
      [
        [...opened.keys()],
        [...opened.values()].map(({ rectifyBy }) => rectifyBy),
        [...opened.values()].map(({ position }) => position),
      ],
    );
  },
};
