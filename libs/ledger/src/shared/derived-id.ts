import { createHash } from 'node:crypto';

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
  // Commands that the ledger gives itself.
  'listing-candidates': 'command of a policy',
  'repair-confirmation': 'command of a policy',
  'push-outcome': 'command of the deliverer',
  'push-given-up': 'command of the deliverer',
  'dated-defence-windows': 'command of the calendar',
  'expired-listings': 'command of the calendar',
  'overdue-hazards': 'command of the calendar',
  creditRepairTerm: 'command of the calendar',
  workingDayCalendar: 'command of the calendar',
  'api-key-issued': 'command of an operator',
  sealKey: 'command of the signer',
  ledgerAudit: 'command of the audit',
  intake: 'command of a row in a file',
  'redrive-pushes': 'command for one push, of an order for many',
  // Commands that callers give: whatever their key says, it names nothing outside of this one.
  caller: 'command of a caller',
  taken: 'command whose own id somebody else has',
  'rule-book': 'edition',
} as const satisfies Readonly<Record<string, string>>;
export type IdNamespace = keyof typeof ID_NAMESPACES;

/** The root of all our name spaces. Ids hang on it: it never changes. */
const ROOT = 'c3f7e3c4-2f0b-5d0e-9f5c-6a1d3f9b7e21';
const namespaces = new Map<string, string>();

/**
 * An id that anybody can compute from the paper, so that the same paper sent twice meets itself: UUID version 5 (RFC 9562)
 * of the JSON array of `parts` (UTF-8, no spaces) in the name space `uuidv5(ROOT, namespace)`.
 * Parts are normalised values (`parseUscc`, `documentNumberKey`); personal numbers stay out.
 */
export function derivedId(namespace: string, ...parts: readonly string[]): string {
  let space = namespaces.get(namespace);
  if (space === undefined) {
    space = uuidv5(ROOT, namespace);
    namespaces.set(namespace, space);
  }
  return uuidv5(space, JSON.stringify(parts));
}

/** Another id for a command of the ledger's own, when somebody else's bears the one it should have: the same each time. */
export const idInstead = (taken: string): string => derivedId('taken', taken);

function uuidv5(space: string, name: string): string {
  const digest = createHash('sha1')
    .update(Buffer.from(space.replaceAll('-', ''), 'hex'))
    .update(name, 'utf8')
    .digest();
  digest.writeUInt8((digest.readUInt8(6) & 0x0f) | 0x50, 6);
  digest.writeUInt8((digest.readUInt8(8) & 0x3f) | 0x80, 8);
  const hex = digest.toString('hex', 0, 16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
