import { type Checkpoint, checkpointIn } from './checkpoint';
import { type NoteSigner, type NoteVerifier, openNote, signNote } from './signed-note';

/** The second line: no number, so that nobody takes it for a checkpoint. */
const words = 'log branch';

/** The empty tree, where nothing that was signed came back. */
const noTree = '-';

/** A tree as a branch names it. */
export type Tree = Pick<Checkpoint, 'size' | 'root'>;

/** How a log that lost signed entries goes on: after the last tree that both histories have, under another origin. */
export interface BranchSaid {
  /** The origin until then. */
  readonly from: string;
  /** The last tree that was signed and came back; undefined: none did. */
  readonly good: Tree | undefined;
  /** The last tree that was signed on the history that is given up. */
  readonly lost: Tree;
  /** UTC, milliseconds, `…Z`. */
  readonly time: string;
}

/**
 * The note by which a log that was put back goes on as another: signed by the key of the history that is given up, so that nobody else can give
 * it up, and by the key that signs from then on.
 */
export function branchNote({ from, good, lost, time }: BranchSaid, before: NoteSigner, signer: NoteSigner): string {
  const { name, vkey } = signer.verifier;
  const lines = [
    name,
    words,
    vkey,
    `after ${from}`,
    `good ${treeText(good)}`,
    `lost ${treeText(lost)}`,
    `time ${time}`,
  ];
  return signNote(`${lines.join('\n')}\n`, [signer, before]);
}

const treeText = (tree: Tree | undefined): string =>
  tree === undefined ? `0 ${noTree}` : `${tree.size} ${tree.root.toString('base64')}`;

/** As it stands in the log: the note, and the checkpoints that it names, as they were given out. */
export interface BranchDeclaration {
  readonly note: string;
  /** Null: nothing that was signed came back. */
  readonly goodNote: string | null;
  readonly lostNote: string;
}

/** A declaration that can be believed. */
export interface DeclaredBranch extends Omit<BranchSaid, 'good'>, BranchDeclaration {
  /** The origin from then on. */
  readonly to: string;
  readonly good: Checkpoint | undefined;
  /** The keys of both histories. */
  readonly before: NoteVerifier;
  readonly after: NoteVerifier;
}

/**
 * Reads declarations: those that keys of both origins signed, both trusted, and whose checkpoints say the same. Others are nobody's
 * word; whoever asks goes on without them. Pure.
 */
export const declaredBranches = (
  declarations: readonly BranchDeclaration[],
  trusted: readonly NoteVerifier[],
): readonly DeclaredBranch[] => declarations.flatMap((one) => declaredIn(one, trusted) ?? []);

function declaredIn(declaration: BranchDeclaration, trusted: readonly NoteVerifier[]): DeclaredBranch | undefined {
  const { note, goodNote, lostNote } = declaration;
  try {
    const { text, signedBy } = openNote(note, trusted);
    const [to = '', said, vkey, ...rest] = text.trimEnd().split('\n');
    const [from, good, lost, time] = ['after', 'good', 'lost', 'time'].map((word, at) => saidAfter(word, rest[at]));
    const after = signedBy.find((key) => key.name === to && key.vkey === vkey);
    const before = signedBy.find((key) => key.name === from);
    if (said !== words || rest.length !== 4 || from === undefined || time === undefined || from === to)
      return undefined;
    if (!after || !before) return undefined;
    const lostTree = checkpointOf(lostNote, before);
    const goodTree = goodNote === null ? undefined : checkpointOf(goodNote, before);
    if (treeText(lostTree) !== lost || treeText(goodTree) !== good) return undefined;
    if (lostTree.origin !== from || (goodTree && (goodTree.origin !== from || goodTree.size >= lostTree.size)))
      return undefined;
    return { ...declaration, from, to, good: goodTree, lost: lostTree, time, before, after };
  } catch {
    return undefined; // what cannot be read was declared by nobody
  }
}

function saidAfter(word: string, line: string | undefined): string | undefined {
  return line?.startsWith(`${word} `) ? line.slice(word.length + 1) : undefined;
}

function checkpointOf(note: string, key: NoteVerifier): Checkpoint {
  const { text, signedBy } = openNote(note, [key]);
  if (signedBy.length === 0) throw new Error('another key signed it');
  return checkpointIn(text);
}

/** Whether this tree is one of those that were given up by the declaration. Pure. */
export const isGivenUp = (
  { from, good, lost, time }: DeclaredBranch,
  { origin, size, time: signedAt }: Pick<Checkpoint, 'origin' | 'size' | 'time'>,
): boolean => origin === from && size > (good?.size ?? 0) && size <= lost.size && signedAt <= time;

/** The declared branch by which a log of this origin goes on from a note that was signed before it. Pure. */
export function branchFrom(
  branches: readonly DeclaredBranch[],
  note: string,
  origin?: string,
): DeclaredBranch | undefined {
  const { origin: before, size } = checkpointIn(openNote(note, []).text);
  return branches.findLast(
    ({ from, to, lost }) => from === before && size <= lost.size && (origin === undefined || to === origin),
  );
}
