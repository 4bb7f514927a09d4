import { Client } from 'pg';
import { createTestDatabase, type Template } from './test-database';

async function query(url: string, text: string): Promise<unknown[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<{ value: unknown }>(text)).rows.map((row) => row.value);
  } finally {
    await client.end();
  }
}

/** A template of this file's own, which counts how often it is filled. */
function aTemplate(name: string): Template & { filled: number } {
  return {
    name,
    filled: 0,
    async fill(ownerUrl) {
      this.filled += 1;
      await query(ownerUrl, 'CREATE TABLE notes (value text)');
    },
  };
}

describe('a test database', () => {
  it('is a clone of a template that is filled once, also when several are made at the same moment', async () => {
    const template = aTemplate('counted_template');
    const [one, other] = await Promise.all([createTestDatabase(template), createTestDatabase(template)]);
    await query(one.ownerUrl, `INSERT INTO notes VALUES ('one')`);

    expect(await query(one.ownerUrl, 'SELECT value FROM notes')).toEqual(['one']);
    expect(await query(other.ownerUrl, 'SELECT value FROM notes')).toEqual([]);
    expect(template.filled).toBe(1);
  });

  it('is made anew when filling the template failed the first time', async () => {
    const template = aTemplate('failing_template');
    const failing = { name: template.name, fill: () => Promise.reject(new Error('migration failed')) };
    await expect(createTestDatabase(failing)).rejects.toThrow('migration failed');
    await createTestDatabase(template);
    expect(template.filled).toBe(1);
  });

  it('goes when dropped, connections or not', async () => {
    const database = await createTestDatabase(aTemplate('dropped_template'));
    const connected = new Client({ connectionString: database.ownerUrl });
    connected.on('error', () => undefined);
    await connected.connect();
    await database.drop();
    await expect(query(database.ownerUrl, 'SELECT 1')).rejects.toThrow('does not exist');
  });

  it('has the schema of the ledger, owned by nobody special, and shows it to the application as ledger_app', async () => {
    const { ownerUrl, url } = await createTestDatabase();
    expect(await query(ownerUrl, `SELECT rolsuper AS value FROM pg_roles WHERE rolname = current_user`)).toEqual([
      false,
    ]);
    expect(await query(url, 'SELECT current_user::text AS value')).toEqual(['ledger_app']);
    expect(await query(url, 'SELECT 1 AS value FROM ledger_events')).toEqual([]);
  });
});
