import type { Pool } from 'pg';
import { isRole } from './access-table';
import { fingerprintOf, hashApiKey } from './api-key';
import type { Caller } from './caller.decorator';

const rememberMs = 5_000;

/**
 * Finds out whom a key belongs to. Remembers an answer for five seconds: that is how long a revoked key may still work.
 * While the database does not answer, a key that was known before stays known, so that its holder can at least be told
 * that there is no answer now.
 */
export class ApiKeys {
  private readonly remembered = new Map<string, { readonly caller: Caller | undefined; readonly until: number }>();

  constructor(private readonly pool: Pool) {}

  /** undefined: no such key, revoked, past its last day, or of a role the access table does not have. Throws the database's error when a key was never seen and cannot be looked up. */
  async callerOf(key: string): Promise<Caller | undefined> {
    const hash = hashApiKey(key);
    const known = this.remembered.get(hash);
    if (known && known.until > performance.now()) return known.caller;
    try {
      const caller = await this.lookUp(hash);
      if (this.remembered.size > 10_000) this.remembered.clear();
      this.remembered.set(hash, { caller, until: performance.now() + rememberMs });
      return caller;
    } catch (error) {
      if (known) return known.caller;
      throw error;
    }
  }

  /** Without looking it up: undefined unless it was within the last five seconds, and is somebody's. */
  rememberedCallerOf(key: string): Caller | undefined {
    const known = this.remembered.get(hashApiKey(key));
    return known && known.until > performance.now() ? known.caller : undefined;
  }

  private async lookUp(hash: string): Promise<Caller | undefined> {
    const { rows } = await this.pool.query<{
      holder: string;
      unit_name: string;
      unit_code: string;
      role: string;
      records_for: readonly string[];
    }>({
      name: 'api-key',
      text: `SELECT holder, unit_name, unit_code, role, records_for FROM api_keys
             WHERE key_hash = $1 AND revoked_at IS NULL
               AND (expires_on IS NULL OR expires_on >= (now() AT TIME ZONE 'Asia/Shanghai')::date)`,
      values: [hash],
    });
    const [row] = rows;
    if (!row || !isRole(row.role)) return undefined;
    return {
      name: row.holder,
      unitName: row.unit_name,
      unitCode: row.unit_code,
      role: row.role,
      key: fingerprintOf(hash),
      recordsFor: row.records_for,
    };
  }
}
