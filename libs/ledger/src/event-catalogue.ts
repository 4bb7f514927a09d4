import { capabilities, type LedgerEvent } from './capabilities';
import type { EventVersions, Versions } from './shared';

const rows = capabilities
  .flatMap(({ aggregates }) => aggregates ?? [])
  .flatMap(({ versions }) => Object.entries<Versions>(versions));

/** The versions of every event of every capability. Any other event in the log stops its reader. */
export const eventCatalogue = Object.fromEntries(rows) as EventVersions<LedgerEvent>;

if (Object.keys(eventCatalogue).length < rows.length) throw new Error('two aggregates write events of the same type');
