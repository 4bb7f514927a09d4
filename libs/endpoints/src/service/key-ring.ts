import { readFile, stat } from 'node:fs/promises';
import { ALGORITHMS, type Algorithm, fingerprint, schemes, type Signing, type Verifying } from './algorithms';

/** A key of ours. The newest one whose time has come signs. */
export interface OwnKey {
  readonly id: string;
  readonly algorithm: Algorithm;
  /** Instant (UTC) from which it signs. */
  readonly from: number;
  readonly sign: Signing;
}

/** A key of the body. */
export interface BodyKey {
  readonly id: string;
  readonly algorithm: Algorithm;
  /** Instants (UTC) between which its signatures are taken: from, inclusive; until, exclusive. */
  readonly from: number;
  readonly until: number;
  readonly fingerprint: string;
  readonly verify: Verifying;
}

export interface KeyRing {
  readonly own: readonly OwnKey[];
  readonly body: ReadonlyMap<string, BodyKey>;
}

/** @returns the key that signs at this instant. @throws when the time of none has come */
export function signingAt({ own }: KeyRing, now: number): OwnKey {
  const key = own.findLast(({ from }) => from <= now);
  if (!key) throw new Error('no key of our own may sign yet');
  return key;
}

/** @returns the body's key of this name, when its signatures are taken at this instant */
export function trustedAt({ body }: KeyRing, id: string, now: number): BodyKey | undefined {
  const key = body.get(id);
  return key && key.from <= now && now < key.until ? key : undefined;
}

/** The fingerprints of the body's keys whose signatures are taken at this instant, or will be. */
export const fingerprintsAt = ({ body }: KeyRing, now: number): readonly string[] =>
  [...body.values()].filter(({ until }) => now < until).map((key) => key.fingerprint);

/**
 * Reads a key ring (`docs/exchange/service.md`): `{own: [{id, algorithm, privateKey, from?}], body: [{id, algorithm, publicKey,
 * from?, until?}]}`, instants in RFC 3339.
 *
 * @throws an error that names the place and never holds a key
 */
export function keyRingFrom(text: string): KeyRing {
  const ring = objectIn(parsed(text), 'keys');
  const own = listIn(ring, 'own').map((entry, at) => {
    const key = keyIn(entry, `own[${at}]`);
    return {
      ...key,
      sign: half(`own[${at}].privateKey`, () =>
        schemes[key.algorithm].signing(textIn(entry, 'privateKey', `own[${at}]`)),
      ),
    };
  });
  const body = listIn(ring, 'body').map((entry, at) => {
    const place = `body[${at}]`;
    const key = keyIn(entry, place);
    const until = instantIn(entry, 'until', place) ?? Number.POSITIVE_INFINITY;
    return {
      ...key,
      until,
      fingerprint: half(`${place}.publicKey`, () => fingerprint(key.algorithm, textIn(entry, 'publicKey', place))),
      verify: half(`${place}.publicKey`, () => schemes[key.algorithm].verifying(textIn(entry, 'publicKey', place))),
    };
  });
  for (const [name, keys] of Object.entries({ own, body })) {
    if (keys.length === 0) throw new Error(`keys: ${name} is empty`);
    if (new Set(keys.map(({ id }) => id)).size < keys.length) throw new Error(`keys: ${name} names one key twice`);
  }
  return { own: own.toSorted((a, b) => a.from - b.from), body: new Map(body.map((key) => [key.id, key])) };
}

/**
 * A key ring in a file that its operator replaces while we run: looked at again when a second has passed since the last look.
 * A file that cannot be read, or holds no ring, leaves the former one in place and is told once.
 */
export class KeyFile {
  private ring: KeyRing | undefined;
  private version = '';
  private lookedAt = Number.NEGATIVE_INFINITY;
  private looking: Promise<KeyRing> | undefined;
  private troubleTold = '';

  constructor(
    private readonly path: string,
    private readonly onTrouble: (error: unknown) => void,
    /** Milliseconds that only grow. */
    private readonly elapsed: () => number = () => performance.now(),
  ) {}

  /** @throws when there is no former ring and the file holds none */
  current(): Promise<KeyRing> {
    if (this.ring && this.elapsed() - this.lookedAt < lookEveryMs) return Promise.resolve(this.ring);
    return (this.looking ??= this.look().finally(() => {
      this.looking = undefined;
    }));
  }

  private async look(): Promise<KeyRing> {
    this.lookedAt = this.elapsed();
    try {
      const { mtimeMs, size, ino } = await stat(this.path);
      const version = `${mtimeMs}:${size}:${ino}`;
      if (!this.ring || version !== this.version) {
        this.ring = keyRingFrom(await readFile(this.path, 'utf8'));
        this.version = version;
      }
      this.troubleTold = '';
      return this.ring;
    } catch (error) {
      if (!this.ring) throw error;
      if (this.troubleTold !== String(error)) this.onTrouble(error);
      this.troubleTold = String(error);
      return this.ring;
    }
  }
}

const lookEveryMs = 1_000;

type Entry = Readonly<Record<string, unknown>>;

function keyIn(entry: Entry, place: string): { id: string; algorithm: Algorithm; from: number } {
  const id = textIn(entry, 'id', place);
  if (!/^[\w.-]{1,64}$/.test(id)) throw new Error(`keys: ${place}.id is not made of letters, digits, dots and dashes`);
  const named = textIn(entry, 'algorithm', place);
  const algorithm = ALGORITHMS.find((name) => name === named);
  if (!algorithm) throw new Error(`keys: ${place}.algorithm is none of ${ALGORITHMS.join(', ')}`);
  return { id, algorithm, from: instantIn(entry, 'from', place) ?? Number.NEGATIVE_INFINITY };
}

/** The error of a library may repeat what it was given. */
function half<Half>(place: string, read: () => Half): Half {
  try {
    return read();
  } catch {
    throw new Error(`keys: ${place} is not such a key`);
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Error('keys: not JSON');
  }
}

function objectIn(value: unknown, place: string): Entry {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Error(`${place}: not an object`);
  return { ...value };
}

function listIn(ring: Entry, name: string): Entry[] {
  const list: unknown = ring[name];
  if (!Array.isArray(list)) throw new Error(`keys: ${name} is not a list`);
  return list.map((entry: unknown, at) => objectIn(entry, `keys: ${name}[${at}]`));
}

function textIn(entry: Entry, name: string, place: string): string {
  const text = entry[name];
  if (typeof text !== 'string' || text === '') throw new Error(`keys: ${place}.${name} is missing`);
  return text;
}

function instantIn(entry: Entry, name: string, place: string): number | undefined {
  const text = entry[name];
  if (text === undefined) return undefined;
  const instant = typeof text === 'string' && /T.*(?:Z|[+-]\d\d:\d\d)$/.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(instant)) throw new Error(`keys: ${place}.${name} is not an instant`);
  return instant;
}
