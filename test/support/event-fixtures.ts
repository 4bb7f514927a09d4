import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { type EventCatalogue, type EventData, upcast } from '@app/event-store';
import { stored } from './stored';

/**
 * What stands in a folder of fixtures.
 *
 * - `<Type>.v<N>.json`: the data of one event of that type and version, to the byte as the log holds it.
 * - `<Type>.v<N>.<variant>.json`: the same where one version is stored in shapes that one event cannot show, such as
 *   `natural-person`. Lower case and hyphens; `present` is no variant.
 * - `<Type>.v<N>.present.json`, `<Type>.v<N>.<variant>.present.json`, of older versions only: what a reader sees of it today.
 * - `SHA256SUMS`: the hash of each stored form, in the order in which the events happened. Lines are added, never edited.
 */
export interface FixtureFolder {
  readonly files: ReadonlyMap<string, Buffer>;
}

export interface EventFixture {
  readonly file: string;
  readonly type: string;
  readonly version: number;
  /** Null for the plain form. */
  readonly variant: string | null;
  readonly bytes: Buffer;
}

export const sumsFile = 'SHA256SUMS';

export const readFixtureFolder = (path: string): FixtureFolder => ({
  files: new Map(
    readdirSync(path)
      .filter((name) => name === sumsFile || /\.v\d+\..*json$/.test(name))
      .map((name) => [name, readFileSync(join(path, name))]),
  ),
});

/** The stored forms, in the order of `SHA256SUMS`; what is not in the list, or not there, is left out (see `faultsIn`). */
export function fixturesIn({ files }: FixtureFolder): EventFixture[] {
  return sumsIn({ files }).flatMap(([, file]) => {
    const bytes = files.get(file);
    const form = formOf(file);
    return bytes && form ? [{ file, ...form, bytes }] : [];
  });
}

/** What the name of a stored form says; undefined for every other name. */
function formOf(file: string): Pick<EventFixture, 'type' | 'version' | 'variant'> | undefined {
  const [, type, version, variant = null] = storedForm.exec(file) ?? [];
  return type === undefined ? undefined : { type, version: Number(version), variant };
}

const storedForm = /^(\w+)\.v([1-9]\d*)(?:\.(?!present\.)([a-z][a-z\d]*(?:-[a-z\d]+)*))?\.json$/;

const presentOf = (file: string): string => file.replace(/json$/, 'present.json');

function sumsIn({ files }: FixtureFolder): [sum: string, file: string][] {
  const lines = (files.get(sumsFile) ?? Buffer.of()).toString('utf8').split('\n');
  return lines.filter((line) => line !== '').map((line) => [line.slice(0, 64), line.slice(66)]);
}

export const sumOf = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

/**
 * What is wrong with a folder of fixtures, a sentence each; empty when nothing is.
 *
 * @param written the data of one event of each type as it is written today; of a variant under `<Type>.<variant>`.
 */
export function faultsIn(
  folder: FixtureFolder,
  catalogue: EventCatalogue,
  written: ReadonlyMap<string, EventData>,
): string[] {
  return [
    ...faultsOfFiles(folder, catalogue),
    ...faultsOfForms(folder, catalogue, written),
    ...faultsOfExamples(folder, written),
  ];
}

function faultsOfFiles({ files }: FixtureFolder, catalogue: EventCatalogue): string[] {
  const plain = Object.entries(catalogue).flatMap(([type, { present }]) =>
    Array.from({ length: present }, (_, at) => `${type}.v${at + 1}.json`),
  );
  const sums = new Map(sumsIn({ files }).map(([sum, file]) => [file, sum]));
  const names = [...files.keys()].filter((name) => name !== sumsFile);
  const presentVersion = (name: string): number => catalogue[formOf(name)?.type ?? '']?.present ?? 0;
  const versionOf = (name: string): number => formOf(name)?.version ?? Infinity;
  const variants = names.filter((name) => versionOf(name) <= presentVersion(name));
  const expected = new Set([...plain, ...variants]);
  const expectedPresent = new Set(
    [...expected].filter((name) => versionOf(name) < presentVersion(name)).map(presentOf),
  );
  return [
    ...[...expected, ...expectedPresent].filter((name) => !files.has(name)).map((name) => `${name} is missing`),
    ...names
      .filter((name) => !expected.has(name) && !expectedPresent.has(name))
      .map((name) => `${name} is of no version the catalogue knows, or a present form of a version that is present`),
    ...names.filter((name) => expected.has(name) && !sums.has(name)).map((name) => `${name} is not in ${sumsFile}`),
    ...[...sums].flatMap(([name, sum]) => {
      const bytes = files.get(name);
      if (!bytes) return [`${sumsFile} names ${name}, which is gone`];
      return sumOf(bytes) === sum ? [] : [`${name} was edited: a stored form never changes, a new version does`];
    }),
  ];
}

function faultsOfForms(
  { files }: FixtureFolder,
  catalogue: EventCatalogue,
  written: ReadonlyMap<string, EventData>,
): string[] {
  return fixturesIn({ files }).flatMap(({ file, type, version, variant, bytes }) => {
    const versions = catalogue[type];
    const present = files.get(presentOf(file));
    if (!versions || version > versions.present) return []; // told by faultsOfFiles
    const event = stored(
      { type, data: { subjectId: null } },
      { occurredOn: '2026-04-01', typeVersion: version, data: bytes },
    );
    const data = JSON.parse(Buffer.from(upcast(event, versions).data).toString('utf8')) as EventData;
    // A variant has the fields of every event of its type, some of them null in others: no field comes and goes.
    const today = variant === null ? [type] : [type, `${type}.${variant}`];
    return [
      ...today
        .filter((name) => !written.has(name))
        .map((name) => `${file}: no ${name} is written today to compare with`),
      ...(today.some((name) => !sameFields(data, written.get(name)))
        ? [`${file} has, upcast, other fields than ${type} as written today: that is a new version`]
        : []),
      ...(present && !isDeepStrictEqual(data, JSON.parse(present.toString('utf8')))
        ? [`${file} no longer becomes its present form: a released upcaster never changes`]
        : []),
    ];
  });
}

/** What an empty list or object does not show is compared with nothing. Each must be filled somewhere: here, or in a variant. */
function faultsOfExamples({ files }: FixtureFolder, written: ReadonlyMap<string, EventData>): string[] {
  const fixtures = fixturesIn({ files }).map((fixture) => ({ ...fixture, data: parsed(fixture.bytes) }));
  return [
    ...[...written].flatMap(([name, data]) =>
      emptyIn(data).map((path) => `${name} as written today shows nothing in ${path}`),
    ),
    ...fixtures.flatMap(({ file, type, version, data }) => {
      const others = fixtures.filter((other) => other.type === type && other.version === version);
      return emptyIn(data)
        .filter((path) => !others.some((other) => filledIn(other.data).has(path)))
        .map((path) => `${file} shows nothing in ${path}, and no other form of version ${version} does`);
    }),
  ];
}

const parsed = (bytes: Buffer): unknown => JSON.parse(bytes.toString('utf8'));

/** Where there is an empty list or an empty object: `rows`, `decision.penaltyKinds`, `rows[].listingIds`. */
const emptyIn = (data: unknown): string[] =>
  [...containersIn(data)].filter(([, size]) => size === 0).map(([path]) => path);

/** Where there is a list or an object with something in it. */
const filledIn = (data: unknown): Set<string> =>
  new Set([...containersIn(data)].filter(([, size]) => size > 0).map(([path]) => path));

function* containersIn(value: unknown, path = ''): Generator<[path: string, size: number]> {
  if (Array.isArray(value)) {
    yield [path, value.length];
    for (const one of value) yield* containersIn(one, `${path}[]`);
  } else if (isObject(value)) {
    yield [path, Object.keys(value).length];
    for (const [name, field] of Object.entries(value))
      yield* containersIn(field, path === '' ? name : `${path}.${name}`);
  }
}

/** The same names all the way down, as far as both sides go: what is null or empty on one side shows no fields. */
function sameFields(one: unknown, other: unknown): boolean {
  if (Array.isArray(one) && Array.isArray(other))
    return one.every((left) => other.every((right) => sameFields(left, right)));
  if (!isObject(one) || !isObject(other)) return true;
  return (
    isDeepStrictEqual(Object.keys(one).sort(), Object.keys(other).sort()) &&
    Object.keys(one).every((name) => sameFields(one[name], other[name]))
  );
}

const isObject = (value: unknown): value is EventData =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
