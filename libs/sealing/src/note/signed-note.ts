/**
 * Signed notes as C2SP signed-note has them: a text that ends in a newline, an empty line, and for each signature a line
 * of an em dash, the key's name, and base64 of key id and signature.
 */
export interface NoteSigner {
  readonly verifier: NoteVerifier;
  /** @param text the note's text in UTF-8, its final newline included. */
  sign(text: Uint8Array): Uint8Array;
}

/** The public half of a key. Name and id together say which key it is. */
export interface NoteVerifier {
  /** The key's name: no space, no plus. By convention the origin of the log whose checkpoints it signs. */
  readonly name: string;
  /** Four bytes, as eight hexadecimal digits. */
  readonly keyId: string;
  /** As checkpoints name it: `ed25519`. */
  readonly scheme: string;
  /** The key as one line of text, to be handed to whoever wants to verify: `name+id+base64(type || public key)`. */
  readonly vkey: string;
  verify(text: Uint8Array, signature: Uint8Array): boolean;
}

export interface NoteSignature {
  readonly name: string;
  readonly keyId: string;
  readonly signature: Buffer;
}

export interface OpenedNote {
  /** The signed text. Believe nothing of it unless `signedBy` names somebody. */
  readonly text: string;
  /** The known keys whose signatures are right, in the order of the lines. */
  readonly signedBy: readonly NoteVerifier[];
  /** Signatures of keys that are not among the known ones; the specification has them ignored. */
  readonly unknown: readonly NoteSignature[];
}

export class NoteMalformed extends Error {
  constructor(reason: string) {
    super(`not a signed note: ${reason}`);
    this.name = 'NoteMalformed';
  }
}

/** A known key's signature is wrong: the whole note is worth nothing. */
export class NoteSignatureWrong extends Error {
  constructor(readonly key: NoteVerifier) {
    super(`the signature of ${key.name}+${key.keyId} does not fit the text`);
    this.name = 'NoteSignatureWrong';
  }
}

const keyIdBytes = 4;
const signaturesMax = 64;
const noteMaxLength = 65_536;
const signatureLine = /^\u2014 (\S+) ([A-Za-z0-9+/]+={0,2})$/;

/** Signs `text`, which ends in a newline. */
export function signNote(text: string, signers: readonly NoteSigner[]): string {
  if (!text.endsWith('\n')) throw new NoteMalformed('the text does not end in a newline');
  const bytes = Buffer.from(text, 'utf8');
  const lines = signers.map((signer) => {
    const { name, keyId } = signer.verifier;
    const signed = Buffer.concat([Buffer.from(keyId, 'hex'), signer.sign(bytes)]);
    return `\u2014 ${name} ${signed.toString('base64')}\n`;
  });
  return `${text}\n${lines.join('')}`;
}

/**
 * Takes a note apart and verifies the signatures of the keys that are known.
 *
 * Errors, in this order: `NoteMalformed`; `NoteSignatureWrong`. That nobody known has signed is no error here: `signedBy`
 * is empty then.
 */
export function openNote(note: string, known: readonly NoteVerifier[]): OpenedNote {
  const { text, signatures } = takeApart(note);
  const bytes = Buffer.from(text, 'utf8');
  const signedBy: NoteVerifier[] = [];
  const unknown: NoteSignature[] = [];
  for (const signature of signatures) {
    const key = known.find(({ name, keyId }) => name === signature.name && keyId === signature.keyId);
    if (!key) unknown.push(signature);
    else if (key.verify(bytes, signature.signature)) signedBy.push(key);
    else throw new NoteSignatureWrong(key);
  }
  return { text, signedBy, unknown };
}

function takeApart(note: string): { readonly text: string; readonly signatures: readonly NoteSignature[] } {
  if (note.length > noteMaxLength) throw new NoteMalformed('too long');
  // eslint-disable-next-line no-control-regex -- the specification allows no control character but the newline
  if (/[\u0000-\u0009\u000b-\u001f]/.test(note)) throw new NoteMalformed('a control character');
  const blank = note.lastIndexOf('\n\n');
  if (blank < 0 || !note.endsWith('\n')) throw new NoteMalformed('no empty line before the signatures');
  const lines = note.slice(blank + 2, -1).split('\n');
  if (lines.length > signaturesMax) throw new NoteMalformed('too many signatures');
  return { text: note.slice(0, blank + 1), signatures: lines.map(signatureIn) };
}

function signatureIn(line: string): NoteSignature {
  const [, name, encoded] = signatureLine.exec(line) ?? [];
  const bytes = Buffer.from(encoded ?? '', 'base64');
  if (name === undefined || bytes.length <= keyIdBytes) throw new NoteMalformed('a line that is no signature');
  return {
    name,
    keyId: bytes.subarray(0, keyIdBytes).toString('hex'),
    signature: bytes.subarray(keyIdBytes),
  };
}
