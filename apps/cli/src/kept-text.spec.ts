import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ed25519Signer, newEd25519Key, openNote, signNote } from '@app/sealing';
import { keptText } from './kept-text';

const folder = mkdtempSync(join(tmpdir(), 'kept-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});
const signer = ed25519Signer(newEd25519Key(), 'ledger.example/kept');
const note = signNote('ledger.example/kept\n5\nAAAA\n', [signer]);
const read = (bytes: string | Buffer) => {
  const file = join(folder, 'copy.txt');
  writeFileSync(file, bytes);
  return keptText(file);
};
const utf16 = Buffer.from(`\ufeff${note}`, 'utf16le');
const emDash = Buffer.from('\u2014', 'utf8');
const gbk = Buffer.concat([
  Buffer.from(note).subarray(0, Buffer.from(note).indexOf(emDash)),
  Buffer.from([0xa1, 0xaa]),
  Buffer.from(note).subarray(Buffer.from(note).indexOf(emDash) + emDash.length),
]);

describe('a checkpoint that somebody has kept', () => {
  it.each<[string, string | Buffer]>([
    ['as it was', note],
    ['with line ends of Windows', note.replaceAll('\n', '\r\n')],
    ['with line ends of old Macs', note.replaceAll('\n', '\r')],
    ['with a byte-order mark', `\ufeff${note}`],
    ['with both', `\ufeff${note.replaceAll('\n', '\r\n')}`],
    ['without its last line end', note.slice(0, -1)],
    ['with an empty line after it', `${note}\n`],
    ['with empty lines around it', `\n\r\n${note}\r\n\n`],
    ['with blanks at the ends of lines', note.replaceAll('\n', ' \n')],
    ['in UTF-16, as Notepad calls Unicode', utf16],
    ['in UTF-16 the other way round', Buffer.from(utf16).swap16()],
    ['in GB18030, as Notepad calls ANSI', gbk],
  ])('is the same: %s', (_what, bytes) => {
    expect(read(bytes)).toBe(note);
    expect(openNote(read(bytes), [signer.verifier]).signedBy).toEqual([signer.verifier]);
  });

  it.each<[string, string | Buffer, string]>([
    ['empty', '', '是空的'],
    ['nothing but lines', '\r\n\n', '是空的'],
    ['a picture', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0xff, 0xff, 0xff]), '不是文本文件'],
  ])('is said to be %s', (_what, bytes, sentence) => {
    expect(() => read(bytes)).toThrow(sentence);
  });

  it('that is not there is said to be so', () => {
    expect(() => keptText(join(folder, 'nothing'))).toThrow('无法打开');
  });
});
