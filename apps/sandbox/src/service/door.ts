import { createHash } from 'node:crypto';
import type { Algorithm, Keys } from './keys';
import type { Nonces } from './nonces';

/** A request as it came. */
export interface Knock {
  readonly method: string;
  readonly authority: string;
  readonly path: string;
  readonly headers: Readonly<Partial<Record<string, string | string[]>>>;
  readonly bytes: Buffer;
}

/** Why nobody is let in; a four-digit code of the signature profile, in Chinese. */
export interface TurnedAway {
  readonly code: string;
  readonly message: string;
}

const components = '("@method" "@authority" "@path" "content-type" "content-digest")';
const toleranceSeconds = 300;
const lifeSecondsMax = 300;

/** Lets in who signed what came, by a key that is taken today, within its time and once (`docs/exchange/service.md`). */
export class Door {
  constructor(
    private readonly keys: Keys,
    private readonly nonces: Nonces,
    private readonly now: () => number,
  ) {}

  async open({ method, authority, path, headers, bytes }: Knock): Promise<TurnedAway | undefined> {
    const input = readInput(headers['signature-input']);
    const signature = readSignature(headers.signature);
    if (!input || !signature) return { code: '4001', message: '报文未签名或签名无法读取' };
    const { alg, keyid, nonce } = input.parameters;
    const [created, expires] = [Number(input.parameters.created), Number(input.parameters.expires)];
    if (input.components !== components || nonce === undefined || nonce.length < 16)
      return { code: '4002', message: '签名未覆盖规定的内容' };
    const now = this.now();
    const verifier = this.keys.verifier(keyid ?? '', now);
    if (!verifier || (alg !== undefined && alg !== verifier.algorithm))
      return { code: '4003', message: '签名密钥未登记或已停用' };
    const seconds = now / 1_000;
    if (!(Math.abs(seconds - created) <= toleranceSeconds && expires >= seconds && expires - created <= lifeSecondsMax))
      return { code: '4004', message: '签名时间不在允许范围内' };
    const digest = digestOf(verifier.algorithm, bytes);
    const base = [
      `"@method": ${method}`,
      `"@authority": ${authority}`,
      `"@path": ${path}`,
      `"content-type": ${String(headers['content-type'])}`,
      `"content-digest": ${digest}`,
      `"@signature-params": ${input.text}`,
    ].join('\n');
    if (headers['content-digest'] !== digest || !verifier.verify(Buffer.from(base), signature))
      return { code: '4005', message: '签名不正确' };
    if (!(await this.nonces.use(`${keyid ?? ''} ${nonce}`, (expires + toleranceSeconds) * 1_000, now)))
      return { code: '4006', message: '随机数已使用过' };
    return undefined;
  }

  /** The head of an answer to this request, signed. */
  sign(status: number, body: string, knock: Knock): Record<string, string> {
    const now = this.now();
    const signer = this.keys.signer(now);
    const type = 'application/json; charset=utf-8';
    const digest = digestOf(signer.algorithm, Buffer.from(body));
    const input = `("@status" "content-type" "content-digest" "signature";req);created=${Math.floor(now / 1_000)};alg="${signer.algorithm}";keyid="${signer.id}"`;
    const base = [
      `"@status": ${status}`,
      `"content-type": ${type}`,
      `"content-digest": ${digest}`,
      `"signature";req: ${String(knock.headers.signature ?? '')}`,
      `"@signature-params": ${input}`,
    ].join('\n');
    return {
      'content-type': type,
      'content-digest': digest,
      'signature-input': `platform=${input}`,
      signature: `platform=:${signer.sign(Buffer.from(base)).toString('base64')}:`,
    };
  }
}

function digestOf(algorithm: Algorithm, bytes: Buffer): string {
  const [name, hash] = algorithm === 'ed25519' ? ['sha-256', 'sha256'] : ['sm3', 'sm3'];
  return `${name}=:${createHash(hash).update(bytes).digest('base64')}:`;
}

interface Input {
  readonly text: string;
  readonly components: string;
  readonly parameters: Partial<Record<string, string>>;
}

function readInput(header: string | string[] | undefined): Input | undefined {
  if (typeof header !== 'string') return undefined;
  const found = /^[a-z][a-z0-9]*=(\([^)]*\))(.*)$/.exec(header);
  if (!found) return undefined;
  const [, inner = '', rest = ''] = found;
  const parameters = Object.fromEntries(
    rest
      .split(';')
      .slice(1)
      .map((parameter) => {
        const [name = '', ...value] = parameter.split('=');
        return [name, value.join('=').replaceAll('"', '')];
      }),
  );
  return { text: inner + rest, components: inner, parameters };
}

function readSignature(header: string | string[] | undefined): Buffer | undefined {
  const found = typeof header === 'string' ? /^[a-z][a-z0-9]*=:([^:]+):$/.exec(header) : null;
  return found?.[1] === undefined ? undefined : Buffer.from(found[1], 'base64');
}
