import { paperOf, type Told } from '@app/exchange';
import { type BodyHoldings, type HeldRow, inKeyOrder, type Push } from '@app/outbox';

/** What a body holds, with a way to tell it more. */
export interface HoldingsUnderTest {
  readonly holdings: BodyHoldings;
  /** The n-th of any number of different messages. */
  message(n: number): Push;
  /** @returns the receipt number */
  tell(push: Push): Promise<string>;
  close(): Promise<void>;
}

const going = new AbortController().signal;

export async function allHeld(holdings: BodyHoldings): Promise<readonly HeldRow[]> {
  const rows: HeldRow[] = [];
  for await (const page of holdings.pages(going)) rows.push(...page);
  return rows;
}

/** What everybody keeps who says what a body holds. `open` gives a body that has never heard of anybody. */
export function holdingsContract(name: string, open: () => Promise<HoldingsUnderTest>): void {
  describe(`${name} keeps the contract of holdings`, () => {
    let subject: HoldingsUnderTest;
    beforeEach(async () => {
      subject = await open();
    });
    afterEach(() => subject.close());

    it('says nothing of a body that was told nothing', async () => {
      expect(await allHeld(subject.holdings)).toEqual([]);
    });

    it('says of each message what it was told, under which receipt, and that it is shown', async () => {
      const push = subject.message(1);
      const receiptNumber = await subject.tell(push);
      const fingerprint = subject.holdings.fingerprintOf(push);
      const rows = await allHeld(subject.holdings);
      expect(rows).toMatchObject([{ key: push.key, kind: push.kind, fingerprint, state: 'shown', receiptNumber }]);
      for (const { paper } of rows) if (paper) expect(paper).toEqual(paperOf(push as Told));
      expect(subject.holdings.fingerprintOf(subject.message(2))).not.toBe(fingerprint);
    });

    it('goes through all of it, page after page, in the order of the bytes of the keys', async () => {
      const pushes = Array.from({ length: 7 }, (_, at) => subject.message(7 - at));
      for (const push of pushes) await subject.tell(push);
      const keys = (await allHeld(subject.holdings)).map(({ key }) => key);
      expect(keys).toEqual(pushes.map(({ key }) => key).sort(inKeyOrder));
    });

    it('throws when it is told to stop', async () => {
      await subject.tell(subject.message(1));
      const asking = subject.holdings.pages(AbortSignal.abort())[Symbol.asyncIterator]();
      await expect(asking.next()).rejects.toThrow();
    });
  });
}
