import type { Position } from '../event-log';

/** Our choice: an eighth more calls while readers wait, and at most eight looks over the same stretch. */
const looksBetween = 8;

/**
 * Remembers the stretch after our newest event in which only others wrote, so that readers who wait there do not let the
 * server search it again each time they ask. Only on a server that others share is it ever long.
 *
 * It is learned from readers who found nothing after the same event: whatever was the server's newest event after one had
 * looked, a look that began later has looked beyond it. A look that was under way by then says nothing: events may have come
 * between its question and that newest event. To ask for the newest event costs a call, so it is done once in several looks.
 */
export class QuietStretch {
  private looks = 0;
  private from: Position = 0;
  private to: Position = 0;
  private candidate: Candidate | undefined;

  /** Somebody begins to look. What it gives goes into `foundNothing`: a later look has a greater number. */
  beginLook(): number {
    return ++this.looks;
  }

  /** Where to begin to look for our events after `after`. */
  beginAfter(after: Position): Position {
    return after >= this.from && after < this.to ? this.to : after;
  }

  /** Our newest event and the end of the stretch behind it, when a stretch is known. */
  known(): { readonly newest: Position; readonly end: Position } | undefined {
    return this.to > 0 ? { newest: this.from, end: this.to } : undefined;
  }

  /** Whether it is time to learn more, when this look has found nothing. */
  isDue(look: number): boolean {
    return look % looksBetween === 0;
  }

  /**
   * This look after `after` went to the end and found nothing, and then the server's newest event of anybody was `newest`.
   *
   * @param look as `beginLook` gave it, before the server was asked
   */
  foundNothing(look: number, after: Position, newest: Position): void {
    const { candidate } = this;
    if (candidate?.from === after && look > candidate.looksBegun) {
      if (candidate.to > after) {
        this.from = after;
        this.to = candidate.to;
      }
    } else if (candidate?.from === after) {
      return; // it began too early to confirm, and what it measured is not better than what waits for confirmation
    }
    this.candidate = { from: after, to: newest, looksBegun: this.looks };
  }

  forget(): void {
    this.from = 0;
    this.to = 0;
    this.candidate = undefined;
  }
}

/** A stretch that waits to be confirmed. */
interface Candidate {
  readonly from: Position;
  readonly to: Position;
  /** How many looks had begun when its end was known: a later one has looked beyond it. */
  readonly looksBegun: number;
}
