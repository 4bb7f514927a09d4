import { setTimeout as pause } from 'node:timers/promises';
import type { Node } from './node';

export interface SilenceOptions {
  readonly patienceMs: number;
  readonly lookEveryMs: number;
  /** Asks the nodes who leads. Never fails: undefined when none is found. */
  readonly look: () => Promise<Node | undefined>;
  /** Told who leads. Returns why nobody is to wait any longer, or undefined when all is as it was. */
  readonly heard: (leader: Node) => Error | undefined;
}

/**
 * Watches over calls that are not answered. A node that froze, or whose machine is gone, refuses nothing: without this all calls would wait for it
 * until their deadlines, and so would the next ones. While one has waited for longer than the patience lasts, it is asked again
 * and again who leads; a call that just takes long is left alone, for the others still name the node that works on it.
 */
export class Silence {
  /** Whom to tell that it waits in vain, of every call under way. */
  private readonly waiting = new Set<(why: Error) => void>();
  /** Those of them that have waited for longer than the patience lasts. */
  private readonly longWaiting = new Set<(why: Error) => void>();
  private isLooking = false;
  private ended = false;

  constructor(private readonly options: SilenceOptions) {}

  over<T>(call: () => Promise<T>): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      const timer = setTimeout(() => {
        this.longWaiting.add(reject);
        void this.lookWhileSilent();
      }, this.options.patienceMs);
      this.waiting.add(reject);
      const settled = () => {
        clearTimeout(timer);
        this.waiting.delete(reject);
        this.longWaiting.delete(reject);
      };
      // Whoever gave up is told nothing by what comes later.
      call().then(resolve, reject).finally(settled);
    });
  }

  end(): void {
    this.ended = true;
  }

  /** Nobody awaits it: nothing in it fails. */
  private async lookWhileSilent(): Promise<void> {
    if (this.isLooking) return;
    this.isLooking = true;
    while (!this.ended && this.longWaiting.size > 0) {
      const leader = await this.options.look();
      const why = leader && this.options.heard(leader);
      if (why) this.giveUpAll(why);
      else await pause(this.options.lookEveryMs, undefined, { ref: false });
    }
    this.isLooking = false;
  }

  private giveUpAll(why: Error): void {
    const all = [...this.waiting];
    this.waiting.clear();
    this.longWaiting.clear();
    for (const giveUp of all) giveUp(why);
  }
}
