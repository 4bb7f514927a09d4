import 'reflect-metadata';
import { systemClock } from '@app/ledger';
import { logSettingsFrom } from '../../composition/src/log-settings';
import { calledWith, endWith } from './command-line';
import { databaseOwnerUrlIn } from './database-url';
import { adoptKeys, issueKey, type KeyOffice, listKeys, revokeKeys } from './issue-key';

const usage = `用法：npm run keys -- issue --role 角色 --holder 持有人 --unit-name 单位名称 --unit-code 单位统一社会信用代码
                          [--records-for 单位代码 …（* 为任何单位）] [--expires-on 日期|never（缺省一年）] [--by 姓名]
      npm run keys -- list
      npm run keys -- revoke --reason 理由 --fingerprint 指纹 [--by 姓名]
      npm run keys -- revoke --reason 理由 --holder 持有人 --unit-code 单位代码 [--by 姓名]
      npm run keys -- adopt [--by 姓名]   把台账中没有发放记录的在用密钥补记入账
环境变量：DATABASE_OWNER_URL 或 DATABASE_URL（表的所有者），或 DATA_DIR（运行中的评估数据目录）`;

const text = { type: 'string', default: '' } as const;
const options = {
  role: text,
  holder: text,
  'unit-name': text,
  'unit-code': text,
  'records-for': { type: 'string', multiple: true, default: [] as string[] },
  'expires-on': text,
  fingerprint: text,
  reason: text,
  by: { type: 'string', default: '运维员' },
} as const;
type Asked = NonNullable<ReturnType<typeof calledWith<{ options: typeof options; allowPositionals: true }>>>['values'];

/** Exit code and what is said of each order; undefined: it was called wrongly. */
const orders: Readonly<Record<string, (office: KeyOffice, asked: Asked) => Promise<number | undefined>>> = {
  issue: async (office, asked) => {
    const { role, holder, 'unit-name': unitName, 'unit-code': unitCode, 'records-for': recordsFor } = asked;
    const expiresOn = lastDay(asked['expires-on']);
    console.log(await issueKey(office, { role, holder, unitName, unitCode, recordsFor, expiresOn }));
    return 0;
  },
  list: async (office) => {
    for (const key of await listKeys(office)) {
      const end = key.revokedAt === null ? `至 ${key.expiresOn ?? '不限期'}` : `停用 ${key.revokedAt.toISOString()}`;
      const others = key.recordsFor.length === 0 ? '' : `，代为记录 ${key.recordsFor.join('、')}`;
      console.log(`${key.fingerprint}  ${key.role}  ${key.holder}（${key.unitName} ${key.unitCode}${others}）  ${end}`);
    }
    return 0;
  },
  revoke: async (office, { fingerprint, holder, 'unit-code': unitCode, reason }) => {
    const meant = fingerprint === '' ? { holder, unitCode } : { fingerprint };
    if (reason === '' || (fingerprint === '' && (holder === '' || unitCode === ''))) return undefined;
    const count = await revokeKeys(office, meant, reason);
    console.log(count > 0 ? `已停用 ${count} 个` : '没有这个在用的密钥');
    return count > 0 ? 0 : 1;
  },
  adopt: async (office) => {
    console.log(`补记 ${await adoptKeys(office)} 个`);
    return 0;
  },
};

/** Our default: a key that nobody remembers ends by itself. */
function lastDay(said: string): string | null {
  if (said === 'never') return null;
  if (said !== '') return said;
  const today = systemClock.today();
  const inAYear = `${Number(today.slice(0, 4)) + 1}${today.slice(4)}`;
  return inAYear.endsWith('-02-29') ? inAYear.replace('-29', '-28') : inAYear;
}

/** Issues, lists and revokes keys. Exit 0: done; 1: not done; 2: called wrongly. */
async function main(): Promise<number> {
  const called = calledWith({ allowPositionals: true, options });
  const ownerUrl = databaseOwnerUrlIn(process.env);
  const order = orders[called?.positionals[0] ?? ''];
  const done =
    ownerUrl === undefined || !called
      ? undefined
      : await order?.({ ownerUrl, log: logSettingsFrom(process.env), by: called.values.by }, called.values);
  if (done !== undefined) return done;
  console.error(usage);
  return 2;
}

endWith(main());
