import { say, type Words } from '@app/exchange';
import type { Answer, Endpoint, Holding, LaterAnswer, Push, SentPush } from '@app/outbox';

const words: Words<string> = {
  penalty: ({ subjectName, documentNumber }) => `${subjectName} ${documentNumber}`,
  'penalty-withdrawal': ({ subjectName, documentNumber }) => `${subjectName} ${documentNumber} 撤销`,
  'list-entry': null,
  'list-removal': null,
  'repair-result': null,
  'repair-revocation': null,
  'penalty-change': null,
  'penalty-unlawful': null,
  'penalty-void': null,
  'list-correction': null,
  commitment: null,
  'spot-check': null,
  'spot-check-withdrawal': null,
  'penalty-correction': null,
  'commitment-repair': null,
  'commitment-repair-revocation': null,
};

interface Line {
  readonly text: string;
  readonly position: number;
  readonly subjectId: string;
  arrivals: number;
  answer: LaterAnswer['answer'] | undefined;
}

/** `fails`: it failed and nothing happened. `loses-answer`: it happened and the answer was lost. */
type Fault = 'fails' | 'loses-answer' | 'rejects';

/**
 * A newsletter that takes up to fifty lines at once and says later whether it prints them: at once when it is `prompt`, else when it
 * is told to. In memory; remembers what it was told, across those who tell it.
 */
export class Bulletin implements Endpoint {
  readonly name = 'bulletin';
  readonly batch = 50;
  /** While it is away nothing reaches it and nobody can ask it. */
  away = false;
  private readonly lines = new Map<string, Line>();
  private readonly faults: Fault[] = [];

  constructor(private readonly prompt: boolean) {}

  misbehave(fault: Fault): void {
    this.faults.push(fault);
  }

  send(pushes: readonly Push[], signal: AbortSignal): Promise<readonly Answer[]> {
    const fault = signal.aborted || this.away ? 'fails' : this.faults.shift();
    if (fault === 'fails') return Promise.resolve(pushes.map(() => ({ outcome: 'failed', reason: 'unavailable' })));
    for (const push of pushes) this.take(push, fault === 'rejects');
    return Promise.resolve(
      pushes.map(({ key }) =>
        fault === 'loses-answer'
          ? { outcome: 'failed', reason: 'no answer' }
          : { outcome: 'sent', reference: `B-${key}` },
      ),
    );
  }

  collect(sent: readonly SentPush[], signal: AbortSignal): Promise<readonly LaterAnswer[]> {
    if (signal.aborted || this.away) return Promise.reject(new Error('nobody answers'));
    return Promise.resolve(
      sent.flatMap(({ push: { pushId, key } }): LaterAnswer[] => {
        const line = this.lines.get(key);
        if (!line) return [{ pushId, answer: { outcome: 'lost', reason: 'nothing known of this line' } }];
        return line.answer ? [{ pushId, answer: line.answer }] : [];
      }),
    );
  }

  askByKey(pushes: readonly Push[], signal: AbortSignal): Promise<readonly Holding[]> {
    return Promise.resolve(
      pushes.map(({ key }): Holding => {
        if (signal.aborted || this.away) return { outcome: 'failed', reason: 'unavailable' };
        const line = this.lines.get(key);
        if (!line) return { outcome: 'absent' };
        const { answer } = line;
        return answer?.outcome === 'acknowledged' || answer?.outcome === 'rejected'
          ? answer
          : { outcome: 'sent', reference: `B-${key}` };
      }),
    );
  }

  /** Makes up its mind about everything it has not answered. */
  answerAll(): void {
    for (const line of this.lines.values()) line.answer ??= this.printed(line);
  }

  forgetUnanswered(): void {
    for (const [key, { answer }] of this.lines) if (!answer) this.lines.delete(key);
  }

  stored(): { key: string; arrivals: number; text: string; subjectId: string; position: number }[] {
    return [...this.lines]
      .filter(([, { answer }]) => answer?.outcome !== 'rejected')
      .map(([key, { arrivals, text, subjectId, position }]) => ({ key, arrivals, text, subjectId, position }));
  }

  private take({ key, kind, document, position, subjectId }: Push, rejected: boolean): void {
    const known = this.lines.get(key);
    if (known) {
      known.arrivals += 1;
      return;
    }
    const line: Line = { text: say(words, kind, document), position, subjectId, arrivals: 1, answer: undefined };
    if (rejected) line.answer = { outcome: 'rejected', code: 'no-room', message: '版面已满', fields: [] };
    else if (this.prompt) line.answer = this.printed(line);
    this.lines.set(key, line);
  }

  private printed({ position }: Line): LaterAnswer['answer'] {
    return { outcome: 'acknowledged', receiptNumber: `B${position}`, receivedAt: '2026-06-02T01:02:03.004Z' };
  }
}
