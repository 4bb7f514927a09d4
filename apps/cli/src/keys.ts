import 'reflect-metadata';
import { parseArgs } from 'node:util';
import { databaseOwnerUrlIn } from './database-url';
import { issueKey, revokeKey } from './issue-key';

const usage = `用法：npm run keys -- issue --role 角色 --holder 持有人 --unit-name 单位名称 --unit-code 单位统一社会信用代码
      LEDGER_KEY=密钥 npm run keys -- revoke
环境变量：DATABASE_OWNER_URL 或 DATABASE_URL（表的所有者），或 DATA_DIR（运行中的评估数据目录）`;

/** Issues and revokes keys. Exit 0: done; 1: not done; 2: called wrongly. */
async function main(): Promise<number> {
  const text = { type: 'string', default: '' } as const;
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { role: text, holder: text, 'unit-name': text, 'unit-code': text },
  });
  const ownerUrl = databaseOwnerUrlIn(process.env);
  const [order] = positionals;
  if (ownerUrl === undefined || (order !== 'issue' && order !== 'revoke')) {
    console.error(usage);
    return 2;
  }
  if (order === 'issue') {
    const { role, holder, 'unit-name': unitName, 'unit-code': unitCode } = values;
    console.log(await issueKey(ownerUrl, { role, holder, unitName, unitCode }));
    return 0;
  }
  const revoked = await revokeKey(ownerUrl, process.env.LEDGER_KEY ?? '');
  console.log(revoked ? '已停用' : '没有这个在用的密钥');
  return revoked ? 0 : 1;
}

main().then(
  (code) => (process.exitCode = code),
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  },
);
