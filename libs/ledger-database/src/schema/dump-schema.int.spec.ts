import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from 'pg';
import { createTestDatabase, type TestDatabase } from '../../../../test/support/test-database';
import { dumpSchema, readSchema } from './dump-schema';

const checkedIn = readFileSync(join(__dirname, '../../schema.sql'), 'utf8');

let database: TestDatabase;
let owner: Client;
beforeAll(async () => {
  database = await createTestDatabase();
  owner = await connect(database);
});
afterAll(async () => {
  await owner.end();
  await database.drop();
});

async function connect({ ownerUrl }: TestDatabase): Promise<Client> {
  const client = new Client(ownerUrl);
  await client.connect();
  return client;
}

/** The dump after `statements`, which are taken back. */
async function dumpAfter(...statements: readonly string[]): Promise<string> {
  await owner.query('BEGIN');
  try {
    for (const statement of statements) await owner.query(statement);
    return await readSchema(owner);
  } finally {
    await owner.query('ROLLBACK');
  }
}

/** PostgreSQL writes `(a AND b) AND c` with fewer brackets once it has read its own text. */
const withoutBrackets = (sql: string) => sql.replace(/[()]/g, '');

describe('the schema under review', () => {
  it('is what the migrations arrive at (if not: npm run schema:dump, and look at the diff)', async () => {
    expect(await dumpSchema(owner)).toBe(checkedIn);
  });

  it('makes the same schema again in an empty database', async () => {
    const empty = await createTestDatabase({ name: 'empty_template', fill: () => Promise.resolve() });
    const client = await connect(empty);
    await client.query(checkedIn);
    await client.query('RESET ALL');
    const again = await dumpSchema(client);
    await client.end();
    await empty.drop();
    expect(withoutBrackets(again)).toBe(withoutBrackets(checkedIn));
  });

  it('names no login and no owner', () => {
    expect(checkedIn).not.toMatch(/ledger_owner|ledger_login|postgres/);
  });
});

describe('a change of whatever kind shows', () => {
  const function1 = `CREATE FUNCTION one() RETURNS int LANGUAGE sql AS 'SELECT 1'`;
  const partitioned = 'CREATE TABLE p (place int NOT NULL, PRIMARY KEY (place)) PARTITION BY RANGE (place)';
  const onUpdate = `CREATE TRIGGER t BEFORE UPDATE ON pushes FOR EACH ROW EXECUTE FUNCTION refuse_change()`;

  it.each<[string, readonly string[], string]>([
    ['a column', ['ALTER TABLE pushes ADD planted text'], '  planted text,'],
    ['a default', [`ALTER TABLE pushes ADD planted text DEFAULT 'x'`], `  planted text DEFAULT 'x'::text,`],
    ['NOT NULL', ['ALTER TABLE pushes ADD planted text NOT NULL'], '  planted text NOT NULL,'],
    ['a collation', ['ALTER TABLE pushes ADD planted text COLLATE "C"'], '  planted text COLLATE "C",'],
    [
      'how a column is stored',
      ['ALTER TABLE pushes ADD planted bytea STORAGE EXTERNAL'],
      'planted bytea STORAGE EXTERNAL,',
    ],
    [
      'a computed column',
      ['ALTER TABLE pushes ADD n int GENERATED ALWAYS AS (1) STORED'],
      'GENERATED ALWAYS AS (1) STORED',
    ],
    [
      'an identity',
      ['ALTER TABLE pushes ADD n int GENERATED ALWAYS AS IDENTITY'],
      'n integer GENERATED ALWAYS AS IDENTITY',
    ],
    [
      'a check',
      ['ALTER TABLE pushes ADD CONSTRAINT few CHECK (attempts < 99)'],
      'CONSTRAINT few CHECK ((attempts < 99))',
    ],
    [
      'a check that not every row keeps',
      ['ALTER TABLE pushes ADD CONSTRAINT few CHECK (attempts < 99) NOT VALID'],
      'ALTER TABLE public.pushes ADD CONSTRAINT few CHECK ((attempts < 99)) NOT VALID;',
    ],
    ['uniqueness', ['ALTER TABLE pushes ADD CONSTRAINT once UNIQUE (event_id)'], 'CONSTRAINT once UNIQUE (event_id)'],
    [
      'a foreign key',
      ['CREATE TABLE a (p uuid REFERENCES pushes)'],
      'ALTER TABLE public.a ADD CONSTRAINT a_p_fkey FOREIGN KEY',
    ],
    ['an index', ['CREATE INDEX later ON pushes (kind) WHERE attempts > 3'], 'CREATE INDEX later ON public.pushes'],
    ['an option of a table', ['ALTER TABLE pushes SET (fillfactor = 70)'], ' WITH (fillfactor=70);'],
    ['a table that is not logged', ['CREATE UNLOGGED TABLE u (n int)'], 'CREATE UNLOGGED TABLE public.u'],
    ['partitions', [partitioned], 'PARTITION BY RANGE (place);'],
    [
      'a partition',
      [partitioned, 'CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (1) TO (9)'],
      'CREATE TABLE public.p1 PARTITION OF public.p FOR VALUES FROM (1) TO (9);',
    ],
    ['a function', [function1], 'CREATE OR REPLACE FUNCTION public.one()'],
    [
      'a right to a function taken from all',
      [function1, 'REVOKE ALL ON FUNCTION one FROM PUBLIC'],
      'REVOKE ALL ON ROUTINE public.one() FROM PUBLIC;',
    ],
    ['a setting of a function', ['ALTER FUNCTION refuse_change() SET work_mem = 64'], `SET work_mem TO '64'`],
    [
      'a procedure',
      [`CREATE PROCEDURE nothing() LANGUAGE sql AS 'SELECT 1'`],
      'CREATE OR REPLACE PROCEDURE public.nothing()',
    ],
    ['a trigger', [onUpdate], 'CREATE TRIGGER t BEFORE UPDATE ON public.pushes'],
    [
      'a trigger that is switched off',
      ['ALTER TABLE ledger_events DISABLE TRIGGER ledger_events_append_only'],
      'ALTER TABLE public.ledger_events DISABLE TRIGGER ledger_events_append_only;',
    ],
    [
      'a right to a table',
      ['CREATE TABLE a (n int)', 'GRANT DELETE, SELECT ON a TO ledger_app'],
      'GRANT DELETE, SELECT ON TABLE public.a TO ledger_app;',
    ],
    ['a right for all', ['GRANT SELECT ON api_keys TO PUBLIC'], 'GRANT SELECT ON TABLE public.api_keys TO PUBLIC;'],
    [
      'a right to a column',
      ['GRANT UPDATE (data) ON ledger_events TO ledger_app'],
      'GRANT UPDATE (data) ON TABLE public.ledger_events TO ledger_app;',
    ],
    [
      'a right to the schema',
      ['GRANT CREATE ON SCHEMA public TO ledger_app'],
      'GRANT CREATE, USAGE ON SCHEMA public TO ledger_app;',
    ],
    [
      'a right to the schema taken from all',
      ['REVOKE ALL ON SCHEMA public FROM PUBLIC'],
      'REVOKE ALL ON SCHEMA public FROM PUBLIC;',
    ],
    [
      'another schema',
      ['CREATE SCHEMA elsewhere', 'GRANT USAGE ON SCHEMA elsewhere TO ledger_app'],
      'CREATE SCHEMA elsewhere;\nGRANT USAGE ON SCHEMA elsewhere TO ledger_app;',
    ],
    [
      'a table in another schema',
      ['CREATE SCHEMA elsewhere', 'CREATE TABLE elsewhere.a (n int)'],
      'CREATE TABLE elsewhere.a (',
    ],
    [
      'a remark on a trigger',
      [`COMMENT ON TRIGGER ledger_events_append_only ON ledger_events IS 'x'`],
      `COMMENT ON TRIGGER ledger_events_append_only on public.ledger_events IS 'x';`,
    ],
    ['a view', ['CREATE VIEW v AS SELECT position FROM ledger_events'], 'CREATE VIEW public.v AS'],
    ['a sequence', ['CREATE SEQUENCE s START 5'], 'CREATE SEQUENCE public.s AS bigint INCREMENT 1 MINVALUE 1'],
    ['a list of words', [`CREATE TYPE mood AS ENUM ('b', 'a')`], `CREATE TYPE public.mood AS ENUM ('b', 'a');`],
    [
      'a domain',
      [`CREATE DOMAIN fen AS bigint CHECK (VALUE >= 0)`],
      'CREATE DOMAIN public.fen AS bigint CONSTRAINT fen_check CHECK ((VALUE >= 0));',
    ],
    ['an extension', ['CREATE EXTENSION pg_trgm'], 'CREATE EXTENSION pg_trgm WITH SCHEMA public;'],
    [
      'who sees which row',
      ['ALTER TABLE pushes ENABLE ROW LEVEL SECURITY', 'CREATE POLICY mine ON pushes FOR SELECT USING (attempts = 0)'],
      'ALTER TABLE public.pushes ENABLE ROW LEVEL SECURITY;\nCREATE POLICY mine ON public.pushes AS PERMISSIVE FOR SELECT TO public USING ((attempts = 0));',
    ],
    ['a remark on a table', [`COMMENT ON TABLE pushes IS 'it''s'`], `COMMENT ON TABLE public.pushes IS 'it''s';`],
    ['a remark on a column', [`COMMENT ON COLUMN pushes.kind IS 'k'`], `COMMENT ON COLUMN public.pushes.kind IS 'k';`],
  ])('%s', async (_kind, statements, line) => {
    const before = new Set(checkedIn.split('\n'));
    const after = (await dumpAfter(...statements)).split('\n');
    expect(after.filter((text) => !before.has(text)).join('\n')).toContain(line);
  });

  it.each([
    ['a rule', 'CREATE RULE r AS ON DELETE TO pushes DO INSTEAD NOTHING', 'rule r on public.pushes'],
    ['a composite type', 'CREATE TYPE pair AS (a int, b int)', 'composite type public.pair'],
    ['a range type', 'CREATE TYPE span AS RANGE (subtype = int4)', 'type public.span'],
    ['rights in advance', 'ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO ledger_app', 'default acl'],
    ['rights to a type', `CREATE TYPE m AS ENUM ('a'); REVOKE ALL ON TYPE m FROM PUBLIC`, 'type public.m'],
    ['statistics', 'CREATE STATISTICS s ON kind, endpoint FROM pushes', 'statistics object public.s'],
    ['inheritance', 'CREATE TABLE heir () INHERITS (pushes)', 'table public.heir'],
  ])('or the dump refuses: %s', async (_kind, statement, named) => {
    await expect(dumpAfter(statement)).rejects.toThrow(named);
  });
});
