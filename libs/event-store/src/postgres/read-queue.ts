/**
 * Collects the keys asked for in one turn of the event loop and fetches them in one query, so that a hundred commands
 * decided at once do not ask a hundred times.
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
    if (this.waiting.size === 0) setImmediate(() => void this.run());
    const asked = ask<Value>();
    this.waiting.set(key, asked);
    return asked.promise;
  }

  private async run(): Promise<void> {
    const waiting = this.waiting;
    this.waiting = new Map();
    try {
      const found = await this.fetch([...waiting.keys()]);
      for (const [key, asked] of waiting) asked.resolve(found.get(key) ?? this.empty);
    } catch (error) {
      for (const asked of waiting.values()) asked.reject(error);
    }
  }
}

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
