import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const libs = join(__dirname, '../../libs');

/** Every file of ours that makes an object of the database, path from `libs/` -> text. */
export function sqlFiles(): ReadonlyMap<string, string> {
  const paths = readdirSync(libs, { recursive: true, encoding: 'utf8' })
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => /^[^/]+\/src\/.*\.sql$/.test(path))
    .sort();
  return new Map(paths.map((path) => [path, readFileSync(join(libs, path), 'utf8')]));
}

/** Every migration, name of its file -> text. */
export function migrations(): ReadonlyMap<string, string> {
  const folder = join(libs, 'ledger-database/src/migrations');
  const names = readdirSync(folder).filter((name) => /^\d{4}-.*\.ts$/.test(name));
  return new Map(names.sort().map((name) => [name, readFileSync(join(folder, name), 'utf8')]));
}

/**
 * The list of what was released: a line `# MIGRATION`, then the files it runs, in that order, as `sha256sum` writes them, paths
 * from `libs/`.
 */
export const releasedList = (): string => readFileSync(join(libs, 'ledger-database/released.sha256'), 'utf8');

/** The objects a file makes or changes, kind and name. An index counts as the table it is on; rights and remarks go with anything. */
export function objectsIn(sql: string): string[] {
  const text = sql.replace(/--.*$/gm, '').replace(/\$(\w*)\$[\s\S]*?\$\1\$/g, "''");
  const objects = [...text.matchAll(object)].map(([, kind = '', name = '']) => `${kind.toLowerCase()} ${name}`);
  const indexed = [...text.matchAll(index)].map(([, table = '']) => `table ${table}`);
  return [...new Set([...objects, ...indexed])];
}

const object =
  /\b(?:CREATE|ALTER)\s+(?:OR\s+REPLACE\s+|UNLOGGED\s+|CONSTRAINT\s+|MATERIALIZED\s+)*(TABLE|FUNCTION|PROCEDURE|TRIGGER|VIEW|SEQUENCE|TYPE|DOMAIN|ROLE|EXTENSION|POLICY|SCHEMA)\s+(?:IF\s+(?:NOT\s+)?EXISTS\s+)?(?:ONLY\s+)?([\w."]+)/gi;
const index =
  /\bCREATE\s+(?:UNIQUE\s+)?INDEX\s+(?:CONCURRENTLY\s+)?(?:IF\s+NOT\s+EXISTS\s+)?[\w"]+\s+ON\s+(?:ONLY\s+)?([\w."]+)/gi;

/** The files a migration names, in the order in which it runs them; the folder may be a constant of the file. */
export function filesNamedBy(migration: string): string[] {
  const constants = new Map(
    [...migration.matchAll(/const (\w+) = '([^']+)'/g)].map(([, name, value]) => [name, value]),
  );
  const text = migration.replace(/\$\{(\w+)\}/g, (all, name: string) => constants.get(name) ?? all);
  return [...text.matchAll(/['`]([\w-]+\/src\/[\w./-]+\.sql)['`]/g)].flatMap(([, path]) => path ?? []);
}

/** Migration -> its files and their sums, as the list has them. */
function releasedIn(list: string): ReadonlyMap<string, readonly { readonly path: string; readonly sum: string }[]> {
  const sections = list.split(/^# /m).slice(1);
  return new Map(
    sections.map((section) => {
      const [migration = '', ...lines] = section.split('\n').filter((line) => line !== '');
      return [migration, lines.map((line) => ({ path: line.slice(66), sum: line.slice(0, 64) }))];
    }),
  );
}

/** What is wrong between SQL files, migrations and the list of what was released, a sentence each. */
export function migrationFaults(
  files: ReadonlyMap<string, string>,
  migrationTexts: ReadonlyMap<string, string>,
  list: string,
): string[] {
  const named = new Map([...migrationTexts].map(([migration, text]) => [migration, filesNamedBy(text)]));
  const all = [...named.values()].flat();
  const released = releasedIn(list);
  return [
    ...[...files.keys()].filter((path) => !all.includes(path)).map((path) => `no migration runs ${path}`),
    ...all.filter((path) => !files.has(path)).map((path) => `${path} is run and not there`),
    ...[...released].flatMap(([migration, before]) => [
      ...(before.map(({ path }) => path).join() === named.get(migration)?.join()
        ? []
        : [`${migration} does not run what it ran when it was released: a change is a new migration`]),
      ...before
        .filter(({ path, sum }) => files.has(path) && sumOf(files.get(path) ?? '') !== sum)
        .map(({ path }) => `${path} was released and is edited: a change is a new file`),
    ]),
  ];
}

export const sumOf = (text: string): string => createHash('sha256').update(text).digest('hex');
