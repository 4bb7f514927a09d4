import { type LiveStand, liveStand } from '../held-back';
import type { EventReader } from '../projection';
import type { ReadModel } from '../read-model';
import { isTheEventsFault } from '../whose-fault';
import { discard, enter, leave, type RebuildConnections } from './alone';
import { setBeside, whatIsBeside } from './beside';
import { type FoldOptions, type FoldOutcome, foldLogs } from './fold-log';
import { RebuildRefused } from './refusal';
import { createBeside, finishBeside } from './tables';
import { within } from './within';

export type BuildOptions = Pick<FoldOptions, 'signal' | 'onProgress' | 'budgetBytes'>;

export interface Built {
  readonly position: number;
  readonly eventsRead: number;
}

/** A rebuild has a process of its own, so it may hold more than a fold beside other work before the database sorts. Our default. */
const budgetBytes = 128 * 2 ** 20;

/**
 * Builds read models beside the live ones, all from one reading of the log, each up to where its live one stands; what was built
 * before is replaced.
 *
 * @returns for each, by name: what was built, or why not (`RebuildRefused`: `rebuild-under-way`, `replaced-one-is-kept`; `CannotFold`).
 *   Of one that was not built nothing is left beside, and the others are built all the same.
 * @throws the signal's reason, whatever log or database say; then nothing is left beside.
 */
export async function buildTogether(
  connections: RebuildConnections,
  log: EventReader,
  models: readonly ReadModel[],
  options: BuildOptions = {},
): Promise<ReadonlyMap<string, Built | Error>> {
  const results = new Map<string, Built | Error>();
  const begun: Begun[] = [];
  const entered: string[] = [];
  try {
    for (const model of models) {
      try {
        await enter(connections.owner, model.name);
        entered.push(model.name);
        begun.push({ model, stand: await begin(connections, model) });
      } catch (error) {
        if (!(error instanceof RebuildRefused)) throw error;
        results.set(model.name, error);
      }
    }
    await foldBegun(connections, log, begun, options, results);
    return results;
  } catch (error) {
    for (const { model } of begun) if (!results.has(model.name)) await discard(connections, model);
    throw error;
  } finally {
    for (const name of entered) await leave(connections.owner, name);
  }
}

interface Begun {
  readonly model: ReadModel;
  readonly stand: LiveStand;
}

async function begin({ owner }: RebuildConnections, { name, tables }: ReadModel): Promise<LiveStand> {
  if ((await whatIsBeside(owner, name))?.state === 'replaced') throw new RebuildRefused('replaced-one-is-kept', name);
  const stand = await liveStand(owner, name);
  await within(owner, async () => {
    for (const table of tables) await createBeside(owner, table.name);
    await setBeside(owner, name, { state: 'building', position: 0, eventsRead: 0, heldBack: stand.heldBack });
  });
  return stand;
}

async function foldBegun(
  connections: RebuildConnections,
  log: EventReader,
  begun: readonly Begun[],
  options: BuildOptions,
  results: Map<string, Built | Error>,
): Promise<void> {
  const folds = begun.map(({ model: { definition }, stand: { position, heldBack } }) => {
    return { definition, until: position, heldBack };
  });
  const outcomes = await foldLogs(connections.rebuilder, log, folds, { budgetBytes, ...options });
  for (const [index, one] of begun.entries()) {
    const outcome = outcomes[index];
    if (outcome) results.set(one.model.name, await finished(connections, one, outcome));
  }
}

/** Built, or its own failure with nothing left beside. */
async function finished(connections: RebuildConnections, one: Begun, outcome: FoldOutcome): Promise<Built | Error> {
  let { failure } = outcome;
  if (outcome.failure === undefined) {
    try {
      return await finish(connections, one, outcome.eventsRead);
    } catch (error) {
      if (!(error instanceof Error && isTheEventsFault(error))) throw error;
      failure = error; // its key, say, is not unique
    }
  }
  await discard(connections, one.model);
  return failure ?? new Error(`${one.model.name} was not folded`);
}

/** Keys, indexes, rights and statistics, now that the rows are in. */
async function finish({ owner }: RebuildConnections, { model, stand }: Begun, eventsRead: number): Promise<Built> {
  const { position, heldBack } = stand;
  await within(owner, async () => {
    for (const { name } of model.tables) await finishBeside(owner, name);
    await setBeside(owner, model.name, { state: 'built', position, eventsRead, heldBack });
  });
  return { position, eventsRead };
}
