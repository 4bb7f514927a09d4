/**
 * Collects the keys asked for in one turn of the event loop and fetches them together, so that a hundred commands decided at once
 * do not ask a hundred times: many in up to three queries side by side, so that one is taken apart here while the server works on another.
 * Who finds nothing under way waits for nobody but those who woke with him.
 */
export class ReadQueue<Value> {
  private waiting = new Map<string, Asked<Value>>();
  private underWay = 0;

  constructor(
    private readonly fetch: (keys: readonly string[]) => Promise<ReadonlyMap<string, Value>>,
    private readonly empty: Value,
  ) {}

  get(key: string): Promise<Value> {
    const before = this.waiting.get(key);
    if (before) return before.promise;
    if (this.waiting.size === 0) {
      const run = () => void this.run();
      if (this.underWay === 0) process.nextTick(run);
      else setImmediate(run);
    }
    const asked = ask<Value>();
    this.waiting.set(key, asked);
    return asked.promise;
  }

  private async run(): Promise<void> {
    const waiting = [...this.waiting];
    this.waiting = new Map();
    const each = Math.max(keysTogether, Math.ceil(waiting.length / queriesMax));
    const parts = Array.from({ length: Math.ceil(waiting.length / each) }, (_, part) =>
      waiting.slice(part * each, (part + 1) * each),
    );
    this.underWay++;
    const answers = await Promise.allSettled(parts.map((part) => this.fetch(part.map(([key]) => key))));
    this.underWay--;
    // In the order in which they were asked for: whoever asked first goes on first.
    parts.forEach((part, index) => {
      const answer = answers[index];
      for (const [key, asked] of part) {
        if (answer?.status === 'fulfilled') asked.resolve(answer.value.get(key) ?? this.empty);
        else asked.reject(answer?.reason);
      }
    });
  }
}

/** One connection of the log stays free for appends. */
const queriesMax = 3;

/** A query costs as much as some hundred keys in it: fewer are not divided. Measured. */
const keysTogether = 128;

interface Asked<Value> {
  readonly promise: Promise<Value>;
  readonly resolve: (value: Value) => void;
  readonly reject: (error: unknown) => void;
}

function ask<Value>(): Asked<Value> {
  let resolve: Asked<Value>['resolve'] = () => undefined;
  let reject: Asked<Value>['reject'] = () => undefined;
  const promise = new Promise<Value>((yes, no) => {
    resolve = yes;
    reject = no;
  });
  return { promise, resolve, reject };
}
