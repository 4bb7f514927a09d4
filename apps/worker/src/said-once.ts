/** What stands for long is said again after so long, for a log that was rotated meanwhile. Our figure. */
const againMs = 10 * 60_000;

/** Says each trouble once while it stands, however often it is met: a follower tries again every second. */
export class SaidOnce {
  private readonly said = new Map<string, { readonly what: string; readonly at: number }>();

  constructor(private readonly now: () => number = () => performance.now()) {}

  /** @returns whether `what` is news of `whose` */
  isNews(whose: string, what: string): boolean {
    const before = this.said.get(whose);
    if (before?.what === what && this.now() - before.at < againMs) return false;
    this.said.set(whose, { what, at: this.now() });
    return true;
  }

  /** It is over: the next one is news, be it the same. @returns whether something had been said */
  isOver(whose: string): boolean {
    return this.said.delete(whose);
  }
}
