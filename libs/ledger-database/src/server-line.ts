import type { ClientBase } from 'pg';

/** Which server it is, and on which of its timelines: a standby that takes over begins the next one, a restored backup too. */
export interface ServerStand {
  /** `system_identifier`: the same for a primary and all of its standbys, and for what is restored from its backups. */
  readonly system: string;
  readonly timeline: number;
}

/** What a process remembers of the servers it worked with. */
export interface KnownServers {
  readonly newest: ServerStand | null;
  /** Servers that were worked with before the newest one, by `system_identifier`. */
  readonly former: readonly string[];
}

export const noServerKnown: KnownServers = { newest: null, former: [] };

/** Where it is remembered. Writing is done when `write` returns. */
export interface ServerMemory {
  read(): KnownServers;
  write(known: KnownServers): void;
}

/** As long as the process lives. */
export class ServerMemoryInProcess implements ServerMemory {
  private known = noServerKnown;
  read = (): KnownServers => this.known;
  write = (known: KnownServers): void => {
    this.known = known;
  };
}

/** The server that answers is one that another has taken over from: what it takes in would be in no history that goes on. */
export class ServerIsOlder extends Error {
  constructor({ system, timeline }: ServerStand, newest: ServerStand) {
    super(
      `the server is ${system} on timeline ${timeline}, and this process has worked with ${newest.system} on timeline ${newest.timeline}: a former primary, or a copy of before. Nothing is read from it and nothing recorded`,
    );
    this.name = 'ServerIsOlder';
  }
}

export type Meeting =
  /** The server of before, on the timeline of before; or the first that is met. */
  | { readonly meets: 'known'; readonly known: KnownServers }
  /** A later timeline of it, or another server that was never met. */
  | { readonly meets: 'newer'; readonly known: KnownServers }
  | { readonly meets: 'older'; readonly newest: ServerStand };

/** What it means to meet this server, after these. */
export function meeting({ newest, former }: KnownServers, server: ServerStand): Meeting {
  if (newest === null) return { meets: 'known', known: { newest: server, former } };
  if (server.system !== newest.system) {
    if (former.includes(server.system)) return { meets: 'older', newest };
    return { meets: 'newer', known: { newest: server, former: [...former, newest.system] } };
  }
  if (server.timeline < newest.timeline) return { meets: 'older', newest };
  const known = { newest: server, former };
  return server.timeline === newest.timeline ? { meets: 'known', known } : { meets: 'newer', known };
}

/**
 * Keeps a process from a server that another has taken over from. Each new connection is looked at before it is used; a process that never met the
 * newer server cannot know of it, so that fencing off a former primary stays the work of whoever fails over.
 *
 * Not looked at: a standby. It takes no writes, and says so itself.
 */
export class ServerLine {
  /** How many servers took over from another since this process began. */
  changes = 0;

  constructor(
    private readonly memory: ServerMemory,
    /** Told when the server is a newer one than before: a failover, a restore, a move. */
    private readonly onNewer: (server: ServerStand) => void,
  ) {}

  /** @throws ServerIsOlder */
  async look(client: Pick<ClientBase, 'query'>): Promise<void> {
    const { rows } = await client.query<{ system: string; timeline: number | null }>(
      `SELECT system_identifier::text AS system,
              CASE WHEN NOT pg_is_in_recovery()
                   THEN ('x' || substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8))::bit(32)::integer END AS timeline
       FROM pg_control_system()`,
    );
    const [{ system, timeline } = { system: '', timeline: null }] = rows;
    if (timeline === null) return;
    const before = this.memory.read();
    const found = meeting(before, { system, timeline });
    if (found.meets === 'older') throw new ServerIsOlder({ system, timeline }, found.newest);
    if (found.meets === 'newer') {
      this.changes++;
      this.onNewer({ system, timeline });
    }
    if (found.meets === 'newer' || before.newest === null) this.memory.write(found.known);
  }

  /** As a pool asks it of each connection it has opened. */
  readonly verify = (client: Pick<ClientBase, 'query'>, done: (error?: Error) => void): void => {
    this.look(client).then(
      () => {
        done();
      },
      (error: unknown) => {
        done(error as Error);
      },
    );
  };
}
