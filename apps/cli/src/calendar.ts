import 'reflect-metadata';
import { logSettingsFrom } from '../../composition/src/log-settings';
import { calendarOrder } from './calendar-order';
import { calledWith, endWith } from './command-line';
import { databaseUrlIn } from './database-url';

const usage = `用法：npm run calendar -- load 文件 [--by 姓名]   载入一年的工作日历（国务院办公厅节假日安排通知）
      npm run calendar -- list                    列出已有的年份
文件为 JSON：{"year": 2027, "publishedOn": "2026-11-05", "source": "通知名称和文号",
             "holidays": ["2027-01-01", …只列工作日放假], "workingWeekendDays": [… 调休上班的周末]}
环境变量：DATABASE_URL，或 DATA_DIR（运行中的评估数据目录）`;

/** Exit 0: done; 1: refused or failed; 2: called wrongly. */
async function main(): Promise<number> {
  const called = calledWith({
    allowPositionals: true,
    options: { by: { type: 'string', default: '运维员' } },
  });
  const databaseUrl = databaseUrlIn(process.env);
  const [order, file] = called?.positionals ?? [];
  const wanted =
    order === 'list' ? ({ order } as const) : order === 'load' && file ? ({ order, file } as const) : undefined;
  if (!called || databaseUrl === undefined || wanted === undefined) {
    console.error(usage);
    return 2;
  }
  return calendarOrder({
    ...wanted,
    databaseUrl,
    logSettings: logSettingsFrom(process.env),
    by: called.values.by,
    say: (line) => {
      console.log(line);
    },
  });
}

endWith(main());
