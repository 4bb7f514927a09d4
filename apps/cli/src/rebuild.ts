import 'reflect-metadata';
import { logSettingsFrom } from '../../composition/src/log-settings';
import { rebuildable } from '../../composition/src/read-models';
import { calledWith, endWith } from './command-line';
import { databaseOwnerUrlIn } from './database-url';
import { type Order, orders, rebuildAllReadModels, rebuildReadModel } from './rebuild-read-model';

const usage = `用法：npm run rebuild -- [build] 读模型 [--switch]   在旁边重建；--switch：与在用的一致时立即切换
      npm run rebuild -- --all [--switch]            只读一遍台账，重建全部读模型
      npm run rebuild -- diff|switch|switch-back|drop 读模型
读模型：${rebuildable.map(({ name }) => name).join('、')}
环境变量：DATABASE_OWNER_URL 或 DATABASE_URL（表的所有者），或 DATA_DIR（运行中的评估数据目录）`;

/** Exit 0: done; 1: not done; 2: called wrongly; 3: built, differs, not switched. */
async function main(): Promise<number> {
  const called = calledWith({
    allowPositionals: true,
    options: { switch: { type: 'boolean', default: false }, all: { type: 'boolean', default: false } },
  });
  const { values, positionals } = called ?? { values: undefined, positionals: [] };
  const ownerUrl = databaseOwnerUrlIn(process.env);
  const [order, projection] = positionals.length === 1 ? ['build', positionals[0]] : positionals;
  const isAll = values?.all === true && positionals.length === 0;
  if (!values || ownerUrl === undefined || (!isAll && (values.all || projection === undefined || !isOrder(order)))) {
    console.error(usage);
    return 2;
  }
  const cancelled = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      cancelled.abort();
    });
  }
  const request = {
    ownerUrl,
    logSettings: logSettingsFrom(process.env),
    switchIfEqual: values.switch,
    signal: cancelled.signal,
    say: (line: string) => {
      console.log(line);
    },
  };
  return projection !== undefined && isOrder(order)
    ? rebuildReadModel({ ...request, projection, order })
    : rebuildAllReadModels(request);
}

const isOrder = (word: string | undefined): word is Order => orders.some((order) => order === word);

endWith(main(), 2);
