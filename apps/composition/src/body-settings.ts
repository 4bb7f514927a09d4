import type { From } from '@app/ledger';
import { deliveryDefaults, type OfficeHours } from '@app/outbox';

/** `http`: plain and unsigned, for trying things out. `service`: signed (`docs/exchange/service.md`). */
export type Mode =
  | { readonly mode: 'http' }
  | {
      readonly mode: 'service';
      /** Our keys and the body's. */
      readonly keysFile: string;
      /** PEM files: whom to believe instead of the public authorities, and our client certificate with its key. */
      readonly tlsCa?: string;
      readonly tlsCert?: string;
      readonly tlsKey?: string;
    };

/** What a deployment says of one receiving body. */
export interface BodySettings {
  readonly id: string;
  /** Where the body answers; undefined: pushes wait. */
  readonly url: string | undefined;
  /** By which way of the exchange it is reached at its address. */
  readonly mode: Mode;
  /** Another body passes on to it what it is told: we tell it nothing, and only ask what it holds. Not to be changed once the body has been told. */
  readonly fed: boolean;
  /** From when it is told; undefined: from the beginning. Not to be changed once the body has been told. */
  readonly from: From | undefined;
  /** Requests under way at once, of this process. */
  readonly inParallel: number;
  readonly leaseMs: number;
  /** How often the body is asked for answers it owes; of no effect where it answers at once. */
  readonly askEveryMs: number;
  /** When it may be called; undefined: always. */
  readonly hours: OfficeHours | undefined;
}

/**
 * The bodies of this deployment: `BODIES`, names with commas between, `credit-hebei` unless said; and for each body, its name in
 * capitals before: `CREDIT_HEBEI_URL`, `CREDIT_HEBEI_FROM` (`2026-12-01`, or a position of the log), `CREDIT_HEBEI_PARALLEL`
 * (requests at once, 1 to 256), `CREDIT_HEBEI_LEASE_SECONDS` (1 to 3600), `CREDIT_HEBEI_ASK_SECONDS` (1 to 86400),
 * `CREDIT_HEBEI_HOURS` (`08:30-17:30` of every day in Asia/Shanghai), `CREDIT_HEBEI_FED` (`yes`, `no`), `CREDIT_HEBEI_MODE` (`http` unless said,
 * `service`); for the service `CREDIT_HEBEI_KEYS_FILE`, `CREDIT_HEBEI_TLS_CA`, `CREDIT_HEBEI_TLS_CERT`, `CREDIT_HEBEI_TLS_KEY`.
 *
 * @throws on the first setting that says something else
 */
export function bodySettingsFrom(environment: NodeJS.ProcessEnv): readonly BodySettings[] {
  const ids = (environment.BODIES ?? 'credit-hebei').split(',').map((id) => id.trim());
  const named = ids.filter((id) => id !== '');
  const unreadable = named.find((id, at) => !/^[a-z][a-z0-9-]*$/.test(id) || named.indexOf(id) !== at);
  if (unreadable !== undefined) throw new Error(`BODIES: not the name of a body, or named twice: ${unreadable}`);
  return named.map((id) => {
    const name = (what: string) => `${id.toUpperCase().replaceAll('-', '_')}_${what}`;
    const whole = (what: string, max: number, otherwise: number) =>
      wholeNumber(name(what), environment[name(what)], max, otherwise);
    return {
      id,
      url: urlIn(name('URL'), environment[name('URL')]),
      mode: modeIn(name, environment),
      fed: yesIn(name('FED'), environment[name('FED')]),
      from: fromIn(name('FROM'), environment[name('FROM')]),
      inParallel: whole('PARALLEL', 256, deliveryDefaults.inParallel),
      leaseMs: whole('LEASE_SECONDS', 3_600, deliveryDefaults.leaseMs / 1_000) * 1_000,
      askEveryMs: whole('ASK_SECONDS', 86_400, deliveryDefaults.askEveryMs / 1_000) * 1_000,
      hours: hoursIn(name('HOURS'), environment[name('HOURS')]),
    };
  });
}

function urlIn(name: string, text: string | undefined): string | undefined {
  if (text === undefined || text === '') return undefined;
  if (/^https?:/.test(text) && URL.canParse(text)) return text;
  throw new Error(`${name} is not an address (https://…): ${text}`);
}

/** A further mode reads its settings here. */
function modeIn(name: (what: string) => string, environment: NodeJS.ProcessEnv): Mode {
  const said = (what: string) => {
    const text = environment[name(what)];
    return text === '' ? undefined : text;
  };
  const mode = said('MODE') ?? 'http';
  if (mode === 'http') return { mode };
  if (mode !== 'service') throw new Error(`${name('MODE')} is none of http, service: ${mode}`);
  const [keysFile, tlsCa, tlsCert, tlsKey] = ['KEYS_FILE', 'TLS_CA', 'TLS_CERT', 'TLS_KEY'].map(said);
  if (keysFile === undefined) throw new Error(`${name('KEYS_FILE')} is not set: a service is told nothing unsigned`);
  if ((tlsCert === undefined) !== (tlsKey === undefined))
    throw new Error(`${name('TLS_CERT')} and ${name('TLS_KEY')} belong together: one of them is not set`);
  return { mode, keysFile, ...(tlsCa && { tlsCa }), ...(tlsCert && { tlsCert }), ...(tlsKey && { tlsKey }) };
}

function yesIn(name: string, text: string | undefined): boolean {
  if (text === undefined || text === '') return false;
  if (text !== 'yes' && text !== 'no') throw new Error(`${name} is neither yes nor no: ${text}`);
  return text === 'yes';
}

function fromIn(name: string, text: string | undefined): From | undefined {
  if (text === undefined || text === '') return undefined;
  if (/^\d+$/.test(text) && Number.isSafeInteger(Number(text))) return { position: Number(text) };
  if (isDay(text)) return { day: text };
  throw new Error(`${name} is neither a day (YYYY-MM-DD) nor a position of the log: ${text}`);
}

function hoursIn(name: string, text: string | undefined): OfficeHours | undefined {
  if (text === undefined || text === '') return undefined;
  const [, fromHour, fromMinute, toHour, toMinute] =
    /^([01]\d|2[0-3]):([0-5]\d)-([01]\d|2[0-4]):([0-5]\d)$/.exec(text) ?? [];
  const [from, to] = [Number(fromHour) * 60 + Number(fromMinute), Number(toHour) * 60 + Number(toMinute)];
  if (from < to && to <= 1_440) return { from, to };
  throw new Error(`${name} are not hours of a day (08:30-17:30): ${text}`);
}

function wholeNumber(name: string, text: string | undefined, max: number, otherwise: number): number {
  if (text === undefined || text === '') return otherwise;
  const number = Number(text);
  if (!Number.isInteger(number) || number < 1 || number > max)
    throw new Error(`${name} is not a whole number from 1 to ${max}: ${text}`);
  return number;
}

/** `Date` takes 2026-02-30 for a day of March. */
const isDay = (text: string): boolean =>
  /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text)) && new Date(text).toISOString().startsWith(text);
