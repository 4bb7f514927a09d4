import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { fingerprintOf, hashApiKey, newApiKey, type Role, ROLES } from '@app/ledger/key-office';
import { adoptKeys, issueKey, type KeyOffice, listKeys } from '../../cli/src/issue-key';
import { withFile } from './start-failure';

export type EvaluationKeys = Readonly<Record<Role, string>>;

/** Those who hand in papers of several authorities, as the sample data is. */
const recordForAll: readonly Role[] = ['officer', 'approver'];

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
 * The log and the database get their hashes. `fresh` says that they were made now, so that they are shown once.
 */
export async function provideKeys(file: string, office: KeyOffice): Promise<{ keys: EvaluationKeys; fresh: boolean }> {
  const fresh = !existsSync(file);
  const keys = await withFile(file, fresh ? writeKeys : readKeys);
  const fingerprints = new Map(ROLES.map((role) => [role, fingerprintOf(hashApiKey(keys[role]))]));
  const ours = new Set(fingerprints.values());
  await adoptKeys(office, (fingerprint) => ours.has(fingerprint)); // of a folder from before keys had a history
  const onFile = new Set((await listKeys(office)).map(({ fingerprint }) => fingerprint));
  for (const role of ROLES) {
    if (onFile.has(fingerprints.get(role) ?? '')) continue;
    const [holder, unitName, unitCode] = holders[role];
    const recordsFor = recordForAll.includes(role) ? ['*'] : [];
    await issueKey(office, { role, holder, unitName, unitCode, recordsFor }, keys[role]);
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
