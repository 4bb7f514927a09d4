import { randomBytes } from 'node:crypto';
import { JSON_TYPE } from '../ask';
import { contentDigest } from './algorithms';
import { type KeyRing, type OwnKey, trustedAt } from './key-ring';

/**
 * Signed requests and answers: one narrow profile of HTTP Message Signatures (RFC 9421), written down in `docs/exchange/service.md`.
 * The signed components and their order are fixed; parameters may come in any order. Own code: the kept library looks at
 * the machine's clock instead of ours, and does not tell `signature;req` from `signature` when it asks for what must be signed.
 */

export interface SignedRequest {
  readonly method: 'POST' | 'GET';
  readonly url: string;
  /** Those that are sent, in lower case. */
  readonly headers: Readonly<Record<string, string>>;
}

export interface SignedAnswer {
  readonly status: number;
  /** As they came, in lower case. */
  readonly headers: Readonly<Record<string, string | string[]>>;
  readonly bytes: Uint8Array;
}

/** So long a request may be on its way. Our default. */
const lifeSeconds = 60;
/** So far the clocks of both sides may differ. Our default. */
const toleranceSeconds = 300;

const requestComponents = '("@method" "@authority" "@path" "content-type" "content-digest")';
/** With `"signature";req` the answer is to this very request, its nonce included, and cannot be played again. */
const answerComponents = '("@status" "content-type" "content-digest" "signature";req)';

/**
 * Signs a request: method, authority, path, type and digest of the body, bound in time, with a nonce that is used once.
 *
 * @param now instant (UTC), in milliseconds
 */
export async function signRequest(
  key: OwnKey,
  { method, url, body, now }: { method: 'POST' | 'GET'; url: string; body: string; now: number },
): Promise<SignedRequest> {
  const { host, pathname } = new URL(url);
  const digest = contentDigest(key.algorithm, body);
  const created = Math.floor(now / 1_000);
  const nonce = randomBytes(16).toString('base64url');
  const input =
    `${requestComponents};created=${created};expires=${created + lifeSeconds}` +
    `;nonce="${nonce}";alg="${key.algorithm}";keyid="${key.id}"`;
  const base = baseOf([
    ['"@method"', method],
    ['"@authority"', host],
    ['"@path"', pathname],
    ['"content-type"', JSON_TYPE],
    ['"content-digest"', digest],
    ['"@signature-params"', input],
  ]);
  return {
    method,
    url,
    headers: {
      'content-type': JSON_TYPE,
      'content-digest': digest,
      'signature-input': `ledger=${input}`,
      signature: `ledger=:${(await key.sign(base)).toString('base64')}:`,
    },
  };
}

/**
 * Is this the body's own answer to this very request: by a key that it may use today, over these bytes?
 *
 * @param now instant (UTC), in milliseconds
 * @returns undefined when it is; otherwise why not
 */
export async function whyNotAnswered(
  ring: KeyRing,
  { status, headers, bytes }: SignedAnswer,
  request: SignedRequest,
  now: number,
): Promise<string | undefined> {
  const said = signatureIn(one(headers['signature-input']), one(headers.signature));
  if (!said) return 'answer without a signature that can be read';
  const { input, components, parameters, signature } = said;
  if (components !== answerComponents) return 'answer that does not sign what it must';
  const key = trustedAt(ring, parameters.keyid ?? '', now);
  if (!key) return `answer signed by a key that is not trusted today: ${parameters.keyid ?? ''}`;
  if (parameters.alg !== undefined && parameters.alg !== key.algorithm)
    return 'answer signed in another way than its key';
  if (!(Math.abs(now / 1_000 - Number(parameters.created)) <= toleranceSeconds)) return 'answer signed at another time'; // no time is another one
  const digest = contentDigest(key.algorithm, bytes);
  if (one(headers['content-digest']) !== digest) return 'answer whose digest is another';
  const base = baseOf([
    ['"@status"', String(status)],
    ['"content-type"', one(headers['content-type']) ?? ''],
    ['"content-digest"', digest],
    ['"signature";req', request.headers.signature ?? ''],
    ['"@signature-params"', input],
  ]);
  return (await key.verify(base, signature)) ? undefined : 'answer with a wrong signature';
}

/** The signature base (RFC 9421, 2.5). */
const baseOf = (lines: readonly (readonly [string, string])[]): Buffer =>
  Buffer.from(lines.map(([name, value]) => `${name}: ${value}`).join('\n'));

interface Said {
  /** Components and parameters, as they came. */
  readonly input: string;
  readonly components: string;
  readonly parameters: Readonly<Partial<Record<string, string>>>;
  readonly signature: Buffer;
}

/** One signature under one label; anything else is none. */
function signatureIn(input: string | undefined, signature: string | undefined): Said | undefined {
  const [, label, components, rest] =
    /^([a-z][a-z0-9_-]*)=(\([^()]*\))((?:;[a-z]+=(?:\d+|"[\x20\x21\x23-\x5b\x5d-\x7e]*"))*)$/.exec(input ?? '') ?? [];
  const [, signed, base64] = /^([a-z][a-z0-9_-]*)=:([A-Za-z0-9+/]+=*):$/.exec(signature ?? '') ?? [];
  if (components === undefined || rest === undefined || base64 === undefined || signed !== label) return undefined;
  const parameters = [...rest.matchAll(/;([a-z]+)=(?:(\d+)|"([^"]*)")/g)].map(([, name, number, text]) => [
    name,
    number ?? text,
  ]);
  return {
    input: components + rest,
    components,
    parameters: Object.fromEntries(parameters) as Said['parameters'],
    signature: Buffer.from(base64, 'base64'),
  };
}

/** A header that came once; twice is not ours to choose from. */
const one = (value: string | string[] | undefined): string | undefined =>
  typeof value === 'string' ? value : undefined;
