import { hash } from 'node:crypto';

/**
 * Every name space of ids there is, and what is named in it. An id of one is never an id of another; a test finds a call with a
 * name that is not here.
 */
export const ID_NAMESPACES = {
  // Papers and cases: the id of a stream, and of its receipts.
  creditSubject: 'receipt of a subject',
  penaltyDecision: 'paper',
  commitment: 'paper',
  missingCommitment: 'paper',
  majorFireHazard: 'paper',
  spotCheck: 'paper',
  blacklistListing: 'case',
  creditRepair: 'case',
  recordSuspension: 'case',
  bidderCheck: 'question of a caller',
  personStatusQuestion: 'question of a caller',
  apiKey: 'receipt of a key',
  reconciliation: 'case',
  reconciliationSheet: 'case',
  discrepancy: 'row of a reconciliation',
  pushFlow: 'receipt of a body that is paused or resumed',
  exchangeDatabase: 'receipt of the exchange database of a body',
  bodyStanding: 'receipt of a body that is real',
  bodyKeys: 'receipt of the keys of a body',
  sampleData: 'receipt of sample data',
  adoption: 'receipt of a body whose records are adopted',
  // Commands that the ledger gives itself.
  'listing-candidates': 'command of a policy',
  'repair-confirmation': 'command of a policy',
  'printed-publicity': 'command of a policy',
  'push-outcome': 'command of the deliverer',
  'push-given-up': 'command of the deliverer',
  'push-closed': 'command of the deliverer',
  'push-revived': 'command of the deliverer',
  'exchange-restored': 'command of who looks after exchange databases',
  'body-became-real': 'command of the deliverer',
  'body-keys-pinned': 'command of the deliverer',
  'sample-data': 'command of the evaluation',
  'push-adopted': 'command of the adopter',
  'adoption-completed': 'command of the adopter',
  'dated-defence-windows': 'command of the calendar',
  'expired-listings': 'command of the calendar',
  'overdue-hazards': 'command of the calendar',
  'over-printed-publicity': 'command of the calendar',
  creditRepairTerm: 'command of the calendar',
  workingDayCalendar: 'command of the calendar',
  'api-key-issued': 'command of an operator',
  sealKey: 'command of the signer',
  ledgerAudit: 'command of the audit',
  intake: 'command of a row in a file',
  'reconciliation-opened': 'command of the reconciler',
  'mend-discrepancies': 'command for one push, of an order for many',
  'redrive-pushes': 'command for one push, of an order for many',
  // Commands that callers give: whatever their key says, it names nothing outside of this one.
  caller: 'command of a caller',
  taken: 'command whose own id somebody else has',
  'rule-book': 'edition',
} as const satisfies Readonly<Record<string, string>>;
export type IdNamespace = keyof typeof ID_NAMESPACES;

/** The root of all our name spaces. Ids hang on it: it never changes. */
const ROOT = 'c3f7e3c4-2f0b-5d0e-9f5c-6a1d3f9b7e21';
/** The bytes of each name space, hashed before every name in it. */
const namespaces = new Map<string, Buffer>();

/**
 * An id that anybody can compute from the paper, so that the same paper sent twice meets itself: UUID version 5 (RFC 9562)
 * of the JSON array of `parts` (UTF-8, no spaces) in the name space `uuidv5(ROOT, namespace)`.
 * Parts are normalised values (`parseUscc`, `documentNumberKey`); personal numbers stay out.
 */
export function derivedId(namespace: string, ...parts: readonly string[]): string {
  let space = namespaces.get(namespace);
  if (space === undefined) {
    space = bytesOf(uuidv5(bytesOf(ROOT), namespace));
    namespaces.set(namespace, space);
  }
  return uuidv5(space, JSON.stringify(parts));
}

/** Another id for a command of the ledger's own, when somebody else's bears the one it should have: the same each time. */
export const idInstead = (taken: string): string => derivedId('taken', taken);

const bytesOf = (uuid: string): Buffer => Buffer.from(uuid.replaceAll('-', ''), 'hex');

const variants = '89ab';

/** Of the latest id. A paper is looked for under a dozen, and each is hashed at once. */
let named = Buffer.allocUnsafe(512);

function uuidv5(space: Buffer, name: string): string {
  const bytesMax = space.length + name.length * 3;
  if (named.length < bytesMax) named = Buffer.allocUnsafe(bytesMax);
  named.set(space);
  const end = space.length + named.write(name, space.length, 'utf8');
  const hex = hash('sha1', named.subarray(0, end), 'hex');
  const variant = variants[parseInt(hex.charAt(16), 16) & 3] ?? '';
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-5${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
