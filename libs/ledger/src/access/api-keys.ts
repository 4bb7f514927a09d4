import type { Pool } from 'pg';
import type { Role } from './access-table';
import { hashApiKey } from './api-key';
import type { Caller } from './caller.decorator';

const rememberMs = 5_000;

/** Finds out whom a key belongs to. Remembers an answer for five seconds: that is how long a revoked key may still work. */
export class ApiKeys {
  private readonly remembered = new Map<string, { readonly caller: Caller | undefined; readonly until: number }>();

  constructor(private readonly pool: Pool) {}

  /** undefined: no such key, or revoked. */
  async callerOf(key: string): Promise<Caller | undefined> {
    const hash = hashApiKey(key);
    const known = this.remembered.get(hash);
    if (known && known.until > Date.now()) return known.caller;
    const { rows } = await this.pool.query<{ holder: string; unit_name: string; unit_code: string; role: Role }>({
      name: 'api-key',
      text: 'SELECT holder, unit_name, unit_code, role FROM api_keys WHERE key_hash = $1 AND revoked_at IS NULL',
      values: [hash],
    });
    const row = rows[0];
    const caller = row && { name: row.holder, unitName: row.unit_name, unitCode: row.unit_code, role: row.role };
    if (this.remembered.size > 10_000) this.remembered.clear();
    this.remembered.set(hash, { caller, until: Date.now() + rememberMs });
    return caller;
  }
}
