import { handling, type StoredEvent } from '@app/event-store';
import { tokensIn } from '@app/personal-data';
import type { ErasureEvent } from '../erasure/domain/erasure.events';
import { dayOfInstant } from '../shared';
import type { KeyOnFile } from './key-table';
import type { IssuedKey } from './domain/api-key';
import type { ApiKeyEvent } from './domain/api-key.events';

/** A row of the table of people's keys, without the key. */
export interface PersonKeyOnFile {
  readonly keyId: string;
  readonly destroyed: boolean;
  /** The event that is said to have ordered it. */
  readonly destroyedByEvent: string | null;
}

export interface KeysOnFile {
  readonly apiKeys: readonly KeyOnFile[];
  readonly personKeys: readonly PersonKeyOnFile[];
  /** When the tables were read, UTC: before the log was. */
  readonly readAt: string;
}

/** What is wrong with a key. `position`: the first event that shows it. */
export type KeyFinding =
  /** Lets somebody in, and the log never gave it out. */
  | { readonly what: 'key-not-issued'; readonly fingerprint: string; readonly holder: string }
  /** Was given out, and is gone: a row was removed. */
  | { readonly what: 'key-removed'; readonly fingerprint: string; readonly holder: string }
  /** Says something else than what the log gave out. */
  | { readonly what: 'key-altered'; readonly fingerprint: string; readonly field: string }
  | { readonly what: 'key-in-use-though-revoked'; readonly fingerprint: string; readonly holder: string }
  | { readonly what: 'key-revoked-without-order'; readonly fingerprint: string; readonly holder: string }
  /** Something was recorded with a key that the log never gave out, or gave out only later. */
  | { readonly what: 'key-unknown-to-log'; readonly fingerprint: string; readonly position: number }
  /** … by somebody else than the key was given to. */
  | { readonly what: 'key-used-by-another'; readonly fingerprint: string; readonly position: number }
  /** … after the key was revoked or had expired. */
  | { readonly what: 'key-used-after-its-end'; readonly fingerprint: string; readonly position: number }
  | { readonly what: 'person-key-destroyed-without-order'; readonly keyId: string }
  | { readonly what: 'person-key-not-destroyed'; readonly keyId: string; readonly position: number }
  /** Text stands in the log under a key that is nowhere. */
  | { readonly what: 'person-key-removed'; readonly keyId: string; readonly position: number };

interface Issued {
  readonly key: IssuedKey;
  readonly event: StoredEvent;
}

const keyEvents = handling<ApiKeyEvent, (keys: KeysInLog, event: StoredEvent) => void>({
  ApiKeyIssued: (key) => (keys, event) => {
    if (!keys.issued.has(key.fingerprint)) keys.issued.set(key.fingerprint, { key, event });
  },
  ApiKeyRevoked:
    ({ fingerprint }) =>
    (keys, event) => {
      if (!keys.revoked.has(fingerprint)) keys.revoked.set(fingerprint, event);
    },
});
const erasures = handling<ErasureEvent, string>({ PersonalDataErased: ({ keyId }) => keyId });

/** How long a key may still work after its end (`ApiKeys` remembers for five seconds), and an order take to be carried out. Our choice. */
const graceMs = 60_000;
const mark = Buffer.from('"pd');

/** What the log says of keys: fold every event of it, in order, in its present version. */
export class KeysInLog {
  readonly issued = new Map<string, Issued>();
  readonly revoked = new Map<string, StoredEvent>();
  /** Key id -> the event that ordered its destruction. */
  readonly erased = new Map<string, StoredEvent>();
  /** Key id -> the first event with text under it. */
  readonly sealedUnder = new Map<string, StoredEvent>();
  private readonly amiss = new Map<string, KeyFinding>();
  private readonly usedBefore = new Map<string, StoredEvent>();

  add(event: StoredEvent): void {
    keyEvents.of(event)?.(this, event);
    const keyId = erasures.of(event);
    if (keyId !== undefined && !this.erased.has(keyId)) this.erased.set(keyId, event);
    this.noteTexts(event);
    if (event.actor.key !== undefined) this.noteUse(event.actor.key, event);
  }

  /** What the events themselves show to be wrong, in the order of the log. */
  findings(): readonly KeyFinding[] {
    const early = [...this.usedBefore].flatMap(([fingerprint, { position }]): KeyFinding[] =>
      // A key that was found in use had been used, and says so.
      this.issued.get(fingerprint)?.key.foundInUse === true
        ? []
        : [{ what: 'key-unknown-to-log', fingerprint, position }],
    );
    return [...early, ...this.amiss.values()];
  }

  private noteUse(fingerprint: string, event: StoredEvent): void {
    const { position, actor, recordedAt } = event;
    const issued = this.issued.get(fingerprint);
    if (issued === undefined) {
      if (!this.usedBefore.has(fingerprint)) this.usedBefore.set(fingerprint, event);
      return;
    }
    const { holder, unitCode, unitName, role, expiresOn } = issued.key;
    const same = [actor.name, actor.unitCode, actor.unitName, actor.role];
    if ([holder, unitCode, unitName, role].some((word, index) => word !== same[index]))
      this.note({ what: 'key-used-by-another', fingerprint, position });
    const shortlyBefore = new Date(Date.parse(recordedAt) - graceMs).toISOString();
    const revokedAt = this.revoked.get(fingerprint)?.recordedAt;
    const over = revokedAt !== undefined && revokedAt < shortlyBefore;
    if (over || (expiresOn !== null && expiresOn < dayOfInstant(shortlyBefore)))
      this.note({ what: 'key-used-after-its-end', fingerprint, position });
  }

  private note(finding: KeyFinding & { readonly fingerprint: string }): void {
    const one = `${finding.what}/${finding.fingerprint}`;
    if (!this.amiss.has(one)) this.amiss.set(one, finding);
  }

  private noteTexts(event: StoredEvent): void {
    const { buffer, byteOffset, byteLength } = event.data;
    if (!Buffer.from(buffer, byteOffset, byteLength).includes(mark)) return;
    for (const { keyId } of tokensIn(JSON.parse(Buffer.from(event.data).toString('utf8'))).values())
      if (!this.sealedUnder.has(keyId)) this.sealedUnder.set(keyId, event);
  }
}

/** Fields of a row that the log gave out and that nobody may change. */
const fixed = ['keyHash', 'role', 'holder', 'unitName', 'unitCode', 'expiresOn'] as const;

/**
 * Compares the tables of keys with what the log says of them. Pure. The tables are read first, so that whatever they show must be in
 * the log; what the log ordered in the last minute before may not be carried out yet, and is no finding.
 */
export function compareKeys(log: KeysInLog, { apiKeys, personKeys, readAt }: KeysOnFile): readonly KeyFinding[] {
  const due = new Date(Date.parse(readAt) - graceMs).toISOString();
  const isDue = (event: StoredEvent): boolean => event.recordedAt < due;
  return [...log.findings(), ...compareApiKeys(log, apiKeys, isDue), ...comparePersonKeys(log, personKeys, isDue)];
}

function compareApiKeys(
  { issued, revoked }: KeysInLog,
  rows: readonly KeyOnFile[],
  isDue: (event: StoredEvent) => boolean,
): KeyFinding[] {
  const onFile = new Set(rows.map(({ fingerprint }) => fingerprint));
  const removed = [...issued.values()]
    .filter(({ key, event }) => !onFile.has(key.fingerprint) && !revoked.has(key.fingerprint) && isDue(event))
    .map(({ key: { fingerprint, holder } }): KeyFinding => ({ what: 'key-removed', fingerprint, holder }));
  const wrong = rows.flatMap((row): KeyFinding[] => {
    const { fingerprint, holder, revokedAt, recordsFor } = row;
    const key = issued.get(fingerprint)?.key;
    if (key === undefined) return [{ what: 'key-not-issued', fingerprint, holder }];
    const altered: string[] = fixed.filter((field) => row[field] !== key[field]);
    if (recordsFor.join() !== key.recordsFor.join()) altered.push('recordsFor');
    const order = revoked.get(fingerprint);
    return [
      ...altered.map((field): KeyFinding => ({ what: 'key-altered', fingerprint, field })),
      ...(revokedAt === null && order !== undefined && isDue(order)
        ? [{ what: 'key-in-use-though-revoked', fingerprint, holder } as const]
        : []),
      ...(revokedAt !== null && order === undefined
        ? [{ what: 'key-revoked-without-order', fingerprint, holder } as const]
        : []),
    ];
  });
  return [...removed, ...wrong];
}

function comparePersonKeys(
  { erased, sealedUnder }: KeysInLog,
  rows: readonly PersonKeyOnFile[],
  isDue: (event: StoredEvent) => boolean,
): KeyFinding[] {
  const onFile = new Set(rows.map(({ keyId }) => keyId));
  const removed = [...sealedUnder]
    // Rows were read before the log: text that came since may be under a key that came since.
    .filter(([keyId, event]) => !onFile.has(keyId) && isDue(event))
    .map(([keyId, { position }]): KeyFinding => ({ what: 'person-key-removed', keyId, position }));
  const wrong = rows.flatMap(({ keyId, destroyed, destroyedByEvent }): KeyFinding[] => {
    const order = erased.get(keyId);
    if (destroyed && order?.id !== destroyedByEvent) return [{ what: 'person-key-destroyed-without-order', keyId }];
    if (!destroyed && order !== undefined && isDue(order))
      return [{ what: 'person-key-not-destroyed', keyId, position: order.position }];
    return [];
  });
  return [...removed, ...wrong];
}
