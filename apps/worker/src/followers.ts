import type { EventLog } from '@app/event-store';
import type { ServerLine } from '@app/ledger-database';
import { type Policy, type Projection, ProjectionRunners, readerOf } from '@app/projections';
import type { Logger } from '@nestjs/common';
import type { Pool } from 'pg';
import { SaidOnce } from './said-once';

export interface FollowersOptions {
  readonly pool: Pool;
  /** The policies' own: a command that takes its time keeps no projection waiting. */
  readonly policyPool: Pool;
  readonly log: EventLog;
  readonly projections: readonly Projection[];
  readonly policies: readonly Policy[];
  /** What is read of a server is not applied to one that has taken over from it. */
  readonly line: Pick<ServerLine, 'changes'>;
  readonly logger: Logger;
}

/** Everything that follows the log, from one reading of it; what goes wrong is said by position, never by subject: a line may not name a person. */
export function followersOf({ log, line, logger, ...options }: FollowersOptions): ProjectionRunners {
  const said = new SaidOnce();
  return new ProjectionRunners({
    ...options,
    log: readerOf(log),
    line: () => line.changes,
    onTrouble: ({ projection, after, error }) => {
      const what = `${projection} stopped after position ${after}: ${error.message}`;
      if (said.isNews(projection, what)) logger.error(what, error.stack);
    },
    onSubjectStopped: (projection, { position, error }) => {
      logger.error(`${projection}: the subject of the event at ${position} stopped: ${error.message}`, error.stack);
    },
    onResumed: (projection, resumed) => {
      if (resumed.outcome === 'stopped-again') {
        logger.error(
          `${projection}: the subject of the event at ${resumed.position} stays stopped: ${resumed.error.message}`,
        );
      } else if (resumed.outcome === 'resumed') {
        logger.log(`${projection}: a stopped subject goes on, ${resumed.events} held events applied`);
      }
    },
  });
}
