import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { MigrationInterface } from 'typeorm';

export type Migration = new () => MigrationInterface;

/** Every migration of the folder `migrations`, in the order in which they run. Throws as `inOrder` does. */
export function gatherMigrations(): readonly Migration[] {
  const folder = join(__dirname, 'migrations');
  const names = readdirSync(folder).filter((name) => /(?<!\.d)\.[jt]s$/.test(name));
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- which files there are is known when they are listed
  return inOrder(new Map(names.map((name) => [name, require(join(folder, name)) as Record<string, unknown>])));
}

/**
 * The migrations of these files (name of the file -> what it exports) by number, smallest first. A file is called
 * `YYYY-MM-DD-what-it-does` and exports one class, `WhatItDoes` with a number of thirteen digits: an instant of that day,
 * milliseconds, UTC. (The first six are numbered one to six: `0001-…` and 1700000000001.)
 *
 * Throws, naming the file: one of another name; one with more or less than one class; a class that is called otherwise or
 * has a number of another day; two of the same number.
 */
export function inOrder(files: ReadonlyMap<string, Readonly<Record<string, unknown>>>): readonly Migration[] {
  const numbered = [...files].map(([file, exported]) => ({ file, ...migrationOf(file, exported) }));
  numbered.sort((a, b) => a.number - b.number);
  numbered.forEach(({ file, number }, index) => {
    const before = numbered[index - 1];
    if (before?.number === number) throw new Error(`${before.file} and ${file} have the same number`);
  });
  return numbered.map(({ migration }) => migration);
}

function migrationOf(file: string, exported: Readonly<Record<string, unknown>>) {
  const named = /^(\d{4}-\d{2}-\d{2}|\d{4})-([a-z0-9-]+)\.[jt]s$/.exec(file);
  if (!named) throw new Error(`${file} is not called YYYY-MM-DD-what-it-does`);
  const [, when = '', slug = ''] = named;
  const [migration, another] = Object.values(exported).filter((one) => typeof one === 'function') as Migration[];
  if (!migration || another) throw new Error(`${file} does not export one class`);
  const [, name = '', digits = ''] = /^(.*?)(\d{13})$/.exec(migration.name) ?? [];
  const wanted = slug.replace(/(?:^|-)([a-z0-9])/g, (_, first: string) => first.toUpperCase());
  if (name !== wanted) throw new Error(`${file} has the class ${migration.name}, not ${wanted} and thirteen digits`);
  const number = Number(digits);
  const stands = when.length === 4 ? number === 1_700_000_000_000 + Number(when) : dayOf(number) === when;
  if (!stands) throw new Error(`${file} has the number ${digits}, which is not of ${when}`);
  return { migration, number };
}

const dayOf = (number: number): string => new Date(number).toISOString().slice(0, 10);
