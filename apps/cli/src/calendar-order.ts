import { readFile } from 'node:fs/promises';
import { UpcastingEventLog } from '@app/event-store';
import { eventCatalogue, messageOf, publishWorkingDays, Refusal, systemClock, yearsOfWorkingDays } from '@app/ledger';
import { applicationUrl } from '@app/ledger-database';
import type { LogSettings } from '../../composition/src/log-settings';
import { openEventLog } from '../../composition/src/open-event-log';

export type CalendarOrder = ({ readonly order: 'list' } | { readonly order: 'load'; readonly file: string }) & {
  readonly databaseUrl: string;
  readonly logSettings: LogSettings;
  /** Who loads it, by name: written on the event. */
  readonly by: string;
  readonly say: (line: string) => void;
};

/** Loads a year of working days, or lists what is there. @returns 0: done; 1: refused, and why was said. */
export async function calendarOrder(wanted: CalendarOrder): Promise<number> {
  const { databaseUrl, logSettings, by, say } = wanted;
  const stored = openEventLog(logSettings, applicationUrl(databaseUrl), {
    onTrouble: ({ message }) => {
      say(`连接中断：${message}`);
    },
  });
  const log = new UpcastingEventLog(stored, eventCatalogue);
  try {
    if (wanted.order === 'list') {
      for (const { year, source } of await yearsOfWorkingDays(log)) say(`${year}：${source}`);
      return 0;
    }
    const text = await readFile(wanted.file, 'utf8');
    const actor = { name: by, unitName: '消防信用台账运维', unitCode: '', role: 'operator' };
    const { year, outcome, position, daysHash } = await publishWorkingDays(log, text, actor, systemClock.today());
    say(
      `${outcome === 'recorded' ? '已载入' : '此前已载入'}${year}年工作日历，台账位置 ${position}，内容摘要 ${daysHash}`,
    );
    return 0;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    say(`未载入：${error.field === undefined ? '' : `${error.field}：`}${messageOf(error)}`);
    return 1;
  } finally {
    await log.close();
  }
}
