/**
 * Collects what is asked for in one turn of the event loop and asks once, so that five hundred commands given together do
 * not ask five hundred times. A failure is everybody's who asked in that turn, and nobody's after.
 */
export class AskQueue<Answer> {
  private waiting = new Map<string, PromiseWithResolvers<Answer>>();

  /** @param ask answers every key it is given. */
  constructor(private readonly ask: (keys: readonly string[]) => Promise<ReadonlyMap<string, Answer>>) {}

  get(key: string): Promise<Answer> {
    if (this.waiting.size === 0) setImmediate(() => void this.run());
    const asked = this.waiting.get(key) ?? withResolvers<Answer>();
    this.waiting.set(key, asked);
    return asked.promise;
  }

  private async run(): Promise<void> {
    const { waiting } = this;
    this.waiting = new Map();
    try {
      const answers = await this.ask([...waiting.keys()]);
      for (const [key, asked] of waiting) {
        const answer = answers.get(key);
        if (answer === undefined) asked.reject(new Error('a key was asked for and not answered'));
        else asked.resolve(answer);
      }
    } catch (error) {
      for (const asked of waiting.values()) asked.reject(error);
    }
  }
}

interface PromiseWithResolvers<Answer> {
  readonly promise: Promise<Answer>;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: unknown) => void;
}

function withResolvers<Answer>(): PromiseWithResolvers<Answer> {
  let resolve: PromiseWithResolvers<Answer>['resolve'] = () => undefined;
  let reject: PromiseWithResolvers<Answer>['reject'] = () => undefined;
  const promise = new Promise<Answer>((yes, no) => {
    resolve = yes;
    reject = no;
  });
  return { promise, resolve, reject };
}
