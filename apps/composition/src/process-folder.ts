import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type KnownServers, noServerKnown, type ServerMemory } from '@app/ledger-database';

const file = 'servers.json';

/**
 * What a process remembers of the servers it worked with, in a folder of its own: a new file takes the place of the old in one step. Small, and
 * written only when the server is another one.
 *
 * @throws when the file is there and cannot be read: what it would keep us from could happen unseen
 */
export class ServerMemoryInFolder implements ServerMemory {
  private known: KnownServers;

  constructor(private readonly folder: string) {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    this.known = readIn(join(folder, file));
  }

  read(): KnownServers {
    return this.known;
  }

  write(known: KnownServers): void {
    const draft = join(this.folder, `${file}.new`);
    writeFileSync(draft, `${JSON.stringify(known, null, 2)}\n`, { flush: true, mode: 0o600 });
    renameSync(draft, join(this.folder, file));
    this.known = known;
  }
}

function readIn(path: string): KnownServers {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return noServerKnown;
    throw error;
  }
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
