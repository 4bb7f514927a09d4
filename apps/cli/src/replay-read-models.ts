import { UpcastingEventLog } from '@app/event-store';
import { eventCatalogue, type ReceivingBody } from '@app/ledger';
import { applicationUrl } from '@app/ledger-database';
import { readerOf, replayAll, type ReplayReport } from '@app/projections';
import { WritableClient } from '@app/postgres-hosts';
import { bodiesOf } from '../../composition/src/bodies';
import { bodySettingsFrom } from '../../composition/src/body-settings';
import { type LogSettings, logSettingsFrom } from '../../composition/src/log-settings';
import { openEventLog } from '../../composition/src/open-event-log';
import { readersName } from '../../composition/src/pools';
import { assertSameLog } from '../../composition/src/same-log';
import { readModelsOf } from '../../worker/src/read-models-of';
import { databaseUrlIn } from './database-url';
import { stoppedSubjects } from './stopped-subjects';

/** 0: every read model is what the log says; 1: one is not; 2: could not be found out. */
export type ReplayExit = 0 | 1 | 2;

/**
 * Rebuilds all read models beside the live ones, from one reading of the log, and says, table by table, how they differ. Changes nothing and may run
 * while the ledger does: each read model is compared at the position where it stands.
 *
 * The database is DATABASE_URL, or else that of the evaluation whose folder is DATA_DIR (default `.data`). The log is the one
 * the ledger itself runs on: EVENT_LOG and what belongs to it; the receiving bodies are those of its settings, BODIES and what belongs to them.
 */
export async function replayReadModels(
  environment: NodeJS.ProcessEnv,
  say: (line: string) => void,
): Promise<ReplayExit> {
  const url = databaseUrlIn(environment);
  if (url === undefined) {
    say('不知道台账数据库在哪里：请设置 DATABASE_URL，或把 DATA_DIR 设为运行中的评估数据目录');
    return 2;
  }
  try {
    const { different, stopped, head } = await compareReadModels(environment, say);
    const faults = [
      ...(different.length > 0 ? [`不一致：${different.join('、')}`] : []),
      ...(stopped > 0 ? [`停下的主体 ${stopped} 个，其记录不在读模型中`] : []),
    ];
    say(`${faults.length === 0 ? '全部一致' : faults.join('；')}（台账位置 ${head}）`);
    return faults.length === 0 ? 0 : 1;
  } catch (error) {
    say(`没有完成：${error instanceof Error ? error.message || error.name : String(error)}`);
    return 2;
  }
}

export interface Compared {
  /** Tables that are not what the log says. */
  readonly different: readonly string[];
  /** Subjects that stand still: their events are held back from a read model. */
  readonly stopped: number;
  readonly head: number;
}

/** Compares every read model with a replay, and says table by table what differs and which subjects stand still. @throws when it cannot be found out */
export async function compareReadModels(
  environment: NodeJS.ProcessEnv,
  say: (line: string) => void,
): Promise<Compared> {
  const url = databaseUrlIn(environment);
  if (url === undefined) throw new Error('不知道台账数据库在哪里');
  const settings = logSettingsFrom(environment);
  await assertSameLog(applicationUrl(url), settings);
  const compared = await compareAll(applicationUrl(url), settings, bodiesOf(bodySettingsFrom(environment)), say);
  const stopped = await stoppedSubjects(applicationUrl(url));
  for (const { projection, subjectId, position, held } of stopped)
    say(`停下的主体：${subjectId}（${projection}），停在台账位置 ${position}，保留 ${held} 条未计入`);
  return { ...compared, stopped: new Set(stopped.map(({ subjectId }) => subjectId)).size };
}

async function compareAll(
  url: string,
  settings: LogSettings,
  bodies: readonly ReceivingBody[],
  say: (line: string) => void,
): Promise<Omit<Compared, 'stopped'>> {
  const log = new UpcastingEventLog(openEventLog(settings, url), eventCatalogue);
  const client = new WritableClient({
    connectionString: url,
    application_name: readersName,
    connectionTimeoutMillis: 5_000,
  });
  client.on('error', () => undefined); // the query under way fails and says it
  try {
    await client.connect();
    const readModels = readModelsOf(log, bodies);
    const startedAt = performance.now();
    const found = new Map<string, readonly ReplayReport[]>();
    await replayAll(client, readerOf(log), readModels, {
      onReports: ({ name }, reports) => {
        const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
        for (const report of reports) say(lineOf(report, seconds));
        found.set(name, reports);
        return Promise.resolve();
      },
      onTrouble: (_, error) => {
        throw error;
      },
    });
    const different = readModels.flatMap(({ name }) =>
      (found.get(name) ?? []).flatMap(({ missing, surplus, table }) => (missing + surplus > 0 ? [table] : [])),
    );
    return { different, head: await log.head() };
  } finally {
    await Promise.all([log.close(), client.end().catch(() => undefined)]);
  }
}

const lineOf = ({ projection, table, rows, missing, surplus, position }: ReplayReport, seconds: string): string =>
  `${table}（${projection}）：重建 ${rows} 行，缺少 ${missing} 行，多余 ${surplus} 行，位置 ${position}，${seconds} 秒`;
