import { Journal } from '../journal';

interface Used {
  readonly nonce: string;
  /** Instant (UTC) in milliseconds after which a request that carries it is refused for its age. */
  readonly until: number;
}

/**
 * Nonces that were used, across restarts: a request is taken once. Each is remembered until the request is too old anyway; the file
 * keeps them all.
 */
export class Nonces {
  private constructor(
    private readonly journal: Journal<Used>,
    private readonly used: Map<string, number>,
  ) {}

  static async open(path: string, now = Date.now()): Promise<Nonces> {
    const used = new Map<string, number>();
    const journal = await Journal.open<Used>(path, ({ nonce, until }) => {
      if (until >= now) used.set(nonce, until);
    });
    return new Nonces(journal, used);
  }

  /** @returns false when it was used before; true once it is on disk that it is used now */
  async use(nonce: string, until: number, now: number): Promise<boolean> {
    if (this.used.has(nonce)) return false;
    this.used.set(nonce, until);
    this.forgetBefore(now);
    await this.journal.append({ nonce, until });
    return true;
  }

  close(): Promise<void> {
    return this.journal.close();
  }

  /** The oldest come first in the map; their lives are of nearly one length. */
  private forgetBefore(now: number): void {
    for (const [nonce, until] of this.used) {
      if (until >= now) return;
      this.used.delete(nonce);
    }
  }
}
