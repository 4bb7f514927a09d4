import 'reflect-metadata';
import { systemClock } from '@app/ledger';
import { WritableClient } from '@app/postgres-hosts';
import { accessMonths, dropAccessMonths, monthsKeptFrom } from './access-months';
import { databaseOwnerUrlIn } from './database-url';

const usage = `用法：npm run access-records -- months   查询留痕有哪些月份（UTC）
      npm run access-records -- drop     删除早于保存期限的月份
环境变量：ACCESS_RECORDS_MONTHS 本月之前至少保存的月数（缺省36）；
          DATABASE_OWNER_URL 或 DATABASE_URL（表的所有者），或 DATA_DIR（运行中的评估数据目录）`;

async function main([order, ...more]: readonly string[]): Promise<number> {
  const url = databaseOwnerUrlIn(process.env);
  if (url === undefined || more.length > 0 || (order !== 'months' && order !== 'drop')) {
    console.error(usage);
    return 2;
  }
  const kept = monthsKeptFrom(process.env);
  const owner = new WritableClient(url);
  await owner.connect();
  try {
    if (order === 'months') {
      for (const { month, bytes } of await accessMonths(owner)) console.log(`${month}  ${bytes} 字节`);
    } else {
      const dropped = await dropAccessMonths(owner, kept, systemClock.now());
      console.log(dropped.length === 0 ? '没有早于保存期限的月份' : `已删除 ${dropped.join('、')}`);
    }
    return 0;
  } finally {
    await owner.end();
  }
}

main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    console.error(error);
    process.exitCode = 1;
  },
);
