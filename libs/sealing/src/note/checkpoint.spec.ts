import { type Checkpoint, CheckpointMalformed, checkpointIn, checkpointText } from './checkpoint';

const checkpoint: Checkpoint = {
  origin: 'ledger.example/fire-credit',
  size: 20852163,
  root: Buffer.from('CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=', 'base64'),
  suite: 'sha256-rfc6962',
  scheme: 'ed25519',
  time: '2026-11-25T01:03:43.000Z',
};
const text = `ledger.example/fire-credit
20852163
CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=
suite sha256-rfc6962 ed25519
time 2026-11-25T01:03:43.000Z
`;

describe('a checkpoint', () => {
  it('is five lines, and is read back from them', () => {
    expect(checkpointText(checkpoint)).toBe(text);
    expect(checkpointIn(text)).toEqual(checkpoint);
  });

  it('may have extension lines nobody here knows', () => {
    expect(checkpointIn(`${text}more to come\n`)).toEqual(checkpoint);
  });

  it('of an empty tree has size 0', () => {
    expect(checkpointIn(text.replace('20852163', '0'))).toMatchObject({ size: 0 });
  });

  it.each([
    ['no origin', text.replace('ledger.example/fire-credit', '')],
    ['a size with a leading zero', text.replace('20852163', '020852163')],
    ['a size that is no safe integer', text.replace('20852163', '9007199254740993')],
    ['a root that is no base64', text.replace('CsUYap', 'C*UYap')],
    ['no suite', text.replace(/suite.*\n/, '')],
    ['two suites', text.replace(/(suite.*\n)/, '$1$1')],
    ['no time', text.replace(/time.*\n/, '')],
    ['an empty line', text.replace('suite', '\nsuite')],
    ['no newline at the end', text.trimEnd()],
  ])('is malformed with %s', (_what, changed) => {
    expect(() => checkpointIn(changed)).toThrow(CheckpointMalformed);
  });

  it('is not made of an origin that would be two lines', () => {
    expect(() => checkpointText({ ...checkpoint, origin: 'evil\n999' })).toThrow(CheckpointMalformed);
  });
});
