import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { CreditHebeiClient, FakeCreditHebei } from '@app/endpoints';
import type { Answer, Endpoint, Holding, LaterAnswer, Push, SentPush } from '@app/outbox';
import { GAPS, type PersonalData } from '@app/personal-data';
import { aPushOf } from '../../../libs/endpoints/src/push.examples';
import { aPenalty } from '../../../libs/exchange/src/told.examples';
import { aPersonalData } from '../../../test/support/personal-data';
import { RevealingEndpoint } from './revealing-endpoint';

const operator = '朱示例';
const uscc = '92131022MAEHM5G2XY';

let personal: PersonalData;
let keyId: string;
let sealed: Push;
beforeEach(async () => {
  personal = aPersonalData();
  const seal = await personal.sealOf(personal.personIdOf('representative', uscc, operator));
  if (seal.status === 'destroyed') throw new Error('destroyed');
  ({ keyId } = seal);
  sealed = aPushOf(aPenalty({ uscc, legalRepresentative: seal.seal('representative', operator) }));
});
const hexOf = (character: string) => character.charCodeAt(0).toString(16).padStart(4, '0');
const signal = new AbortController().signal;
const eraseOperator = () => personal.destroy([{ keyId, destroyedBy: 'x', ground: 'other-law', eventId: 'e' }]);

/** A receiving body that answers what it is told to, and remembers what it was sent. */
class Answering implements Endpoint {
  readonly name = 'credit-hebei';
  readonly sent: Push[] = [];
  constructor(private readonly outcome: Answer) {}
  send(pushes: readonly Push[]): Promise<readonly Answer[]> {
    this.sent.push(...pushes);
    return Promise.resolve(pushes.map(() => this.outcome));
  }
}

async function sendOne(
  body: Endpoint,
  push: Push,
  keys: Pick<PersonalData, 'reveal'> = personal,
): Promise<Answer | undefined> {
  return (await new RevealingEndpoint(body, keys).send([push], signal))[0];
}

describe('a push with a sealed name', () => {
  it('arrives with the name, and is what it was on our side', async () => {
    const body = new FakeCreditHebei();
    const outcome = await sendOne(body, sealed);
    expect(outcome).toMatchObject({ outcome: 'acknowledged' });
    expect(body.stored()[0]?.fields.CF_FRDB).toBe(operator);
    expect(JSON.stringify(sealed)).not.toContain(operator);
  });

  it.each<[string, Answer]>([
    ['rejected', { outcome: 'rejected', code: '1001', message: `朱示例不匹配`, fields: ['CF_FRDB朱示例'] }],
    ['failed', { outcome: 'failed', reason: 'unexpected answer 500: {"CF_FRDB":"朱示例"}' }],
  ])('is %s by a body that repeats the name: the name does not come back', async (_what, answer) => {
    const outcome = await sendOne(new Answering(answer), sealed);
    expect(outcome?.outcome).toBe(answer.outcome);
    expect(JSON.stringify(outcome)).not.toContain(operator);
    expect(JSON.stringify(outcome)).toContain('［个人信息］');
  });

  it.each<[string, (name: string) => string]>([
    ['in escaped JSON', (name) => `"CF_FRDB":"${[...name].map((one) => `\\u${hexOf(one)}`).join('')}"`],
    ['percent-encoded', encodeURIComponent],
    ['behind so much else that it is cut in two', (name) => `${'x'.repeat(198)}${name}`],
  ])('fails at a body that repeats the name %s: not a part of it comes back', async (_what, said) => {
    const server = createServer((_request, response) => response.writeHead(500).end(said(operator)));
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const outcome = await sendOne(new CreditHebeiClient({ url }), sealed);
    server.close();
    expect(outcome).toEqual({ outcome: 'failed', reason: 'unexpected answer 500' });
  });

  it('is refused in words that end in the middle of the name: that part does not come back', async () => {
    const cut: Answer = { outcome: 'rejected', code: '1001', message: '主体不匹配：朱示', fields: [] };
    expect(await sendOne(new Answering(cut), sealed)).toEqual({
      ...cut,
      message: '主体不匹配：［个人信息］',
    });
  });

  it('is not sent once the name was erased: it leaves the outbox refused, by our own code', async () => {
    await eraseOperator();
    const body = new Answering({
      outcome: 'acknowledged',
      receiptNumber: 'R1',
      receivedAt: '2026-01-01T00:00:00.000Z',
    });
    expect(await sendOne(body, sealed)).toEqual({
      outcome: 'rejected',
      code: 'personal-data-erased',
      message: GAPS['personal-data-erased'],
      fields: [],
    });
    expect(body.sent).toEqual([]);
  });

  it('waits while the keys cannot be read', async () => {
    const away = { reveal: () => Promise.reject(new Error('the database of keys is away')) };
    const body = new Answering({ outcome: 'failed', reason: 'never asked' });
    expect(await sendOne(body, sealed, away)).toEqual({
      outcome: 'failed',
      reason: 'the database of keys is away',
      arrived: 'no',
    });
    expect(body.sent).toEqual([]);
  });
});

it('a push without a sealed name goes through as it is, and so does the answer', async () => {
  const answer: Answer = {
    outcome: 'rejected',
    code: '1001',
    message: '主体信息不匹配',
    fields: ['CF_XDR_MC'],
  };
  const body = new Answering(answer);
  const push = aPushOf(aPenalty());
  expect(await sendOne(body, push)).toBe(answer);
  expect(body.sent[0]).toBe(push);
});

describe('a batch', () => {
  it('is sent without those that cannot be said, and each push gets the answer to it', async () => {
    await eraseOperator();
    const others = [2, 3].map((position) =>
      aPushOf(aPenalty({ documentNumber: `廊消行罚决字〔2024〕第${position}号` }), { position }),
    );
    const [one, other] = others as [Push, Push];
    const body = new FakeCreditHebei();
    expect(await new RevealingEndpoint(body, personal).send([one, sealed, other], signal)).toMatchObject([
      { outcome: 'acknowledged', receiptNumber: 'FAKE1' },
      { outcome: 'rejected', code: 'personal-data-erased' },
      { outcome: 'acknowledged', receiptNumber: 'FAKE2' },
    ]);
  });
});

describe('a later answer', () => {
  const answered = (answer: LaterAnswer['answer']): Endpoint => ({
    name: 'credit-hebei',
    send: (pushes) => Promise.resolve(pushes.map(() => ({ outcome: 'sent', reference: 'R1' }))),
    collect: (sent: readonly SentPush[]) => Promise.resolve(sent.map(({ push }) => ({ pushId: push.pushId, answer }))),
  });
  const collected = (answer: LaterAnswer['answer']) =>
    new RevealingEndpoint(answered(answer), personal).collect?.([{ push: sealed, reference: 'R1' }], signal);
  const no: LaterAnswer['answer'] = { outcome: 'rejected', code: '1001', message: '朱示例不匹配', fields: [] };

  it('that repeats the name: the name does not come back', async () => {
    expect(await collected(no)).toEqual([{ pushId: sealed.pushId, answer: { ...no, message: '［个人信息］不匹配' } }]);
  });

  it('to a push whose name was erased meanwhile is taken without any of its words', async () => {
    await eraseOperator();
    expect(await collected(no)).toEqual([{ pushId: sealed.pushId, answer: { ...no, message: '［个人信息］' } }]);
  });

  it('is not asked of a body that answers at once', () => {
    expect(new RevealingEndpoint(new FakeCreditHebei(), personal).collect).toBeUndefined();
  });
});

describe('what a body says when it is asked by key', () => {
  const asked = (holding: Holding) => {
    const body: Endpoint = {
      name: 'credit-hebei',
      send: () => Promise.reject(new Error('never sent')),
      askByKey: (pushes) => Promise.resolve(pushes.map(() => holding)),
    };
    return new RevealingEndpoint(body, personal).askByKey?.([sealed], signal);
  };
  const no: Holding = { outcome: 'rejected', code: '1001', message: '朱示例不匹配', fields: [] };

  it('is passed on without the name; all of its words when nobody can say which they are', async () => {
    expect(await asked(no)).toEqual([{ ...no, message: '［个人信息］不匹配' }]);
    await eraseOperator();
    expect(await asked(no)).toEqual([{ ...no, message: '［个人信息］' }]);
    expect(await asked({ outcome: 'absent' })).toEqual([{ outcome: 'absent' }]);
  });
});

describe('the faults that a body would find', () => {
  const strict: Endpoint = {
    name: 'credit-hebei',
    send: () => Promise.reject(new Error('never sent')),
    faultsOf: ({ document }) => [{ rule: 'strict-1/name', sentence: `${JSON.stringify(document)} 过长` }],
  };

  it('are looked for in the opened text, and said without it', async () => {
    const [fault] = (await new RevealingEndpoint(strict, personal).faultsOf?.(sealed)) ?? [];
    expect(fault?.sentence).toContain('［个人信息］');
    expect(fault?.sentence).not.toContain(operator);
  });

  it('are none of what cannot be opened: sending it says why', async () => {
    await eraseOperator();
    expect(await new RevealingEndpoint(strict, personal).faultsOf?.(sealed)).toEqual([]);
  });
});
