/**
 * Collects the keys asked for in one turn of the event loop and fetches them together, so that a hundred commands decided at once
 * do not ask a hundred times: in up to three queries side by side, so that one is taken apart here while the server works on another.
 */
export class ReadQueue<Value> {
  private waiting = new Map<string, Asked<Value>>();

  constructor(
    private readonly fetch: (keys: readonly string[]) => Promise<ReadonlyMap<string, Value>>,
    private readonly empty: Value,
  ) {}

  get(key: string): Promise<Value> {
    const before = this.waiting.get(key);
    if (before) return before.promise;
    if (this.waiting.size === 0)
      setImmediate(() => {
        this.run();
      });
    const asked = ask<Value>();
    this.waiting.set(key, asked);
    return asked.promise;
  }

  private run(): void {
    const waiting = [...this.waiting];
    this.waiting = new Map();
    const each = Math.ceil(waiting.length / queriesMax);
    for (let from = 0; from < waiting.length; from += each) void this.answer(waiting.slice(from, from + each));
  }

  private async answer(waiting: readonly (readonly [string, Asked<Value>])[]): Promise<void> {
    try {
      const found = await this.fetch(waiting.map(([key]) => key));
      for (const [key, asked] of waiting) asked.resolve(found.get(key) ?? this.empty);
    } catch (error) {
      for (const [, asked] of waiting) asked.reject(error);
    }
  }
}

/** One connection of the log stays free for appends. */
const queriesMax = 3;

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
