import { migrate } from '@app/ledger-database';
import { endWith } from './command-line';

const usage = `用法：npm run migrate    建表、升级表结构，并建立各个数据库角色；可反复执行
环境变量：DATABASE_OWNER_URL（表的所有者，须能创建角色）。台账各进程不得持有它`;

/** A job of its own, beside the processes that serve: these never have the owner's login. Exit 0: done; 1: not done; 2: called wrongly. */
async function main(): Promise<number> {
  const { DATABASE_OWNER_URL: ownerUrl } = process.env;
  if (!ownerUrl) {
    console.error(usage);
    return 2;
  }
  await migrate(ownerUrl);
  console.log('表结构已是最新');
  return 0;
}

endWith(main());
