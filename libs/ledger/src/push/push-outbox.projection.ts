import { enqueue } from '@app/outbox';
import type { Projection } from '@app/projections';
import type { Rules } from '../application';
import { pushesFor } from './push-policy';

/**
 * Fills the outbox: rows and checkpoint commit together, keyed by event and endpoint, so nothing is lost and nothing is
 * queued twice. A replay compares what was queued, not how its delivery went.
 */
export const pushOutbox = (rules: Rules, endpoint: string): Projection => ({
  name: `push-outbox-${endpoint}-1`,
  tables: [
    {
      name: 'pushes',
      columns: ['push_id', 'endpoint', 'event_id', 'position', 'subject_id', 'revision', 'kind', 'content'],
    },
  ],
  async apply(client, events) {
    await enqueue(
      client,
      events.flatMap((event) => pushesFor(rules.book, event, endpoint)),
    );
  },
});
