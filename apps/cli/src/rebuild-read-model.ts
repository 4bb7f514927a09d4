import { UpcastingEventLog } from '@app/event-store';
import { eventCatalogue } from '@app/ledger';
import { rebuildUrl } from '@app/ledger-database';
import {
  buildTogether,
  CannotFold,
  differ,
  type Differences,
  type EventReader,
  type FoldProgress,
  type ReadModel,
  readerOf,
  Rebuild,
  type RebuildConnections,
  RebuildRefused,
  type RebuildRefusalCode,
} from '@app/projections';
import { WritableClient } from '@app/postgres-hosts';
import { Client } from 'pg';
import type { LogSettings } from '../../composition/src/log-settings';
import { openEventLog } from '../../composition/src/open-event-log';
import { rebuildable } from '../../composition/src/read-models';

export const orders = ['build', 'diff', 'switch', 'switch-back', 'drop'] as const;
export type Order = (typeof orders)[number];

/** 0: done; 1: not done, nothing has changed; 3: built, but it differs from the live one, so it was not switched to. */
export type RebuildExit = 0 | 1 | 3;

export interface RebuildAllRequest {
  /** Owns the tables, may exchange them and may work as `ledger_rebuild`. */
  readonly ownerUrl: string;
  /** The log the ledger runs on; on PostgreSQL it is read as `ledger_rebuild`. */
  readonly logSettings: LogSettings;
  /** After building: take over at once if the rows are the same. */
  readonly switchIfEqual?: boolean;
  readonly signal?: AbortSignal;
  readonly say: (line: string) => void;
}

export interface RebuildRequest extends RebuildAllRequest {
  readonly projection: string;
  readonly order: Order;
}

const refusals: Readonly<Record<RebuildRefusalCode, string>> = {
  'rebuild-under-way': '另一个进程正在重建这个读模型',
  'replaced-one-is-kept': '切换前的旧表还保留着，请先 drop（或 switch-back）',
  'nothing-built': '旁边没有重建好的表，请先 build',
  'nothing-replaced': '旁边没有被替换下来的旧表',
  'tables-in-use': '一分钟内总有查询占用着表，未能切换，请稍后再试',
};

/** Rebuilds one read model, compares, switches, switches back or drops; says in Chinese what it does. Never throws a refusal. */
export async function rebuildReadModel(request: RebuildRequest): Promise<RebuildExit> {
  const { projection, order, say } = request;
  const model = rebuildable.find(({ name }) => name === projection);
  if (!model) {
    say(
      `cannot-be-rebuilt：${projection} 不是可以重建的读模型，可以重建的有：${rebuildable.map(({ name }) => name).join('、')}`,
    );
    return 1;
  }
  return connected(request, ({ connections, log }) =>
    order === 'build'
      ? buildAndReport({ connections, log }, [model], request)
      : carryOut(new Rebuild(connections, log, model), model, order, say),
  );
}

/** Rebuilds all read models from one reading of the log; it names those that cannot be built and builds the others. */
export async function rebuildAllReadModels(request: RebuildAllRequest): Promise<RebuildExit> {
  return connected(request, (means) => buildAndReport(means, rebuildable, request));
}

interface Means {
  readonly connections: RebuildConnections;
  readonly log: EventReader;
}

async function connected(
  { ownerUrl, logSettings, say }: RebuildAllRequest,
  work: (means: Means) => Promise<RebuildExit>,
): Promise<RebuildExit> {
  const owner = clientOn(ownerUrl);
  const rebuilder = clientOn(rebuildUrl(ownerUrl));
  const log = new UpcastingEventLog(openEventLog(logSettings, rebuildUrl(ownerUrl)), eventCatalogue);
  try {
    await Promise.all([owner.connect(), rebuilder.connect()]);
    return await work({ connections: { owner, rebuilder }, log: readerOf(log) });
  } catch (error) {
    say(sentenceOf(error));
    return 1;
  } finally {
    await Promise.allSettled([owner.end(), rebuilder.end(), log.close()]);
  }
}

function clientOn(url: string): Client {
  const client = new WritableClient({
    connectionString: url,
    application_name: 'ledger-rebuild',
    connectionTimeoutMillis: 5_000,
  });
  client.on('error', () => undefined); // the query under way fails and says it
  return client;
}

/** The worst outcome of all: 1 before 3 before 0. */
async function buildAndReport(
  { connections, log }: Means,
  models: readonly ReadModel[],
  { switchIfEqual, signal, say }: RebuildAllRequest,
): Promise<RebuildExit> {
  const onProgress = progressLines(say);
  const found = await buildTogether(connections, log, models, { onProgress, ...(signal && { signal }) });
  const exits: RebuildExit[] = [];
  for (const model of models) {
    const built = found.get(model.name);
    if (built === undefined || built instanceof Error) {
      say(models.length === 1 ? sentenceOf(built) : `${model.name}：${sentenceOf(built)}`);
      exits.push(1);
      continue;
    }
    say(`${model.name} 重建完成：${built.eventsRead} 条记录，台账位置 ${built.position}`);
    const rebuild = new Rebuild(connections, log, model);
    const differences = await rebuild.differences();
    report(differences, say);
    if (!switchIfEqual) exits.push(0);
    else if (differ(differences)) {
      say(`两者不同，没有切换。看过差异后可以：npm run rebuild -- switch ${model.name}`);
      exits.push(3);
    } else exits.push(await switchTo(rebuild, 'switch', model, say));
  }
  return exits.includes(1) ? 1 : exits.includes(3) ? 3 : 0;
}

async function carryOut(
  rebuild: Rebuild,
  model: ReadModel,
  order: Exclude<Order, 'build'>,
  say: (line: string) => void,
): Promise<RebuildExit> {
  switch (order) {
    case 'diff':
      report(await rebuild.differences(), say);
      return 0;
    case 'switch':
    case 'switch-back':
      return switchTo(rebuild, order, model, say);
    case 'drop':
      await rebuild.drop();
      say(`${model.name} 旁边的表已删除`);
      return 0;
  }
}

async function switchTo(
  rebuild: Rebuild,
  order: 'switch' | 'switch-back',
  { name }: ReadModel,
  say: (line: string) => void,
): Promise<RebuildExit> {
  const { position, heldForMs, attempts } = await (order === 'switch' ? rebuild.switch() : rebuild.switchBack());
  say(
    `${name} 已切换（台账位置 ${position}，停顿 ${Math.round(heldForMs)} 毫秒，第 ${attempts} 次尝试）；旧表保留在旁边`,
  );
  say(`换回：npm run rebuild -- switch-back ${name}；确认后删除旧表：npm run rebuild -- drop ${name}`);
  return 0;
}

const progressEveryMs = 2_000;

function progressLines(say: (line: string) => void): (progress: FoldProgress) => void {
  let saidAt = performance.now();
  return ({ position, events }) => {
    if (performance.now() - saidAt < progressEveryMs) return;
    saidAt = performance.now();
    say(`已读 ${events} 条记录，台账位置 ${position}`);
  };
}

function report(tables: readonly Differences[], say: (line: string) => void): void {
  for (const one of tables) reportOf(one, say);
}

function reportOf(
  { table, position, rows, missing, surplus, changed }: Differences,
  say: (line: string) => void,
): void {
  say(
    `${table}：重建 ${rows} 行；在用的表缺少 ${missing.count} 行，多余 ${surplus.count} 行，不同 ${changed.count} 行（台账位置 ${position}）`,
  );
  for (const [label, { examples }] of [
    ['缺少', missing],
    ['多余', surplus],
    ['不同', changed],
  ] as const) {
    if (examples.length > 0) say(`  ${label}：${examples.join('、')}`);
  }
}

function sentenceOf(error: unknown): string {
  if (error instanceof RebuildRefused) return `${error.code}：${refusals[error.code]}`;
  if (error instanceof CannotFold)
    return `event-not-applicable：台账位置 ${error.position} 的记录无法应用，重建已撤销（${error.message}）`;
  if (error instanceof Error && error.name === 'AbortError') return 'rebuild-cancelled：已取消，没有留下任何东西';
  return `没有完成：${error instanceof Error ? error.message || error.name : String(error)}`;
}
