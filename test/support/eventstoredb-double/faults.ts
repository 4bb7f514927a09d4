import { status } from '@grpc/grpc-js';

/** What can go wrong with a write: nothing was stored; it was stored, but nobody hears of it; nobody ever answers. */
export type WriteFault = 'fails-before-storing' | 'answer-lost-after-storing' | 'never-answered' | 'not-ready';

/** Faults to come, each for the next write to a stream that fits. */
export class Faults {
  private readonly planned: { readonly fault: WriteFault; readonly streams: RegExp; times: number }[] = [];
  private readonly hidden: { readonly streams: RegExp; times: number }[] = [];
  /** Every write waits so long before it is carried out. */
  delayMs = 0;

  next(fault: WriteFault, streams: RegExp, times = 1): void {
    this.planned.push({ fault, streams, times });
  }

  /** The next reads of streams that fit come a moment too early: what stands there is not shown yet. */
  hide(streams: RegExp, times = 1): void {
    this.hidden.push({ streams, times });
  }

  hides(stream: string): boolean {
    const found = this.hidden.find(({ streams, times }) => times > 0 && streams.test(stream));
    if (found) found.times--;
    return found !== undefined;
  }

  clear(): void {
    this.planned.length = 0;
    this.hidden.length = 0;
    this.delayMs = 0;
  }

  of(stream: string): WriteFault | undefined {
    const found = this.planned.find(({ streams, times }) => times > 0 && streams.test(stream));
    if (found) found.times--;
    return found?.fault;
  }
}

export const connectionLost = { code: status.UNAVAILABLE, details: 'Connection dropped' };
export const serverNotReady = { code: status.UNAVAILABLE, details: 'Server Is Not Ready' };
