import type { Position } from '../event-log';

/** Our choice: an eighth more calls while readers wait, and at most eight looks over the same stretch. */
const looksBetween = 8;

/**
 * Remembers the stretch after our newest event in which only others wrote, so that readers who wait there do not let the
 * server search it again each time they ask. Only on a server that others share is it ever long.
 *
 * It is learned from readers who found nothing after the same event: whatever was the server's newest event after one had
 * looked, the next has looked beyond it. To ask for that newest event costs a call, so it is done once in several looks.
 */
export class QuietStretch {
  private looks = 0;
  private from: Position = 0;
  private to: Position = 0;
  private candidate: { readonly from: Position; readonly to: Position } | undefined;

  /** Where to begin to look for our events after `after`. */
  beginAfter(after: Position): Position {
    return after >= this.from && after < this.to ? this.to : after;
  }

  /** Our newest event and the end of the stretch behind it, when a stretch is known. */
  known(): { readonly newest: Position; readonly end: Position } | undefined {
    return this.to > 0 ? { newest: this.from, end: this.to } : undefined;
  }

  /** Whether it is time to learn more, after one more look that found nothing. */
  isDue(): boolean {
    this.looks++;
    return this.looks % looksBetween === 0;
  }

  /** Somebody looked after `after` to the end, found nothing, and then the server's newest event of anybody was `newest`. */
  foundNothing(after: Position, newest: Position): void {
    if (this.candidate?.from === after && this.candidate.to > after) {
      this.from = after;
      this.to = this.candidate.to;
    }
    this.candidate = { from: after, to: newest };
  }

  forget(): void {
    this.from = 0;
    this.to = 0;
    this.candidate = undefined;
  }
}
