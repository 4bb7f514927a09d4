import { migrationFaults, migrations, objectsIn, releasedList, sqlFiles, sumOf } from './support/sql-files';

/** How the schema is kept: docs/decisions/0010-migrations-name-frozen-sql.md. */
describe('SQL files', () => {
  it.each([...sqlFiles()])('%s makes one object', (_path, sql) => {
    expect(objectsIn(sql).length).toBeLessThan(2);
  });

  it('fix the search path of what runs as the owner: a temporary object of the caller would run his code otherwise', () => {
    const asOwner = [...sqlFiles()].filter(([, sql]) => /^LANGUAGE .*SECURITY DEFINER/m.test(sql));
    expect(asOwner.length).toBeGreaterThanOrEqual(3);
    expect(asOwner.filter(([, sql]) => !/^SET search_path = pg_catalog, pg_temp$/m.test(sql))).toEqual([]);
  });

  it('are run by a migration, and stay as they were released', () => {
    expect(migrationFaults(sqlFiles(), migrations(), releasedList())).toEqual([]);
  });

  it('of the first migration are released', () => {
    expect(releasedList()).toMatch(/^# 0001-the-ledger-runs.ts\n/);
  });
});

describe('the check itself', () => {
  it.each([
    ['CREATE TABLE a (n int); CREATE INDEX i ON a (n); GRANT SELECT ON a TO b;', ['table a']],
    ['CREATE UNLOGGED TABLE IF NOT EXISTS a (n int);\n-- CREATE TABLE b', ['table a']],
    [`CREATE OR REPLACE FUNCTION f() RETURNS void AS $body$ CREATE TABLE b (); $body$;`, ['function f']],
    ['CREATE TABLE a (n int); CREATE UNIQUE INDEX i ON b (n);', ['table a', 'table b']],
    [
      'CREATE TABLE a (n int); CREATE CONSTRAINT TRIGGER t AFTER INSERT ON a EXECUTE FUNCTION f();',
      ['table a', 'trigger t'],
    ],
    ['ALTER TABLE ONLY a ADD m int; ALTER TABLE b ADD m int;', ['table a', 'table b']],
    ['GRANT CREATE ON SCHEMA public TO a;', []],
  ])('sees what is made by %s', (sql, objects) => {
    expect(objectsIn(sql)).toEqual(objects);
  });

  const files = new Map([
    ['log/src/a.sql', 'CREATE TABLE a'],
    ['log/src/b.sql', 'CREATE TABLE b'],
    ['log/src/c.sql', 'CREATE TABLE c'],
  ]);
  const run = (...paths: string[]) => paths.map((path) => `'${path}'`).join(', ');
  const texts = new Map([
    ['0001-one.ts', run('log/src/a.sql', 'log/src/b.sql')],
    ['0002-two.ts', "const sql = 'log/src'; run([`${sql}/c.sql`, `${sql}/b.sql`]);"],
  ]);
  const line = (path: string) => `${sumOf(files.get(path) ?? '')}  ${path}\n`;
  const list = `# 0001-one.ts\n${line('log/src/a.sql')}${line('log/src/b.sql')}`;

  it('finds nothing wrong with a released migration and one that is not', () => {
    expect(migrationFaults(files, texts, list)).toEqual([]);
  });

  it.each([
    ['a file nobody runs', new Map([...files, ['log/src/d.sql', '']]), texts, 'no migration runs log/src/d.sql'],
    ['a file that is gone', new Map([...files].slice(0, 2)), texts, 'log/src/c.sql is run and not there'],
    [
      'a released file that was edited',
      new Map([...files, ['log/src/b.sql', 'CREATE TABLE b2']]),
      texts,
      'b.sql was released',
    ],
    ...[
      ['that got a file', run('log/src/a.sql', 'log/src/b.sql', 'log/src/c.sql')],
      ['in another order', run('log/src/b.sql', 'log/src/a.sql')],
      ['that lost a file', run('log/src/a.sql')],
    ].map(([what = '', text = '']): [string, typeof files, typeof texts, string] => [
      `a released migration ${what}`,
      files,
      new Map([...texts, ['0001-one.ts', text]]),
      '0001-one.ts does not run what it ran when it was released',
    ]),
    ['a released migration that is gone', files, new Map([...texts].slice(1)), '0001-one.ts does not run what it ran'],
  ])('names %s', (_what, there, migrationTexts, sentence) => {
    expect(migrationFaults(there, migrationTexts, list).join('\n')).toContain(sentence);
  });
});
