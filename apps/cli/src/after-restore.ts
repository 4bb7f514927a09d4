import 'reflect-metadata';
import { parseArgs } from 'node:util';
import { type RestoreOrder, restoreCheck } from './restore-check';

const usage = `用法：npm run --silent after-restore -- --reason 理由 [--checkpoint 文件 …] [--person-keys 文件] [--unasked 接收平台 …] > 清单.csv
                                                  开始或继续恢复核查（可反复执行）：台账、个人信息密钥、各接收平台；清单写到标准输出
      npm run after-restore -- --declare --reason 理由   已签名的条目有丢失：由另一人宣告台账分支，此后台账以新名称继续
      npm run after-restore -- --close --reason 理由     没有丢失：结束核查
      npm run after-restore                              到了哪一步
  --checkpoint   您自己保存的检查点；签名者的记忆文件自动取用
  --person-keys  pg_dump --data-only -t person_keys 的文本
  --unasked      此刻问不到的平台：恢复前可能已发出的逐条按编号询问后再送
恢复核查开始后，到宣告或结束之前，不签名、不推送。
环境变量：DATABASE_URL，LEDGER_KEY（审批人或运维员），SEAL_KEY_FILE，SEAL_MEMORY_FILE，SEAL_VKEYS，PERSONAL_MASTER_KEY_FILE，与 worker 相同的 BODIES 等；
          宣告时 SEAL_ORIGIN 为新名称，更换密钥的另设 SEAL_PREVIOUS_KEY_FILE`;

/** Exit 0: done as far as it was asked; 1: not done; 2: called wrongly. */
async function main(): Promise<number> {
  const order = orderIn(process.argv.slice(2));
  if (!order) {
    console.error(usage);
    return 2;
  }
  return restoreCheck(order, process.env, {
    csv: (text) => process.stdout.write(text),
    line: (text) => process.stderr.write(`${text}\n`),
  });
}

function orderIn(args: readonly string[]): RestoreOrder | undefined {
  const flag = { type: 'boolean', default: false } as const;
  const many = { type: 'string', multiple: true, default: [] as string[] } as const;
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        ...{ declare: flag, close: flag, checkpoint: many, unasked: many },
        ...{ reason: { type: 'string', default: '' }, 'person-keys': { type: 'string' } },
      },
    });
    const { declare, close, reason, checkpoint: checkpoints, unasked, 'person-keys': personKeys } = values;
    if ((declare && close) || ((declare || close) && reason === '')) return undefined;
    const step = declare ? 'declare' : close ? 'close' : reason === '' ? 'status' : 'check';
    return { step, reason, checkpoints, personKeys, unasked };
  } catch {
    return undefined; // an option there is not, or one without its value
  }
}

main().then(
  (code) => (process.exitCode = code),
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  },
);
