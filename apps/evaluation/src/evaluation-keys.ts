import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { hashApiKey, newApiKey, type Role, ROLES } from '@app/ledger';
import pg from 'pg';
import { withFile } from './start-failure';

export type EvaluationKeys = Readonly<Record<Role, string>>;

/** Working names and units of the evaluation's holders. Fictional, as the sample data is. */
const holders: Readonly<Record<Role, readonly [holder: string, unitName: string, unitCode: string]>> = {
  officer: ['演示执法员', '廊坊市消防救援支队', '1113100001YMGCE72W'],
  approver: ['演示审批人', '廊坊市消防救援支队', '1113100001YMGCE72W'],
  department: ['演示部门查询员', '演示市场监管部门', '演示-市场监管'],
  procurement: ['演示采购人', '演示采购单位', '演示-采购'],
  auditor: ['演示审计员', '演示审计部门', '演示-审计'],
  operator: ['演示运维员', '演示运维单位', '演示-运维'],
};

/**
 * One key per role: read from `file` when it is there, made and written (readable by its owner only) when it is not.
 * The database gets their hashes. `fresh` says that they were made now, so that they are shown once.
 */
export async function provideKeys(file: string, ownerUrl: string): Promise<{ keys: EvaluationKeys; fresh: boolean }> {
  const fresh = !existsSync(file);
  const keys = fresh ? await withFile(file, writeKeys) : await withFile(file, readKeys);
  const client = new pg.Client(ownerUrl);
  await client.connect();
  try {
    await client.query(
      `INSERT INTO api_keys (key_hash, holder, unit_name, unit_code, role)
       SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[]) ON CONFLICT DO NOTHING`,
      [
        ROLES.map((role) => hashApiKey(keys[role])),
        ROLES.map((role) => holders[role][0]),
        ROLES.map((role) => holders[role][1]),
        ROLES.map((role) => holders[role][2]),
        [...ROLES],
      ],
    );
  } finally {
    await client.end();
  }
  return { keys, fresh };
}

async function readKeys(file: string): Promise<EvaluationKeys> {
  const keys = JSON.parse(await readFile(file, 'utf8')) as Partial<Record<Role, unknown>>;
  const without = ROLES.filter((role) => typeof keys[role] !== 'string' || keys[role] === '');
  if (without.length > 0) throw new Error(`其中没有这些角色的密钥：${without.join('、')}`);
  return keys as EvaluationKeys;
}

async function writeKeys(file: string): Promise<EvaluationKeys> {
  const keys = Object.fromEntries(ROLES.map((role) => [role, newApiKey()])) as Record<Role, string>;
  await mkdir(dirname(file), { recursive: true });
  await writeFile(`${file}.new`, `${JSON.stringify(keys, null, 2)}\n`, { mode: 0o600 });
  await rename(`${file}.new`, file);
  return keys;
}
