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
  readonly body: string;
  readonly records: readonly Held[];
  readonly journal: readonly Entry[];
}

/** Asks a sandbox over HTTP for all that a body holds. */
export async function askSandbox(url: string, body: string): Promise<Said> {
  const base = `${url}/bodies/${body}`;
  const [records, journal] = await Promise.all([pagesOf<Held>(`${base}/records`), pagesOf<Entry>(`${base}/journal`)]);
  return { body, records, journal };
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
  'penalty-correction': 'restates',
  'penalty-withdrawal': 'ends',
  'penalty-unlawful': 'ends',
  'penalty-void': 'ends',
  'repair-result': 'notes',
  'repair-revocation': 'restores',
  'list-entry': 'states',
  'list-correction': 'amends',
  'list-removal': 'ends',
  commitment: 'restates',
  'commitment-repair': 'ends',
  'commitment-repair-revocation': 'restores',
  'spot-check': 'states',
  'spot-check-withdrawal': 'ends',
};

/** What a message does, by the table above. @throws on a kind that is not in it */
export function doesOf(kind: string): Does {
  const found = does[kind];
  if (!found) throw new Error(`a body holds a message of a kind nobody knows here: ${kind}`);
  return found;
}

/** In which fields a body says what a run looks at. A further body is an entry here, beside its column in `columns/`. */
interface Words {
  /** By which it knows a paper, in each of its tables; the subject last. */
  readonly papers: Readonly<Record<Table, readonly string[]>>;
  /** The columns that a change of a penalty says anew, all of them: one that it leaves out is empty now. */
  readonly changed: readonly string[];
  /** Where the paper that ends another is named; a removal has no number of its own, but a reason. */
  readonly enders: readonly string[];
  readonly correction: readonly [number: string, content: string];
  /** Named by a result that stands in the place of a withdrawn one. */
  readonly replacedWithdrawal: string;
  /** The last day on which a penalty is shown; null: it sets that itself. */
  readonly shownThrough: string | null;
}

type Table = 'penalty' | 'list' | 'commitment' | 'spot-check';

const tables = {
  list: ['decisionBodyUscc', 'decisionNo', 'uscc'],
  commitment: ['acceptedByUscc', 'commitmentNo', 'uscc'],
  'spot-check': ['recordedByUscc', 'planNo', 'taskNo', 'uscc'],
};

const words: Readonly<Partial<Record<string, Words>>> = {
  'credit-hebei': {
    papers: { ...tables, penalty: ['CF_CFJGDM', 'CF_WSH', 'CF_XDR_SHXYM'] },
    changed: ['CF_CFLB', 'CF_NR', 'CF_NR_FK', 'CF_NR_WFFF', 'CF_YXQ', 'CF_GSJZQ', 'SX_YZCD', 'SX_SYFW'],
    enders: ['CH_WSH', 'WF_WSH', 'WX_WSH', 'withdrawalNo', 'removalReason', 'repairNo'],
    correction: ['correctionNo', 'newContent'],
    replacedWithdrawal: 'replacedWithdrawalNo',
    shownThrough: 'CF_GSJZQ',
  },
  'credit-china-hebei': {
    papers: { ...tables, penalty: ['authorityUscc', 'decisionNo', 'uscc'] },
    changed: ['penaltyType', 'penaltyContent', 'fine', 'confiscated', 'severity', 'publicFrom', 'publicUntil'],
    enders: ['withdrawalNo', 'findingNo', 'removalReason', 'repairNo'],
    correction: ['correctionNo', 'newContent'],
    replacedWithdrawal: 'replacedWithdrawalNo',
    shownThrough: 'publicUntil',
  },
  'gsxt-hebei': {
    papers: {
      penalty: ['penAuthId', 'penDecNo', 'uniscId'],
      list: ['decOrgId', 'decDocNo', 'uniscId'],
      commitment: ['comOrgId', 'comNo', 'uniscId'],
      'spot-check': ['insAuthId', 'raninsPlanId', 'raninsTaskId', 'uniscId'],
    },
    changed: ['penType_CN', 'penContent', 'penAm', 'forfAm', 'penPeri'],
    enders: ['canDocNo', 'unlDocNo', 'voiDocNo', 'wdrDocNo', 'remExcpRes_CN', 'xyxfDocNo'],
    correction: ['corDocNo', 'corAfter'],
    replacedWithdrawal: 'repDocNo',
    shownThrough: null,
  },
};

/** @throws on a body whose words nobody has written here */
export function wordsOf(body: string): Words {
  const found = words[body];
  if (!found) throw new Error(`no words of ${body}: write them in test/chaos/said.ts`);
  return found;
}

/** The paper a message is about. */
export function paperIn(body: string, { kind, fields }: Pick<Held, 'kind' | 'fields'>): string {
  const table = tableOf(kind);
  return paperOf(table, ...wordsOf(body).papers[table].map((name) => fields[name]));
}

function tableOf(kind: string): Table {
  if (kind.startsWith('list-')) return 'list';
  if (kind.startsWith('commitment')) return 'commitment';
  return kind.startsWith('spot-check') ? 'spot-check' : 'penalty';
}

/** A paper as the body shows it, with how many records of it stand. */
export interface PaperSaid extends PaperTruth {
  readonly standing: number;
}

/** What a body holds, paper by paper. */
export function papersIn(body: string, records: readonly Held[]): ReadonlyMap<string, PaperSaid> {
  const of = wordsOf(body);
  const byKey = new Map(records.map((record) => [record.idempotencyKey, record]));
  const papers = new Map<string, Held[]>();
  for (const record of records) {
    const paper = paperIn(body, record);
    const about = papers.get(paper);
    if (about) about.push(record);
    else papers.set(paper, [record]);
  }
  return new Map([...papers].map(([paper, about]) => [paper, paperSaid(of, about, byKey)]));
}

function paperSaid(of: Words, about: readonly Held[], byKey: ReadonlyMap<string, Held>): PaperSaid {
  const statements = about.filter(({ kind }) => doesOf(kind) === 'states' || doesOf(kind) === 'restates');
  const standing = statements.filter(({ endedBy }) => endedBy === null);
  const [open] = standing;
  const ended = statements.at(-1)?.endedBy ?? null;
  return {
    standing: standing.length,
    stands: open ? asAmended(of, open, byKey) : null,
    corrections: about
      .filter(({ kind }) => kind === 'list-correction')
      .map(({ fields }) => of.correction.map((name) => String(fields[name])).join('：')),
    endedBy: ended === null ? null : enderOf(of, byKey.get(ended)?.fields ?? {}),
  };
}

function asAmended({ changed }: Words, { fields, amendedBy }: Held, byKey: ReadonlyMap<string, Held>): Fields {
  const change = amendedBy === null ? undefined : byKey.get(amendedBy);
  if (change?.kind !== 'penalty-change') return fields;
  const kept = Object.entries(fields).filter(([name]) => !changed.includes(name));
  const anew = Object.entries(change.fields).filter(([name]) => changed.includes(name));
  return Object.fromEntries([...kept, ...anew]);
}

/** The paper that ends another, as the body names it. */
const enderOf = ({ enders }: Words, fields: Fields): string | null => {
  const found = enders.map((name) => fields[name]).find((value) => value !== undefined);
  return typeof found === 'string' ? found : null;
};
