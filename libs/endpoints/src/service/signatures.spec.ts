import { contentDigest } from './algorithms';
import { keyRingFrom, signingAt } from './key-ring';
import { aKey, privateHalf, publicHalf } from './keys.examples';
import { signRequest, type SignedAnswer, whyNotAnswered } from './signatures';

const now = Date.parse('2026-03-02T02:00:00Z');
const created = now / 1_000;
const [ours, theirs] = [aKey('ledger-1'), aKey('platform-1')];
const ring = keyRingFrom(JSON.stringify({ own: [privateHalf(ours)], body: [publicHalf(theirs)] }));
const ringOfTheirs = keyRingFrom(JSON.stringify({ own: [privateHalf(theirs)], body: [publicHalf(ours)] }));

const request = signRequest(signingAt(ring, now), {
  method: 'POST',
  url: 'https://body.example/v1/records',
  body: '{}',
  now,
});

/** The body's answer to it, whose parameters read like this. */
function answerWith(parameters: string): SignedAnswer {
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
  const signature = signingAt(ringOfTheirs, now).sign(Buffer.from(base)).toString('base64');
  const headers = {
    'content-type': 'application/json',
    'content-digest': digest,
    'signature-input': `platform=${input}`,
    signature: `platform=:${signature}:`,
  };
  return { status: 200, headers, bytes };
}

describe('a signed answer', () => {
  it('is believed within five minutes of its signature', () => {
    for (const seconds of [-300, 0, 300]) {
      const said = `;created=${created + seconds};alg="ed25519";keyid="platform-1"`;
      expect(whyNotAnswered(ring, answerWith(said), request, now)).toBeUndefined();
    }
  });

  it.each([
    ['before that', `;created=${created - 301};keyid="platform-1"`],
    ['after that', `;created=${created + 301};keyid="platform-1"`],
    ['that says no time', `;keyid="platform-1"`],
    ['whose time is no number', `;created="today";keyid="platform-1"`],
    ['whose time is empty', `;created="";keyid="platform-1"`],
  ])('is not believed when it is signed %s', (_when, said) => {
    expect(whyNotAnswered(ring, answerWith(said), request, now)).toBe('answer signed at another time');
  });

  it('is not believed when it names no key, or another way of signing', () => {
    expect(whyNotAnswered(ring, answerWith(`;created=${created}`), request, now)).toMatch('not trusted today');
    const another = `;created=${created};alg="sm2-sm3";keyid="platform-1"`;
    expect(whyNotAnswered(ring, answerWith(another), request, now)).toBe('answer signed in another way than its key');
  });
});
