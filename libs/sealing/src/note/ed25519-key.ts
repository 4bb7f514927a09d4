import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  hash,
  type KeyObject,
  sign,
  verify,
} from 'node:crypto';
import type { NoteSigner, NoteVerifier } from './signed-note';

/** Ed25519 as C2SP signed-note has it: signature type 0x01, a public key of 32 bytes. */
const scheme = 'ed25519';
const signatureType = 0x01;
const publicKeyBytes = 32;
/** What stands before the 32 bytes of an Ed25519 public key in SPKI (RFC 8410). */
const spkiPrefix = Buffer.from('302a300506032b6570032100', 'hex');

export class KeyUnusable extends Error {
  constructor(reason: string) {
    super(`the key cannot be used: ${reason}`);
    this.name = 'KeyUnusable';
  }
}

/**
 * A signer out of a private key.
 *
 * @param pem PKCS#8, Ed25519, not encrypted (`openssl genpkey -algorithm ed25519`).
 * @param name the key's name: the origin of the log.
 * @throws KeyUnusable
 */
export function ed25519Signer(pem: string, name: string): NoteSigner {
  const privateKey = privateKeyIn(pem);
  const verifier = verifierOf(name, createPublicKey(privateKey));
  return { verifier, sign: (text) => sign(null, text, privateKey) };
}

/** A new private key, PKCS#8 PEM. */
export function newEd25519Key(): string {
  return generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
}

/** A verifier out of its text, `name+id+base64`. @throws KeyUnusable */
export function verifierFrom(vkey: string): NoteVerifier {
  const [, name, keyId, encoded] = /^([^\s+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/]+={0,2})$/.exec(vkey.trim()) ?? [];
  const bytes = Buffer.from(encoded ?? '', 'base64');
  if (name === undefined || bytes[0] !== signatureType || bytes.length !== 1 + publicKeyBytes)
    throw new KeyUnusable('not name+id+base64 of an Ed25519 key');
  const spki = Buffer.concat([spkiPrefix, bytes.subarray(1)]);
  const verifier = verifierOf(name, createPublicKey({ key: spki, format: 'der', type: 'spki' }));
  if (verifier.keyId !== keyId) throw new KeyUnusable('its id does not belong to its name and key');
  return verifier;
}

function verifierOf(name: string, key: KeyObject): NoteVerifier {
  if (!/^[^\s+]+$/.test(name)) throw new KeyUnusable('its name is empty or has a space or a plus');
  const publicKey = key.export({ type: 'spki', format: 'der' }).subarray(spkiPrefix.length);
  const typed = Buffer.concat([Buffer.from([signatureType]), publicKey]);
  const keyId = hash('sha256', Buffer.concat([Buffer.from(`${name}\n`, 'utf8'), typed]), 'hex').slice(0, 8);
  return {
    name,
    keyId,
    scheme,
    vkey: `${name}+${keyId}+${typed.toString('base64')}`,
    verify: (text, signature) => verify(null, text, key, signature),
  };
}

function privateKeyIn(pem: string): KeyObject {
  let key: KeyObject;
  try {
    key = createPrivateKey(pem);
  } catch {
    throw new KeyUnusable('not a PKCS#8 PEM without password'); // the reason of the library may quote the file
  }
  if (key.asymmetricKeyType !== scheme)
    throw new KeyUnusable(`it is ${key.asymmetricKeyType ?? 'of no kind'}, not Ed25519`);
  return key;
}
