import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type KnownServers, noServerKnown, type ServerMemory } from '@app/ledger-database';
import type { GivenMemory } from '@app/sealing';
import type { Choices } from './adapters.module';

const servers = 'servers.json';
const given = 'given-checkpoint';

/** What a process remembers across starts, in a folder of its own. @throws when something of it cannot be read */
export const memoriesIn = (folder: string): Pick<Choices, 'serverMemory' | 'givenMemory'> => ({
  serverMemory: new ServerMemoryInFolder(folder),
  givenMemory: new GivenInFolder(folder),
});

/**
 * What a process remembers of the servers it worked with, in a folder of its own: a new file takes the place of the old in one step. Small, and
 * written only when the server is another one.
 *
 * @throws when the file is there and cannot be read: what it would keep us from could happen unseen
 */
export class ServerMemoryInFolder implements ServerMemory {
  private known: KnownServers;

  constructor(private readonly folder: string) {
    this.known = knownIn(join(folder, servers));
  }

  read(): KnownServers {
    return this.known;
  }

  write(known: KnownServers): void {
    replace(this.folder, servers, `${JSON.stringify(known, null, 2)}\n`);
    this.known = known;
  }
}

/** So often at most a checkpoint that is given out is written down: what is remembered may be a little older, and binds as well. Our figure. */
const givenEveryMs = 10_000;

/** The newest checkpoint that this process gave out, as a note. */
export class GivenInFolder implements GivenMemory {
  private writtenAt = -Infinity;

  constructor(private readonly folder: string) {}

  read(): string | undefined {
    return textOf(join(this.folder, given));
  }

  write(note: string): void {
    if (performance.now() - this.writtenAt < givenEveryMs) return;
    this.writtenAt = performance.now();
    replace(this.folder, given, note);
  }
}

/** A new file takes the place of the old in one step. */
function replace(folder: string, name: string, text: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const draft = join(folder, `${name}.new`);
  writeFileSync(draft, text, { flush: true, mode: 0o600 });
  renameSync(draft, join(folder, name));
}

function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

function knownIn(path: string): KnownServers {
  const text = textOf(path);
  if (text === undefined) return noServerKnown;
  const known = parsed(text);
  if (!isKnownServers(known)) throw new Error(`PROCESS_FOLDER: ${path} cannot be read; see docs/operations.md`);
  return known;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isKnownServers(known: unknown): known is KnownServers {
  const { newest, former } = (known ?? {}) as Partial<KnownServers>;
  const isStand = newest === null || (typeof newest?.system === 'string' && Number.isSafeInteger(newest.timeline));
  return isStand && Array.isArray(former) && former.every((system) => typeof system === 'string');
}
