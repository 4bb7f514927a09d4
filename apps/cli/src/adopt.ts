import { type AdoptOrder, adoptOrder } from './adopt-order';
import { calledWith, endWith } from './command-line';
import { evaluationKey } from './evaluation-key';

const usage = `用法：npm run --silent adopt -- 接收平台 > 清单.csv             试看：平台已有哪些，与将报送的逐条核对；什么也不改变
      npm run --silent adopt -- 接收平台 --ask --reason 理由      申请接管：清单上的视为已报送；批准前停止向该平台报送
      npm run --silent adopt -- 接收平台 --approve --reason 理由  由另一人批准；清单须与申请的一致
环境变量：与 worker 相同（BODIES、<平台>_URL 等，DATABASE_URL）；LEDGER_URL（默认 http://127.0.0.1:3000）、LEDGER_KEY`;

/** Exit 0: done; 1: not done; 2: called wrongly. */
async function main(): Promise<number> {
  const called = orderIn(process.argv.slice(2));
  if (!called) {
    console.error(usage);
    return 2;
  }
  return adoptOrder({ ...called, key: process.env.LEDGER_KEY ?? evaluationKey('operator', process.env) }, process.env, {
    csv: (text) => process.stdout.write(text),
    line: (text) => process.stderr.write(`${text}\n`),
  });
}

function orderIn(args: readonly string[]): Omit<AdoptOrder, 'key'> | undefined {
  const flag = { type: 'boolean' } as const;
  const called = calledWith({
    args: [...args],
    allowPositionals: true,
    options: { ask: flag, approve: flag, reason: { type: 'string' } },
  });
  if (!called) return undefined;
  const [body, ...others] = called.positionals;
  const { ask = false, approve = false, reason = '' } = called.values;
  if (body === undefined || others.length > 0 || (ask && approve) || (ask || approve) !== (reason !== ''))
    return undefined;
  return { body, step: ask ? 'ask' : approve ? 'approve' : 'list', reason };
}

endWith(main());
