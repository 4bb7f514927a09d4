import type { ClientBase } from 'pg';
import { type LiveStand, liveStand, withoutHeldBack } from '../held-back';
import { logPages } from '../log-pages';
import type { EventReader } from '../projection';
import type { ReadModel } from '../read-model';
import { type Beside, moveBeside, whatIsBeside } from './beside';
import { RebuildRefused } from './refusal';
import { within } from './within';

const pageSize = 1_000;

/**
 * Lets what stands beside a read model follow it to the position where the live one stands, and hold back what that one
 * holds back. Rows and position are one transaction per page: killed at any moment, it goes on where it was.
 *
 * A subject that stopped in the live one since stopped after where this one stands, so it is held back from the same event
 * on. A subject that goes on in the live one gets here what it lacked.
 *
 * @param rebuilder works as `ledger_rebuild` and finds the tables of `beside` first
 * @returns where both stand, if the live one does not move meanwhile
 */
export async function catchUpBeside(rebuilder: ClientBase, log: EventReader, model: ReadModel): Promise<number> {
  const live = await liveStand(rebuilder, model.name);
  const beside = await within(rebuilder, () => holdBackLike(rebuilder, log, model, live));
  let reached = beside.position;
  for await (const events of logPages(log, { after: reached, until: live.position, pageSize })) {
    reached = events.at(-1)?.position ?? reached;
    const page = { events, position: reached };
    await within(rebuilder, async () => {
      const stand = await standOf(rebuilder, model);
      await model.apply(rebuilder, withoutHeldBack(page.events, stand.heldBack));
      await moveBeside(rebuilder, model.name, {
        position: page.position,
        eventsRead: stand.eventsRead + page.events.length,
        heldBack: stand.heldBack,
      });
    });
  }
  return reached;
}

async function holdBackLike(
  rebuilder: ClientBase,
  log: EventReader,
  model: ReadModel,
  live: LiveStand,
): Promise<Beside> {
  const beside = await standOf(rebuilder, model);
  const lacking = new Map<string, Stretch>();
  for (const [subjectId, since] of beside.heldBack) {
    const heldInLive = live.heldBack.get(subjectId) ?? Infinity; // still, or again, or no more
    if (heldInLive !== since) lacking.set(subjectId, { since, until: Math.min(heldInLive - 1, beside.position) });
  }
  await applyLacking(rebuilder, log, model, lacking);
  const like = { ...beside, heldBack: live.heldBack };
  await moveBeside(rebuilder, model.name, like);
  return like;
}

/** Positions, both included. */
interface Stretch {
  readonly since: number;
  readonly until: number;
}

/** One reading of the log for all subjects that lack events; from its beginning, as their first position is no place every engine can read from. */
async function applyLacking(
  rebuilder: ClientBase,
  log: EventReader,
  model: ReadModel,
  lacking: ReadonlyMap<string, Stretch>,
): Promise<void> {
  if (lacking.size === 0) return;
  const until = Math.max(...[...lacking.values()].map((stretch) => stretch.until));
  for await (const events of logPages(log, { after: 0, until, pageSize })) {
    const theirs = events.filter(({ subjectId, position }) => {
      const stretch = lacking.get(subjectId ?? '');
      return stretch !== undefined && position >= stretch.since && position <= stretch.until;
    });
    if (theirs.length > 0) await model.apply(rebuilder, theirs);
  }
}

async function standOf(client: ClientBase, { name }: ReadModel): Promise<Beside> {
  const beside = await whatIsBeside(client, name, 'lock');
  if (!beside || beside.state === 'building') throw new RebuildRefused('nothing-built', name);
  return beside;
}
