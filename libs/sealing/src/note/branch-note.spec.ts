import {
  type BranchDeclaration,
  branchFrom,
  branchNote,
  type BranchSaid,
  declaredBranches,
  isGivenUp,
} from './branch-note';
import { type Checkpoint, checkpointText } from './checkpoint';
import { ed25519Signer, newEd25519Key } from './ed25519-key';
import { type NoteSigner, signNote } from './signed-note';

const [from, to] = ['ledger.example/before', 'ledger.example/after'];
const pem = newEd25519Key();
const [before, after] = [ed25519Signer(pem, from), ed25519Signer(newEd25519Key(), to)];
const trusted = [before.verifier, after.verifier];

const treeOf = (size: number, time = '2026-11-28T01:00:00.000Z', origin = from): Checkpoint => ({
  ...{ origin, size, root: Buffer.alloc(32, size), suite: 'sha256-rfc6962', scheme: 'ed25519', time },
});
const given = (tree: Checkpoint, signer: NoteSigner = before) => signNote(checkpointText(tree), [signer]);
const [good, lost] = [treeOf(30), treeOf(42)];
const said: BranchSaid = { from, good, lost, time: '2026-11-28T02:00:00.000Z' };
const declaration: BranchDeclaration = {
  note: branchNote(said, before, after),
  goodNote: given(good),
  lostNote: given(lost),
};
const believed = (change: Partial<BranchDeclaration> = {}, keys = trusted) =>
  declaredBranches([{ ...declaration, ...change }], keys);

describe('a declared branch', () => {
  it('says from which tree on a log goes on as another', () => {
    expect(believed()).toMatchObject([{ from, to, good, lost, time: said.time }]);
  });

  it('may begin anew, where nothing that was signed came back', () => {
    const note = branchNote({ ...said, good: undefined }, before, after);
    expect(believed({ note, goodNote: null })).toMatchObject([{ good: undefined, lost: { size: 42 } }]);
  });

  it('may be signed by one key under both names', () => {
    const same = ed25519Signer(pem, to);
    expect(believed({ note: branchNote(said, before, same) }, [before.verifier, same.verifier])).toHaveLength(1);
  });

  const stranger = ed25519Signer(newEd25519Key(), from);
  it.each<[string, Partial<BranchDeclaration>]>([
    ['the key before has not signed', { note: branchNote(said, stranger, after) }],
    ['the key after has not signed', { note: branchNote(said, before, ed25519Signer(newEd25519Key(), to)) }],
    ['somebody else signed the lost tree', { lostNote: given(lost, stranger) }],
    ['the good tree is another than it says', { goodNote: given(treeOf(31)) }],
    ['the lost tree is another than it says', { lostNote: given(treeOf(43)) }],
    ['the good tree is kept back', { goodNote: null }],
    ['nothing is lost by it', { note: branchNote({ ...said, good: lost }, before, after), goodNote: given(lost) }],
    ['the origin stays', { note: branchNote(said, before, ed25519Signer(newEd25519Key(), from)) }],
    ['it is a checkpoint', { note: given(good) }],
    ['it was changed', { note: declaration.note.replace('lost 42', 'lost 43') }],
  ])('is nobody’s word when %s', (_what, change) => {
    expect(believed(change)).toEqual([]);
  });

  it('needs both keys to be trusted', () => {
    expect(believed({}, [after.verifier])).toEqual([]);
    expect(believed({}, [before.verifier])).toEqual([]);
  });
});

describe('what a branch gives up', () => {
  const [branch] = believed();
  if (!branch) throw new Error('not believed');

  it.each<[string, Checkpoint, boolean]>([
    ['the last tree of both', good, false],
    ['the next one of the lost history', treeOf(31), true],
    ['the last one of it', lost, true],
    ['a larger one', treeOf(43), false],
    ['one that was signed after it was given up', treeOf(35, '2026-11-28T02:00:00.001Z'), false],
    ['one of the history that goes on', treeOf(35, said.time, to), false],
  ])('%s', (_what, tree, is) => {
    expect(isGivenUp(branch, tree)).toBe(is);
  });

  it('leads on from whatever was signed before it, under its own origin', () => {
    expect(branchFrom([branch], declaration.lostNote, to)).toBe(branch);
    expect(branchFrom([branch], given(treeOf(12)), to)).toBe(branch);
    expect(branchFrom([branch], given(treeOf(43)), to)).toBeUndefined();
    expect(branchFrom([branch], declaration.lostNote, 'ledger.example/other')).toBeUndefined();
  });
});
