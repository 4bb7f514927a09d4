import { WritableClient } from '@app/postgres-hosts';
import { databaseOwnerUrlIn } from './database-url';
import { masterKeyIn } from './master-key-file';
import { rewrapPersonKeys } from './rewrap-person-keys';

const usage = `用法：npm run rewrap    用现在的封装密钥重新封装所有个人信息密钥；可反复执行，中途中断后再执行即可。运行中的进程照常工作
环境变量：PERSONAL_MASTER_KEY_FILE、PERSONAL_WRAPPING_KEY_FILE，PERSONAL_FURTHER_WRAPPING_KEY_FILES（从前的封装密钥）；
          DATABASE_OWNER_URL 或 DATABASE_URL（表的所有者），或 DATA_DIR（运行中的评估数据目录）`;

/** Exit 0: every key is wrapped by the wrapping key of now; 1: not every one, or not done; 2: called wrongly. */
async function main(words: readonly string[]): Promise<number> {
  const url = databaseOwnerUrlIn(process.env);
  const master = await masterKeyIn(process.env);
  if (url === undefined || master === undefined || words.length > 0) {
    console.error(usage);
    return 2;
  }
  const owner = new WritableClient({ connectionString: url, connectionTimeoutMillis: 5_000 });
  owner.on('error', () => undefined); // the query under way fails and says it
  await owner.connect();
  try {
    const { rewrapped, unreadable } = await rewrapPersonKeys(owner, master);
    console.log(`已用封装密钥 ${master.wrapping.id} 重新封装 ${rewrapped} 个个人信息密钥`);
    for (const keyId of unreadable) console.log(`个人信息密钥 ${keyId} 打不开：封装它的密钥不在这里，或它被改动；未动`);
    return unreadable.length === 0 ? 0 : 1;
  } finally {
    await owner.end();
  }
}

main(process.argv.slice(2)).then(
  (code) => (process.exitCode = code),
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  },
);
