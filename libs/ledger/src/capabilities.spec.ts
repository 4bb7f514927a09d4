import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { handling } from '@app/event-store';
import { capabilities } from './capabilities';
import type { Capability } from './capability';
import type { AdoptionEvent } from './push/domain/adoption.events';
import type { BodyKeysEvent } from './push/domain/body-keys.events';
import type { BodyStandingEvent } from './push/domain/body-standing.events';
import type { SampleDataEvent } from './push/domain/sample-data.events';
import type { PushEvent } from './push/domain/push.events';
import type { ExchangeDatabaseEvent } from './push/domain/exchange-database.events';
import type { PushFlowEvent } from './push/domain/push-flow.events';
import type { GivenName } from './shared';

const paths = readdirSync(__dirname, { recursive: true, encoding: 'utf8' }).filter(
  (path) => path.endsWith('.ts') && !/\.(spec|examples)\.ts$/.test(path),
);
const exportsOf = (kind: string): [path: string, given: unknown][] =>
  paths
    .filter((path) => path.endsWith(`.${kind}.ts`))
    .flatMap((path) =>
      Object.values(jest.requireActual<Record<string, unknown>>(join(__dirname, path))).map(
        (given): [string, unknown] => [path, given],
      ),
    );
const has = (given: unknown, ...fields: string[]): boolean =>
  typeof given === 'object' && given !== null && fields.every((field) => field in given);

/** Folders in which something is recorded, asked or run, and that are not in the list. */
function foldersWithout(list: readonly Capability[], among: readonly string[]): string[] {
  const running = /^([\w-]+)\/.*\.(?:module|controller|command|query|policy|projection|events)\.ts$/;
  const found = new Set(among.flatMap((path) => running.exec(path)?.[1] ?? []));
  return [...found].filter((folder) => !list.some(({ name }) => name === folder));
}

/** Follows no log: it comes round by itself. */
const byTheClock = 'due-work/calendar.policy.ts';

/** What stands in the folders and in no descriptor: by file, found by what it is and not by its name. */
function missingFrom(list: readonly Capability[]): string[] {
  const told = new Set<unknown>(
    list.flatMap(({ readModels = [], policies = [], formats = [] }) => [...readModels, ...policies, ...formats]),
  );
  const types = new Set(list.flatMap(({ aggregates = [] }) => aggregates.flatMap((one) => [...one.types])));
  return [
    ...exportsOf('projection').filter(([, given]) => has(given, 'definition') && !told.has(given)),
    ...exportsOf('policy').filter(
      ([path, given]) => typeof given === 'function' && !told.has(given) && path !== byTheClock,
    ),
    ...exportsOf('format').filter(([, given]) => has(given, 'columns', 'kind') && !told.has(given)),
    ...exportsOf('events').filter(
      ([, given]) => has(given, 'eventIn') && ![...(given as { types: Set<string> }).types].every((t) => types.has(t)),
    ),
  ].map(([path]) => path);
}

/** Events that a capability writes without having said what they are to the others. */
const undecidedIn = ({ aggregates, names, facts }: Capability): string[] => {
  const types = (aggregates ?? []).flatMap((one) => [...one.types]);
  return [names, facts].flatMap((said) => (said ? types.filter((type) => !said.decided.has(type)) : []));
};

const without = (name: string, change: Partial<Capability>): Capability[] =>
  capabilities.map((one) => (one.name === name ? ({ ...one, ...change } as Capability) : one));

describe('the list of capabilities', () => {
  it('has every folder in which something is recorded, asked or run, once', () => {
    expect(foldersWithout(capabilities, paths)).toEqual([]);
    expect(new Set(capabilities.map(({ name }) => name)).size).toBe(capabilities.length);
  });

  it('misses a folder that somebody adds', () => {
    const added = [...paths, 'joint-punishment/domain/measure.events.ts', 'objection/objection.module.ts'];
    expect(foldersWithout(capabilities, added)).toEqual(['joint-punishment', 'objection']);
  });

  it.each(capabilities.map(({ name }) => name))('misses %s when its line is taken out', (name) => {
    const others = capabilities.filter((one) => one.name !== name);
    expect(foldersWithout(others, paths)).toEqual([name]);
  });

  it('tells every read model, policy, format and event there is', () => {
    expect(missingFrom(capabilities)).toEqual([]);
  });

  it.each<[string, string, Partial<Capability>]>([
    ['blacklist/blacklist-register.projection.ts', 'blacklist', { readModels: [] }],
    ['blacklist/listing-candidates.policy.ts', 'blacklist', { policies: [] }],
    ['spot-check/spot-checks.format.ts', 'spot-check', { formats: [] }],
    [
      'commitment/domain/missing-commitment.events.ts',
      'commitment',
      { aggregates: capabilities.find(({ name }) => name === 'commitment')?.aggregates?.slice(0, 1) } as never,
    ],
  ])('misses %s when nobody tells it', (path, name, change) => {
    expect(missingFrom(without(name, change))).toEqual([path]);
  });

  it.each(capabilities.map((one) => [one.name, one] as const))('%s has said of each event what it is', (_name, one) => {
    expect(undecidedIn(one)).toEqual([]);
  });

  it('misses an event nobody has decided about', () => {
    type OfPushes =
      | PushEvent
      | PushFlowEvent
      | ExchangeDatabaseEvent
      | AdoptionEvent
      | BodyKeysEvent
      | BodyStandingEvent
      | SampleDataEvent;
    // @ts-expect-error PushRefused is undecided
    const names = handling<OfPushes, GivenName>({
      PushDelivered: null,
      PushGivenUp: null,
      PushRedriven: null,
      PushHeld: null,
      PushSentDespiteCheck: null,
      PushFoundLost: null,
      PushAdopted: null,
      PushOvertaken: null,
      PushPublicityOver: null,
      PushNothingThere: null,
      AdoptionAsked: null,
      AdoptionApproved: null,
      AdoptionCompleted: null,
      BodyBecameReal: null,
      BodyKeysPinned: null,
      BodyKeyChanged: null,
      SampleDataTaken: null,
      PushesPaused: null,
      PushesResumed: null,
      ExchangeDatabaseFoundRestored: null,
      ExchangeRestorationReviewed: null,
    });
    expect(without('push', { names }).flatMap(undecidedIn)).toEqual(['PushRefused']);
  });
});

describe('a descriptor', () => {
  it('does not compile when it writes events and does not say whom they name', () => {
    const [recording] = capabilities.flatMap((one) => (one.aggregates ? [one] : []));
    if (!recording) throw new Error('no capability records anything');
    const { name, module, aggregates } = recording;
    // @ts-expect-error names are missing
    const silent: Capability = { name, module, aggregates };
    expect(silent.name).toBe(name);
  });
});

describe('the streams', () => {
  it('are called as they ever were: their names are stored for good', () => {
    expect(capabilities.flatMap(({ aggregates = [] }) => aggregates.map(({ category }) => category)).sort()).toEqual([
      'adoption',
      'apiKey',
      'bidderCheck',
      'blacklistListing',
      'bodyKeys',
      'bodyStanding',
      'commitment',
      'creditRepair',
      'creditSubject',
      'exchangeDatabase',
      'ledgerAudit',
      'majorFireHazard',
      'missingCommitment',
      'penaltyDecision',
      'personStatusQuestion',
      'personalData',
      'printedPublicity',
      'push',
      'pushFlow',
      'reconciliation',
      'recordSuspension',
      'restoration',
      'sampleData',
      'sealKeys',
      'spotCheck',
      'workingDayCalendar',
    ]);
  });
});
