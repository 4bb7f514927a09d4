import type { PaperTruth } from './truth';
import { paperOf } from './truth';

type Fields = Readonly<Record<string, unknown>>;

/** A record as the sandbox gives it out. */
export interface Held {
  readonly sequence: number;
  readonly idempotencyKey: string;
  readonly kind: string;
  readonly fields: Fields;
  readonly endedBy: string | null;
  readonly amendedBy: string | null;
}

/** An entry of the sandbox's journal; only what was stored has a submission. */
export interface Entry {
  readonly sequence: number;
  readonly type: string;
  readonly submission?: {
    readonly idempotencyKey: string;
    readonly kind: string;
    readonly subjectSequence?: number;
    readonly fields: Fields;
  };
}

/** What a body says of itself: what it holds, and what came in which order. */
export interface Said {
  readonly records: readonly Held[];
  readonly journal: readonly Entry[];
}

/** Asks a sandbox over HTTP for all it holds. */
export async function askSandbox(url: string): Promise<Said> {
  const [records, journal] = await Promise.all([pagesOf<Held>(`${url}/records`), pagesOf<Entry>(`${url}/journal`)]);
  return { records, journal };
}

async function pagesOf<Item>(url: string): Promise<Item[]> {
  const all: Item[] = [];
  for (let after: number | null = 0; after !== null;) {
    const response = await fetch(`${url}?after=${after}&limit=1000`);
    if (!response.ok) throw new Error(`${url} answered ${response.status}`);
    const page = (await response.json()) as { items: Item[]; next: number | null };
    all.push(...page.items);
    after = page.next;
  }
  return all;
}

/** What a kind of message does to its paper. `restates`: each says all of it anew. */
export type Does = 'states' | 'restates' | 'amends' | 'ends' | 'notes' | 'restores';

const does: Readonly<Record<string, Does>> = {
  penalty: 'states',
  'penalty-change': 'amends',
  'penalty-withdrawal': 'ends',
  'penalty-unlawful': 'ends',
  'penalty-void': 'ends',
  'repair-result': 'notes',
  'repair-revocation': 'restores',
  'list-entry': 'states',
  'list-correction': 'amends',
  'list-removal': 'ends',
  commitment: 'restates',
  'spot-check': 'states',
  'spot-check-withdrawal': 'ends',
};

/** What a message does, by the table above. @throws on a kind that is not in it */
export function doesOf(kind: string): Does {
  const found = does[kind];
  if (!found) throw new Error(`a body holds a message of a kind nobody knows here: ${kind}`);
  return found;
}

/** The paper a message is about. */
export function paperIn({ kind, fields }: Pick<Held, 'kind' | 'fields'>): string {
  if (kind.startsWith('list-')) return paperOf('list', fields.decisionBodyUscc, fields.decisionNo, fields.uscc);
  if (kind === 'commitment') return paperOf('commitment', fields.acceptedByUscc, fields.commitmentNo, fields.uscc);
  if (kind.startsWith('spot-check'))
    return paperOf('spot-check', fields.recordedByUscc, fields.planNo, fields.taskNo, fields.uscc);
  return paperOf('penalty', fields.CF_CFJGDM, fields.CF_WSH, fields.CF_XDR_SHXYM);
}

/** The columns that a change of a penalty says anew, all of them: one that it leaves out is empty now. */
const changed = ['CF_CFLB', 'CF_NR', 'CF_NR_FK', 'CF_NR_WFFF', 'CF_YXQ', 'CF_GSJZQ', 'SX_YZCD', 'SX_SYFW'];

/** A paper as the body shows it, with how many records of it stand. */
export interface PaperSaid extends PaperTruth {
  readonly standing: number;
}

/** What a body holds, paper by paper. */
export function papersIn(records: readonly Held[]): ReadonlyMap<string, PaperSaid> {
  const byKey = new Map(records.map((record) => [record.idempotencyKey, record]));
  const papers = new Map<string, Held[]>();
  for (const record of records) {
    const paper = paperIn(record);
    papers.set(paper, [...(papers.get(paper) ?? []), record]);
  }
  return new Map([...papers].map(([paper, about]) => [paper, paperSaid(about, byKey)]));
}

function paperSaid(about: readonly Held[], byKey: ReadonlyMap<string, Held>): PaperSaid {
  const statements = about.filter(({ kind }) => doesOf(kind) === 'states' || doesOf(kind) === 'restates');
  const standing = statements.filter(({ endedBy }) => endedBy === null);
  const [open] = standing;
  const ended = statements.at(-1)?.endedBy ?? null;
  return {
    standing: standing.length,
    stands: open ? asAmended(open, byKey) : null,
    corrections: about
      .filter(({ kind }) => kind === 'list-correction')
      .map(({ fields }) => `${String(fields.correctionNo)}：${String(fields.newContent)}`),
    endedBy: ended === null ? null : enderOf(byKey.get(ended)?.fields ?? {}),
  };
}

function asAmended({ fields, amendedBy }: Held, byKey: ReadonlyMap<string, Held>): Fields {
  const change = amendedBy === null ? undefined : byKey.get(amendedBy);
  if (change?.kind !== 'penalty-change') return fields;
  const kept = Object.entries(fields).filter(([name]) => !changed.includes(name));
  const anew = Object.entries(change.fields).filter(([name]) => changed.includes(name));
  return Object.fromEntries([...kept, ...anew]);
}

/** The number of the paper that ends another; a removal has none of its own on this body, but its reason. */
const enderOf = (fields: Fields): string | null => {
  const found = fields.CH_WSH ?? fields.WF_WSH ?? fields.WX_WSH ?? fields.withdrawalNo ?? fields.removalReason;
  return typeof found === 'string' ? found : null;
};
