import { type BodyHoldings, fingerprintOf, type HeldRow, inKeyOrder, type ToldContent } from '@app/outbox';

/** What a body in memory holds, as it is said to hold it. Its fingerprints are of the documents themselves. */
export class FakeHoldings implements BodyHoldings {
  constructor(
    readonly name: string,
    private readonly rows: () => readonly HeldRow[],
    private readonly pageRows = 2,
  ) {}

  async *pages(signal: AbortSignal): AsyncGenerator<readonly HeldRow[]> {
    const rows = [...this.rows()].sort((one, other) => inKeyOrder(one.key, other.key));
    for (let at = 0; at < rows.length; at += this.pageRows) {
      signal.throwIfAborted();
      yield await Promise.resolve(rows.slice(at, at + this.pageRows));
    }
  }

  fingerprintOf({ document }: Pick<ToldContent, 'document'>): string {
    return fingerprintOf({ ...document });
  }
}
