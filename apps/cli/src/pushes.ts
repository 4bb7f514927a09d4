import { calledWith, endWith } from './command-line';
import { evaluationKey } from './evaluation-key';
import { flow, redrive, trustKey } from './redrive';

const usage = `用法：npm run pushes -- redrive 推送编号 --reason 理由              重新推送一条
      npm run pushes -- redrive --reason 理由 [条件…] [--yes]       成批重新推送；没有 --yes 只试看
      npm run pushes -- pause|resume 接收平台 --reason 理由          暂停、恢复向一个平台推送
      npm run pushes -- trust-key 接收平台 --key SHA256:… --reason 理由  正式平台更换密钥：此后认定新密钥（指纹先与平台核对）
条件：--endpoint 接收平台  --kind 种类  --status rejected|dead|held  --refusal-code 1001  --uscc 统一社会信用代码
环境变量：LEDGER_URL（默认 http://127.0.0.1:3000）、LEDGER_KEY（默认取 DATA_DIR/keys.json 中的 operator）`;

/** Exit 0: done; 1: not done; 2: called wrongly. */
async function main(): Promise<number> {
  const called = argumentsOf(process.argv.slice(2));
  if (!called) {
    console.error(usage);
    return 2;
  }
  const key = process.env.LEDGER_KEY ?? evaluationKey('operator', process.env);
  if (key === undefined) {
    console.error('没有访问密钥：请设置 LEDGER_KEY');
    return 1;
  }
  const { order, target, reason, yes, 'refusal-code': refusalCode, endpoint, kind, status, uscc } = called;
  const conditions = Object.fromEntries(
    Object.entries({ endpoint, kind, status, refusalCode, uscc }).filter(([, value]) => value !== undefined),
  );
  const url = process.env.LEDGER_URL ?? 'http://127.0.0.1:3000';
  const say = (line: string) => {
    console.log(line);
  };
  if (order === 'trust-key') return trustKey({ url, key, reason, body: target, fingerprint: called.key }, say);
  if (order !== 'redrive') return flow({ url, key, reason, order, body: target }, say);
  return redrive({ url, key, reason, pushId: target, conditions, carryOut: yes === true }, say);
}

function argumentsOf(args: readonly string[]) {
  const text = { type: 'string' } as const;
  const called = calledWith({
    args: [...args],
    allowPositionals: true,
    options: {
      ...{ reason: text, endpoint: text, kind: text, key: text, status: text, 'refusal-code': text, uscc: text },
      yes: { type: 'boolean' },
    },
  });
  if (!called) return undefined;
  const { values, positionals } = called;
  const [order, target, ...others] = positionals;
  const { reason = '' } = values;
  if (reason === '' || others.length > 0) return undefined;
  if (order === 'redrive') return { ...values, order, reason, target } as const;
  if ((order === 'pause' || order === 'resume') && target !== undefined)
    return { ...values, order, reason, target } as const;
  if (order === 'trust-key' && target !== undefined && values.key !== undefined)
    return { ...values, order, reason, target, key: values.key } as const;
  return undefined;
}

endWith(main());
