import { blacklistListing } from './blacklist';
import { commitment } from './commitment';
import { clockedAmong, dueWork, DueWorkModule } from './due-work';
import { majorFireHazard } from './major-fire-hazard';

/** All papers of which something waits for a day. */
export const clockedPapers = clockedAmong([blacklistListing, commitment, majorFireHazard]);

/** What waits for a day, over all of them. */
export const dueWorkReadModel = dueWork(clockedPapers);

/** One for the whole process: api and worker import the same. */
export const dueWorkModule = DueWorkModule.over(clockedPapers);
