import { Inject, Injectable } from '@nestjs/common';
import { READ_MODELS, type ReadModels } from '../application';
import { keyColumns, type KeyOnFile } from './key-table';

/** The table of keys: what the api lets callers in by. The log says what should stand in it (`compareKeys`). */
@Injectable()
export class ApiKeysOnFile {
  constructor(@Inject(READ_MODELS) private readonly pool: Pick<ReadModels, 'query'>) {}

  /** The keys of a unit, newest first. */
  async ofUnit(unitCode: string): Promise<readonly KeyOnFile[]> {
    const { rows } = await this.pool.query<KeyOnFile>(
      `SELECT ${keyColumns} FROM api_keys WHERE unit_code = $1 ORDER BY created_at DESC, key_hash`,
      [unitCode],
    );
    return rows;
  }

  async of(fingerprint: string): Promise<KeyOnFile | undefined> {
    const { rows } = await this.pool.query<KeyOnFile>(`SELECT ${keyColumns} FROM api_keys WHERE fingerprint = $1`, [
      fingerprint,
    ]);
    return rows[0];
  }

  /** Lets nobody in with these any more. Said again it changes nothing; the application's role can do this, and no more, to a key. */
  async revoke(keyHashes: readonly string[]): Promise<void> {
    await this.pool.query('UPDATE api_keys SET revoked_at = now() WHERE key_hash = ANY ($1) AND revoked_at IS NULL', [
      keyHashes,
    ]);
  }
}
