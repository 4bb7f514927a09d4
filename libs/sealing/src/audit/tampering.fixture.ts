import { Client } from 'pg';

/**
 * What somebody can do who has the whole database server in their hands: no trigger stops them, no grant. By plain SQL on positions, so that
 * it does not matter how the table is cut.
 */
export class Tamperer {
  private constructor(private readonly client: Client) {}

  static async of(ownerUrl: string): Promise<Tamperer> {
    const url = new URL(process.env.TEST_POSTGRES_URL ?? '');
    url.pathname = new URL(ownerUrl).pathname;
    const client = new Client({ connectionString: url.toString() });
    await client.connect();
    await client.query('SET session_replication_role = replica'); // no trigger fires
    return new Tamperer(client);
  }

  close(): Promise<void> {
    return this.client.end();
  }

  async sql(text: string, values: readonly unknown[] = []): Promise<void> {
    await this.client.query(text, [...values]);
  }

  /** Turns one bit of the facts of an event. */
  flipByte(position: number): Promise<void> {
    return this.sql('UPDATE ledger_events SET data = set_byte(data, 2, get_byte(data, 2) # 1) WHERE position = $1', [
      position,
    ]);
  }

  delete(position: number): Promise<void> {
    return this.sql('DELETE FROM ledger_events WHERE position = $1', [position]);
  }

  /** Deletes an event and lets those behind it move up, so that no gap is left. */
  async deleteAndCloseUp(position: number): Promise<void> {
    await this.delete(position);
    await this.renumber('position > $1', 'position - 1', position);
  }

  /** The two events change places. */
  swap(one: number, other: number): Promise<void> {
    return this.renumber('position IN ($1, $2)', '$1 + $2 - position', one, other);
  }

  /** Puts a forged event before the one at `position`, and those behind it move down. */
  async insertAt(position: number): Promise<void> {
    await this.renumber('position >= $1', 'position + 1', position);
    await this.forge(position, position - 1);
  }

  /** Adds an event at a place where there is none. It looks like the one at `model`. */
  async forge(position: number, model: number): Promise<void> {
    await this.sql('CREATE TEMP TABLE forged AS SELECT * FROM ledger_events WHERE position = $1', [model]);
    await this.sql(`UPDATE forged SET position = $1, stream = 'forged', revision = 0, event_id = gen_random_uuid()`, [
      position,
    ]);
    await this.sql('INSERT INTO ledger_events SELECT * FROM forged');
    await this.sql('DROP TABLE forged');
  }

  cutTail(after: number): Promise<void> {
    return this.sql('DELETE FROM ledger_events WHERE position > $1', [after]);
  }

  /** Takes rows out and puts them in again at other positions: a plain UPDATE would collide with its own rows. */
  private async renumber(which: string, position: string, ...values: readonly number[]): Promise<void> {
    const numbers = values.map((_, index) => `$${index + 1}`);
    const literal = (text: string) => numbers.reduce((sql, name, at) => sql.replaceAll(name, String(values[at])), text);
    await this.sql(`CREATE TEMP TABLE moved AS SELECT * FROM ledger_events WHERE ${literal(which)}`);
    await this.sql(`DELETE FROM ledger_events WHERE ${literal(which)}`);
    await this.sql(`UPDATE moved SET position = ${literal(position)}`);
    await this.sql('INSERT INTO ledger_events SELECT * FROM moved');
    await this.sql('DROP TABLE moved');
  }

  /** As if nothing had ever been sealed. */
  async forgetSeals(): Promise<void> {
    await this.sql('DELETE FROM seal_tiles');
    await this.sql('DELETE FROM seal_checkpoints');
    await this.sql('DELETE FROM seal_keys');
    await this.sql(`UPDATE seal_state SET tree_size = 0, last_position = 0`);
  }
}
