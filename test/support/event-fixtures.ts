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
 * - `<Type>.v<N>.present.json`, of older versions only: what a reader sees of it today.
 * - `SHA256SUMS`: the hash of each of the first kind, in the order in which the events happened. Lines are added, never edited.
 */
export interface FixtureFolder {
  readonly files: ReadonlyMap<string, Buffer>;
}

export interface EventFixture {
  readonly file: string;
  readonly type: string;
  readonly version: number;
  readonly bytes: Buffer;
}

export const sumsFile = 'SHA256SUMS';

export const readFixtureFolder = (path: string): FixtureFolder => ({
  files: new Map(
    readdirSync(path)
      .filter((name) => name === sumsFile || /\.v\d+\.(present\.)?json$/.test(name))
      .map((name) => [name, readFileSync(join(path, name))]),
  ),
});

/** The stored forms, in the order of `SHA256SUMS`; what is not in the list, or not there, is left out (see `faultsIn`). */
export function fixturesIn({ files }: FixtureFolder): EventFixture[] {
  return sumsIn({ files }).flatMap(([, file]) => {
    const bytes = files.get(file);
    const [, type, version] = storedForm.exec(file) ?? [];
    return bytes && type !== undefined ? [{ file, type, version: Number(version), bytes }] : [];
  });
}

const storedForm = /^(\w+)\.v([1-9]\d*)\.json$/;

function sumsIn({ files }: FixtureFolder): [sum: string, file: string][] {
  const lines = (files.get(sumsFile) ?? Buffer.of()).toString('utf8').split('\n');
  return lines.filter((line) => line !== '').map((line) => [line.slice(0, 64), line.slice(66)]);
}

export const sumOf = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

/**
 * What is wrong with a folder of fixtures, a sentence each; empty when nothing is.
 *
 * @param written the data of one event of each type as it is written today.
 */
export function faultsIn(
  folder: FixtureFolder,
  catalogue: EventCatalogue,
  written: ReadonlyMap<string, EventData>,
): string[] {
  return [...faultsOfFiles(folder, catalogue), ...faultsOfForms(folder, catalogue, written)];
}

function faultsOfFiles({ files }: FixtureFolder, catalogue: EventCatalogue): string[] {
  const versions = Object.entries(catalogue).flatMap(([type, { present }]) =>
    Array.from({ length: present }, (_, at) => ({ type, version: at + 1, older: at + 1 < present })),
  );
  const expected = new Set(versions.map(({ type, version }) => `${type}.v${version}.json`));
  const expectedPresent = new Set(
    versions.filter(({ older }) => older).map(({ type, version }) => `${type}.v${version}.present.json`),
  );
  const sums = new Map(sumsIn({ files }).map(([sum, file]) => [file, sum]));
  const names = [...files.keys()].filter((name) => name !== sumsFile);
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
  return fixturesIn({ files }).flatMap(({ file, type, version, bytes }) => {
    const versions = catalogue[type];
    const present = files.get(`${type}.v${version}.present.json`);
    if (!versions || version > versions.present) return []; // told by faultsOfFiles
    const event = stored(
      { type, data: { subjectId: null } },
      { occurredOn: '2026-04-01', typeVersion: version, data: bytes },
    );
    const data = JSON.parse(Buffer.from(upcast(event, versions).data).toString('utf8')) as EventData;
    const today = written.get(type);
    return [
      ...(today && !sameFields(data, today)
        ? [`${file} has, upcast, other fields than ${type} as written today: that is a new version`]
        : []),
      ...(present && !isDeepStrictEqual(data, JSON.parse(present.toString('utf8')))
        ? [`${file} no longer becomes its present form: a released upcaster never changes`]
        : []),
    ];
  });
}

/** The same names all the way down, as far as both sides go: what is null or empty on one side shows no fields. */
function sameFields(one: unknown, other: unknown): boolean {
  if (Array.isArray(one) && Array.isArray(other))
    return one.length === 0 || other.length === 0 || sameFields(one[0], other[0]);
  if (!isObject(one) || !isObject(other)) return true;
  return (
    isDeepStrictEqual(Object.keys(one).sort(), Object.keys(other).sort()) &&
    Object.keys(one).every((name) => sameFields(one[name], other[name]))
  );
}

const isObject = (value: unknown): value is EventData =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
