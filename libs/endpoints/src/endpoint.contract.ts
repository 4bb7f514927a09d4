import type { Answer, Endpoint, Holding, LaterAnswer, Push, SentPush } from '@app/outbox';

/** An endpoint with a look behind it, and levers. */
export interface EndpointUnderTest {
  readonly endpoint: Endpoint;
  /** The n-th of any number of different messages the body takes when it hears of them for the first time. */
  message(n: number): Push;
  /** The next request fails and nothing happens. */
  failNext(): Promise<void>;
  /** The next request happens and its answer is lost. */
  loseNextAnswer(): Promise<void>;
  /** The next message is rejected, whatever it says. */
  rejectNext(): Promise<void>;
  /** Where answers come later: the body makes up its mind about everything it was sent. */
  answerAll?(): Promise<void>;
  /** Where answers come later: the body forgets everything it was sent and has not answered. */
  forgetUnanswered?(): Promise<void>;
  /** What the body holds, by its key, in the order in which it was stored, and how often each arrived. */
  stored(): Promise<{ key: string; arrivals: number }[]>;
  close(): Promise<void>;
}

const going = new AbortController().signal;

/** Sends one push and waits for its outcome, be it at once or later. */
export async function outcomeOf(
  subject: Pick<EndpointUnderTest, 'endpoint' | 'answerAll'>,
  push: Push,
): Promise<unknown> {
  const [answer] = await subject.endpoint.send([push], going);
  if (answer?.outcome !== 'sent') return answer;
  await subject.answerAll?.();
  const [later] = (await subject.endpoint.collect?.([{ push, reference: answer.reference }], going)) ?? [];
  return later?.answer;
}

/** What every endpoint keeps, whatever its body is called and however it answers. `open` gives one that has never heard of anybody. */
export function endpointContract(name: string, open: () => Promise<EndpointUnderTest>): void {
  describe(`${name} keeps the contract of an endpoint`, () => {
    let subject: EndpointUnderTest;
    beforeEach(async () => {
      subject = await open();
    });
    afterEach(() => subject.close());

    const send = (pushes: readonly Push[], signal = going) => subject.endpoint.send(pushes, signal);
    const keys = async () => (await subject.stored()).map(({ key }) => key);
    const taken = ({ outcome }: Answer) => outcome === 'acknowledged' || outcome === 'sent';
    const receipt = { outcome: 'acknowledged', receiptNumber: expect.any(String) as string };

    describe('takes', () => {
      it('messages in the order in which they come, and acknowledges each', async () => {
        const pushes = [1, 2, 3].map((n) => subject.message(n));
        for (const push of pushes) expect(await outcomeOf(subject, push)).toMatchObject(receipt);
        expect(await keys()).toEqual(pushes.map(({ key }) => key));
      });

      it('the same message twice: the same answer, stored once', async () => {
        const first = await outcomeOf(subject, subject.message(1));
        expect(await outcomeOf(subject, subject.message(1))).toEqual(first);
        expect(await subject.stored()).toMatchObject([{ arrivals: 2 }]);
      });

      it('many requests at once, each with its own answer', async () => {
        const pushes = Array.from({ length: 30 }, (_, n) => subject.message(n + 1));
        const answers = (await Promise.all(pushes.map((push) => send([push])))).flat();
        expect(answers.map(taken)).toEqual(pushes.map(() => true));
        const said = answers.map((answer) =>
          'receiptNumber' in answer ? answer.receiptNumber : JSON.stringify(answer),
        );
        if (answers.every(({ outcome }) => outcome === 'acknowledged')) expect(new Set(said).size).toBe(30);
        expect((await keys()).sort()).toEqual(pushes.map(({ key }) => key).sort());
      });

      it('as many at once as it says, one answer for each, in their order', async () => {
        const { batch = 1 } = subject.endpoint;
        const pushes = Array.from({ length: Math.min(batch, 50) }, (_, n) => subject.message(n + 1));
        const answers = await send(pushes);
        expect(answers.map(taken)).toEqual(pushes.map(() => true));
        expect(await keys()).toEqual(pushes.map(({ key }) => key));
      });
    });

    it('passes on that a body says no', async () => {
      await subject.rejectNext();
      expect(await outcomeOf(subject, subject.message(1))).toMatchObject({
        outcome: 'rejected',
        code: expect.stringMatching(/./) as string,
      });
    });

    describe('fails', () => {
      it('and nothing happened: taken by the next try', async () => {
        await subject.failNext();
        expect(await send([subject.message(1)])).toMatchObject([{ outcome: 'failed' }]);
        expect(await keys()).toEqual([]);
        expect(await outcomeOf(subject, subject.message(1))).toMatchObject(receipt);
      });

      it('and it happened, but the answer was lost: the next try meets it', async () => {
        const push = subject.message(1);
        await subject.loseNextAnswer();
        expect(await send([push])).toMatchObject([{ outcome: 'failed' }]);
        expect(await keys()).toEqual([push.key]);
        expect(await outcomeOf(subject, push)).toMatchObject(receipt);
        expect(await subject.stored()).toMatchObject([{ arrivals: 2 }]);
      });

      it('when it is broken off, without throwing: one answer for each', async () => {
        expect(await send([subject.message(1)], AbortSignal.abort())).toMatchObject([{ outcome: 'failed' }]);
      });
    });
  });
}

/** What an endpoint keeps beside that when its body answers later. */
export function laterAnswersContract(name: string, open: () => Promise<Required<EndpointUnderTest>>): void {
  describe(`${name} keeps the contract of later answers`, () => {
    let subject: Required<EndpointUnderTest>;
    beforeEach(async () => {
      subject = await open();
    });
    afterEach(() => subject.close());

    const sent = async (push: Push): Promise<SentPush> => {
      const [answer] = await subject.endpoint.send([push], going);
      if (answer?.outcome !== 'sent') throw new Error(`expected to be asked for later, but was ${answer?.outcome}`);
      return { push, reference: answer.reference };
    };
    const collect = (pushes: readonly SentPush[], signal = going): Promise<readonly LaterAnswer[]> =>
      subject.endpoint.collect?.(pushes, signal) ?? Promise.reject(new Error('there is no collect'));

    it('has none before the body made up its mind, and each one then', async () => {
      const [one, other] = [await sent(subject.message(1)), await sent(subject.message(2))];
      expect(await collect([one, other])).toEqual([]);
      await subject.answerAll();
      const answers = await collect([one, other]);
      expect(answers).toHaveLength(2);
      expect(new Map(answers.map(({ pushId, answer }) => [pushId, answer.outcome]))).toEqual(
        new Map([one, other].map(({ push }) => [push.pushId, 'acknowledged'])),
      );
    });

    it('gives the same answer to who asks again, and to who sends again', async () => {
      const one = await sent(subject.message(1));
      expect(await sent(subject.message(1))).toEqual(one);
      await subject.answerAll();
      expect(await collect([one])).toEqual(await collect([one]));
    });

    it('says what the body knows nothing of, so that it is sent once more', async () => {
      const one = await sent(subject.message(1));
      await subject.forgetUnanswered();
      expect(await collect([one])).toMatchObject([{ pushId: one.push.pushId, answer: { outcome: 'lost' } }]);
    });

    it('comes to no answer when the body cannot be asked', async () => {
      const one = await sent(subject.message(1));
      await expect(collect([one], AbortSignal.abort())).rejects.toThrow();
    });
  });
}

/** What an endpoint keeps beside that when its body can be asked what it holds. */
export function askedByKeyContract(name: string, open: () => Promise<EndpointUnderTest>): void {
  describe(`${name} keeps the contract of being asked by key`, () => {
    let subject: EndpointUnderTest;
    beforeEach(async () => {
      subject = await open();
    });
    afterEach(() => subject.close());

    const ask = (pushes: readonly Push[], signal = going): Promise<readonly Holding[]> =>
      subject.endpoint.askByKey?.(pushes, signal) ?? Promise.reject(new Error('there is no askByKey'));

    it('says what it answered, and that of others it holds nothing, in the order of the question', async () => {
      const receipt = await outcomeOf(subject, subject.message(2));
      expect(await ask([1, 2, 3].map((n) => subject.message(n)))).toEqual([
        { outcome: 'absent' },
        receipt,
        { outcome: 'absent' },
      ]);
    });

    it('asking is no sending: nothing is stored by it and nothing counted', async () => {
      await outcomeOf(subject, subject.message(1));
      await ask([subject.message(1), subject.message(2)]);
      expect(await subject.stored()).toMatchObject([{ key: subject.message(1).key, arrivals: 1 }]);
    });

    it('knows what arrived though its answer was lost, and what never did', async () => {
      const [lost, failed] = [subject.message(1), subject.message(2)];
      await subject.loseNextAnswer();
      await subject.endpoint.send([lost], going);
      await subject.failNext();
      await subject.endpoint.send([failed], going);
      const [holding, nothing] = await ask([lost, failed]);
      expect(['acknowledged', 'sent']).toContain(holding?.outcome);
      expect(nothing).toEqual({ outcome: 'absent' });
    });

    it('is not taken to hold nothing when it could not be asked', async () => {
      expect(await ask([subject.message(1)], AbortSignal.abort())).toMatchObject([{ outcome: 'failed' }]);
    });
  });
}
