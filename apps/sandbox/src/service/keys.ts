import { createPrivateKey, createPublicKey, sign, verify } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { sm2 } from 'sm-crypto-v2';

export type Algorithm = 'ed25519' | 'sm2-sm3';

interface Written {
  readonly id: string;
  readonly algorithm: Algorithm;
  readonly from?: string;
  readonly until?: string;
}

/** The platform's keys and the senders', as an operator writes them down. */
export interface KeysWritten {
  /** Ours; the newest whose time has come signs. */
  readonly own: readonly (Written & { readonly privateKey: string })[];
  /** Theirs; each is taken from `from` on and before `until`. */
  readonly senders: readonly (Written & { readonly publicKey: string })[];
}

export interface Signer {
  readonly id: string;
  readonly algorithm: Algorithm;
  readonly sign: (base: Buffer) => Buffer;
}

export interface Verifier {
  readonly algorithm: Algorithm;
  readonly verify: (base: Buffer, signature: Buffer) => boolean;
}

/** The keys of a file, read again whenever it has changed: keys are replaced while the platform runs. */
export class Keys {
  private written: KeysWritten | undefined;
  private version = '';
  private readonly signers = new Map<string, Signer>();
  private readonly verifiers = new Map<string, Verifier>();

  constructor(private readonly path: string) {}

  signer(now: number): Signer {
    const own = this.current().own.filter(({ from }) => from === undefined || Date.parse(from) <= now);
    const key = own.at(-1);
    if (!key) throw new Error(`no key of ${this.path} may sign yet`);
    return remembered(this.signers, key.id, () => ({
      id: key.id,
      algorithm: key.algorithm,
      sign: signing(key.algorithm, key.privateKey),
    }));
  }

  verifier(id: string, now: number): Verifier | undefined {
    const key = this.current().senders.find((sender) => sender.id === id);
    if (!key || (key.from !== undefined && now < Date.parse(key.from))) return undefined;
    if (key.until !== undefined && now >= Date.parse(key.until)) return undefined;
    return remembered(this.verifiers, id, () => ({
      algorithm: key.algorithm,
      verify: verifying(key.algorithm, key.publicKey),
    }));
  }

  private current(): KeysWritten {
    const { mtimeMs, size, ino } = statSync(this.path);
    const version = `${mtimeMs}:${size}:${ino}`;
    if (this.written && version === this.version) return this.written;
    try {
      this.written = JSON.parse(readFileSync(this.path, 'utf8')) as KeysWritten;
    } catch (error) {
      // Half written: the former keys go on, and the next request looks again.
      if (this.written) return this.written;
      throw error;
    }
    this.version = version;
    this.signers.clear();
    this.verifiers.clear();
    return this.written;
  }
}

function remembered<Value>(map: Map<string, Value>, id: string, make: () => Value): Value {
  const known = map.get(id);
  if (known !== undefined) return known;
  const made = make();
  map.set(id, made);
  return made;
}

function signing(algorithm: Algorithm, privateKey: string): Signer['sign'] {
  if (algorithm === 'ed25519') {
    const key = createPrivateKey(privateKey);
    return (base) => sign(null, base, key);
  }
  const publicKey = sm2.getPublicKeyFromPrivateKey(privateKey);
  return (base) => Buffer.from(sm2.doSignature(base, privateKey, { hash: true, publicKey }), 'hex');
}

function verifying(algorithm: Algorithm, publicKey: string): Verifier['verify'] {
  if (algorithm === 'ed25519') {
    const key = createPublicKey(publicKey);
    return (base, signature) => verify(null, base, key, signature);
  }
  const point = sm2.precomputePublicKey(publicKey);
  return (base, signature) =>
    signature.length === 64 && sm2.doVerifySignature(base, signature.toString('hex'), point, { hash: true });
}
