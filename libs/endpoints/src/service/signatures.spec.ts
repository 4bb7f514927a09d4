import { contentDigest } from './algorithms';
import { keyRingFrom, signingAt } from './key-ring';
import { aKey, privateHalf, publicHalf } from './keys.examples';
import { type SignedAnswer, type SignedRequest, signRequest, whyNotAnswered } from './signatures';

const now = Date.parse('2026-03-02T02:00:00Z');
const created = now / 1_000;
const [ours, theirs] = [aKey('ledger-1'), aKey('platform-1')];
const ring = keyRingFrom(JSON.stringify({ own: [privateHalf(ours)], body: [publicHalf(theirs)] }));
const ringOfTheirs = keyRingFrom(JSON.stringify({ own: [privateHalf(theirs)], body: [publicHalf(ours)] }));

let request: SignedRequest;
beforeAll(async () => {
  const asked = { method: 'POST', url: 'https://body.example/v1/records', body: '{}', now } as const;
  request = await signRequest(signingAt(ring, now), asked);
});

/** The body's answer to it, whose parameters read like this. */
async function answerWith(parameters: string): Promise<SignedAnswer> {
  const bytes = Buffer.from('{"status":"记名成功"}');
  const digest = contentDigest('ed25519', bytes);
  const input = `("@status" "content-type" "content-digest" "signature";req)${parameters}`;
  const base = [
    '"@status": 200',
    '"content-type": application/json',
    `"content-digest": ${digest}`,
    `"signature";req: ${request.headers.signature ?? ''}`,
    `"@signature-params": ${input}`,
  ].join('\n');
  const signature = (await signingAt(ringOfTheirs, now).sign(Buffer.from(base))).toString('base64');
  const headers = {
    'content-type': 'application/json',
    'content-digest': digest,
    'signature-input': `platform=${input}`,
    signature: `platform=:${signature}:`,
  };
  return { status: 200, headers, bytes };
}

/** Why such an answer is not believed. */
const whyNot = async (parameters: string) => whyNotAnswered(ring, await answerWith(parameters), request, now);

describe('a signed answer', () => {
  it('is believed within five minutes of its signature', async () => {
    for (const seconds of [-300, 0, 300]) {
      const said = `;created=${created + seconds};alg="ed25519";keyid="platform-1"`;
      expect(await whyNot(said)).toBeUndefined();
    }
  });

  it.each([
    ['before that', `;created=${created - 301};keyid="platform-1"`],
    ['after that', `;created=${created + 301};keyid="platform-1"`],
    ['that says no time', `;keyid="platform-1"`],
    ['whose time is no number', `;created="today";keyid="platform-1"`],
    ['whose time is empty', `;created="";keyid="platform-1"`],
  ])('is not believed when it is signed %s', async (_when, said) => {
    expect(await whyNot(said)).toBe('answer signed at another time');
  });

  it('is not believed when it names no key, or another way of signing', async () => {
    expect(await whyNot(`;created=${created}`)).toMatch('not trusted today');
    const another = `;created=${created};alg="sm2-sm3";keyid="platform-1"`;
    expect(await whyNot(another)).toBe('answer signed in another way than its key');
  });
});
