import { hashApiKey, isRole, messageOf, newApiKey, Refusal, ROLES, storableText } from '@app/ledger';
import { Client } from 'pg';

export interface KeyHolder {
  readonly role: string;
  /** A working name; never a personal number. */
  readonly holder: string;
  readonly unitName: string;
  readonly unitCode: string;
}

/** Makes a key for a holder and stores its hash. @returns the key, which can never be shown again. @throws on an unknown role, an empty field, or one that cannot be stored. */
export async function issueKey(ownerUrl: string, { role, ...written }: KeyHolder): Promise<string> {
  if (!isRole(role)) throw new Error(`角色应为：${ROLES.join('、')}`);
  const [holder, unitName, unitCode] = [written.holder, written.unitName, written.unitCode].map(asStored);
  if (!holder || !unitName || !unitCode) throw new Error('持有人、单位名称、单位代码都不能为空');
  const key = newApiKey();
  await withOwner(ownerUrl, (owner) =>
    owner.query('INSERT INTO api_keys (key_hash, holder, unit_name, unit_code, role) VALUES ($1, $2, $3, $4, $5)', [
      hashApiKey(key),
      holder,
      unitName,
      unitCode,
      role,
    ]),
  );
  return key;
}

/** It stands in every event its holder causes. */
function asStored(text: string): string {
  try {
    return storableText(text);
  } catch (error) {
    throw error instanceof Refusal ? new Error(messageOf(error)) : error;
  }
}

/** Ends a key; running ledgers notice within five seconds. @returns whether there was such a key in use. */
export async function revokeKey(ownerUrl: string, key: string): Promise<boolean> {
  const { rowCount } = await withOwner(ownerUrl, (owner) =>
    owner.query('UPDATE api_keys SET revoked_at = now() WHERE key_hash = $1 AND revoked_at IS NULL', [hashApiKey(key)]),
  );
  return rowCount === 1;
}

async function withOwner<Result>(url: string, work: (owner: Client) => Promise<Result>): Promise<Result> {
  const owner = new Client(url);
  await owner.connect();
  try {
    return await work(owner);
  } finally {
    await owner.end();
  }
}
