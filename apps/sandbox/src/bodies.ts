import type { Kind } from './platform';

/** What the published contracts (`docs/exchange`) do not say of a body: how its records belong together, and what its receipts name. */
export interface Dialect {
  readonly receiptPrefix: string;
  /** Its tables: by which fields it knows subject and paper in each. */
  readonly tables: Readonly<Record<Table, TableFields>>;
  /** The fields by which a repair decision is named, and by which a withdrawal names the paper that it follows. */
  readonly repair: { readonly decision: string; readonly withdrawal: string };
  /** The field by which the repair of a commitment names its decision, and its revocation the same. */
  readonly commitmentRepair: string;
  /** Its receipts name the day on which a record is published. */
  readonly namesPublication: boolean;
}

export type Table = 'penalty' | 'list' | 'commitment' | 'spot-check';

export interface TableFields {
  readonly name: string;
  readonly code: string;
  readonly paper: readonly string[];
}

export const tableOf = (kind: Kind): Table => {
  if (kind.startsWith('commitment')) return 'commitment';
  if (kind === 'spot-check' || kind === 'spot-check-withdrawal') return 'spot-check';
  return kind.startsWith('list-') ? 'list' : 'penalty';
};

const named = { name: 'subjectName', code: 'uscc' };
const enterprise = { name: 'entName', code: 'uniscId' };

export const bodies = {
  'credit-hebei': {
    receiptPrefix: 'HB',
    tables: {
      penalty: { name: 'CF_XDR_MC', code: 'CF_XDR_SHXYM', paper: ['CF_CFJGDM', 'CF_WSH'] },
      list: { ...named, paper: ['decisionBodyUscc', 'decisionNo'] },
      commitment: { ...named, paper: ['acceptedByUscc', 'commitmentNo'] },
      'spot-check': { ...named, paper: ['recordedByUscc', 'planNo', 'taskNo'] },
    },
    repair: { decision: 'XF_WSH', withdrawal: 'CH_WSH' },
    commitmentRepair: 'repairNo',
    namesPublication: false,
  },
  'credit-china-hebei': {
    receiptPrefix: 'XYZG',
    tables: {
      penalty: { ...named, paper: ['authorityUscc', 'decisionNo'] },
      list: { ...named, paper: ['decisionBodyUscc', 'decisionNo'] },
      commitment: { ...named, paper: ['acceptedByUscc', 'commitmentNo'] },
      'spot-check': { ...named, paper: ['recordedByUscc', 'planNo', 'taskNo'] },
    },
    repair: { decision: 'repairNo', withdrawal: 'withdrawalNo' },
    commitmentRepair: 'repairNo',
    namesPublication: false,
  },
  'gsxt-hebei': {
    receiptPrefix: 'GSXT',
    tables: {
      penalty: { ...enterprise, paper: ['penAuthId', 'penDecNo'] },
      list: { ...enterprise, paper: ['decOrgId', 'decDocNo'] },
      commitment: { ...enterprise, paper: ['comOrgId', 'comNo'] },
      'spot-check': { ...enterprise, paper: ['insAuthId', 'raninsPlanId', 'raninsTaskId'] },
    },
    repair: { decision: 'xyxfDocNo', withdrawal: 'canDocNo' },
    commitmentRepair: 'xyxfDocNo',
    namesPublication: true,
  },
} as const satisfies Readonly<Record<string, Dialect>>;

export type BodyName = keyof typeof bodies;

/** The body that answers at the addresses without a name. */
export const firstBody: BodyName = 'credit-hebei';

export const BODY_NAMES = Object.keys(bodies) as readonly BodyName[];

export const isBodyName = (name: string): name is BodyName => Object.hasOwn(bodies, name);
