import type { From } from '@app/ledger';
import { deliveryDefaults, type OfficeHours } from '@app/outbox';
import { deliveryOf, type Mode, modeIn, timeoutOf } from './body-mode';
import { type Named, saidIn, wholeNumber } from './body-words';

/** What a deployment says of one receiving body. */
export interface BodySettings {
  readonly id: string;
  /** Where the body is reached, as its mode spells addresses; undefined: pushes wait. It may hold a password. */
  readonly url: string | undefined;
  readonly mode: Mode;
  /** Another body passes on to it what it is told: we tell it nothing, and only ask what it holds. Not to be changed once the body has been told. */
  readonly fed: boolean;
  /** It is the body itself, and not one for training: what it is told counts. Plain HTTP reaches nobody who is real. */
  readonly isReal: boolean;
  /** The mode by which it was told before is gone for good: what it owes by that one is asked for by key. */
  readonly isFormerModeGone: boolean;
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
 * capitals before: `CREDIT_HEBEI_MODE` (`http` unless said, `service`, `database`, `file`, `workbook`) with the settings of its mode
 * (`body-mode.ts`), `CREDIT_HEBEI_URL` (an address as the mode has them), `CREDIT_HEBEI_FROM` (`2026-12-01`, or a position of the log),
 * `CREDIT_HEBEI_PARALLEL` (requests at once, 1 to 256), `CREDIT_HEBEI_LEASE_SECONDS` (1 to 3600), `CREDIT_HEBEI_ASK_SECONDS` (1 to 86400),
 * `CREDIT_HEBEI_HOURS` (`08:30-17:30` of every day in Asia/Shanghai), `CREDIT_HEBEI_FED` (`yes`, `no`),
 * `CREDIT_HEBEI_REAL` (`yes`; `no` unless said: it is for training), `CREDIT_HEBEI_FORMER_MODE_GONE` (`yes`, `no`).
 *
 * @throws on the first setting that says something else
 */
export function bodySettingsFrom(environment: NodeJS.ProcessEnv): readonly BodySettings[] {
  const ids = (environment.BODIES ?? 'credit-hebei').split(',').map((id) => id.trim());
  const named = ids.filter((id) => id !== '');
  const unreadable = named.find((id, at) => !/^[a-z][a-z0-9-]*$/.test(id) || named.indexOf(id) !== at);
  if (unreadable !== undefined) throw new Error(`BODIES: not the name of a body, or named twice: ${unreadable}`);
  return named.map((id) => {
    const of: Named = { name: (what) => `${id.toUpperCase().replaceAll('-', '_')}_${what}`, environment };
    const said = saidIn(of);
    const { mode, url } = modeIn(of);
    const isReal = yesIn(of.name('REAL'), said('REAL'));
    if (isReal && mode.mode === 'http')
      throw new Error(`${of.name('REAL')}: plain HTTP proves nobody; a body that is real is told in another mode`);
    return {
      id,
      url,
      mode,
      fed: yesIn(of.name('FED'), said('FED')),
      isReal,
      isFormerModeGone: yesIn(of.name('FORMER_MODE_GONE'), said('FORMER_MODE_GONE')),
      from: fromIn(of.name('FROM'), said('FROM')),
      inParallel: wholeNumber(of, 'PARALLEL', 256, deliveryOf[mode.mode].inParallel),
      leaseMs: leaseIn(of, mode),
      askEveryMs: wholeNumber(of, 'ASK_SECONDS', 86_400, deliveryDefaults.askEveryMs / 1_000) * 1_000,
      hours: hoursIn(of.name('HOURS'), said('HOURS')),
    };
  });
}

/** What is under way must be given up before another worker takes it. */
function leaseIn(of: Named, mode: Mode): number {
  const { leaseMs: otherwise, leaseMinMs } = deliveryOf[mode.mode];
  const leaseMs = wholeNumber(of, 'LEASE_SECONDS', 3_600, otherwise / 1_000) * 1_000;
  if (leaseMs < leaseMinMs)
    throw new Error(
      `${of.name('LEASE_SECONDS')} is less than ${leaseMinMs / 1_000}: in the mode ${mode.mode} it has to last for a whole file`,
    );
  const timeoutMs = timeoutOf(mode);
  if (leaseMs <= timeoutMs)
    throw new Error(
      `${of.name('LEASE_SECONDS')} (${leaseMs / 1_000}) is not longer than ${of.name('TIMEOUT_SECONDS')} (${timeoutMs / 1_000}): what is under way would be taken by another worker`,
    );
  return leaseMs;
}

function yesIn(name: string, text: string | undefined): boolean {
  if (text === undefined) return false;
  if (text !== 'yes' && text !== 'no') throw new Error(`${name} is neither yes nor no: ${text}`);
  return text === 'yes';
}

function fromIn(name: string, text: string | undefined): From | undefined {
  if (text === undefined) return undefined;
  if (/^\d+$/.test(text) && Number.isSafeInteger(Number(text))) return { position: Number(text) };
  if (isDay(text)) return { day: text };
  throw new Error(`${name} is neither a day (YYYY-MM-DD) nor a position of the log: ${text}`);
}

function hoursIn(name: string, text: string | undefined): OfficeHours | undefined {
  if (text === undefined) return undefined;
  const [, fromHour, fromMinute, toHour, toMinute] =
    /^([01]\d|2[0-3]):([0-5]\d)-([01]\d|2[0-4]):([0-5]\d)$/.exec(text) ?? [];
  const [from, to] = [Number(fromHour) * 60 + Number(fromMinute), Number(toHour) * 60 + Number(toMinute)];
  if (from < to && to <= 1_440) return { from, to };
  throw new Error(`${name} are not hours of a day (08:30-17:30): ${text}`);
}

/** `Date` takes 2026-02-30 for a day of March. */
const isDay = (text: string): boolean =>
  /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text)) && new Date(text).toISOString().startsWith(text);
