import { type Actor, type EventLog, transact, UpcastingEventLog } from '@app/event-store';
import {
  adoptApiKeys,
  allKeysOnFile,
  apiKey,
  foundInUse,
  isRole,
  issueApiKey,
  type KeyHolder,
  type KeyOnFile,
  keyStreamOf,
  messageOf,
  newApiKey,
  Refusal,
  revokeKey as revoked,
  ROLES,
  storableText,
  systemClock,
} from '@app/ledger/key-office';
import { applicationUrl } from '@app/ledger-database';
import { WritableClient } from '@app/postgres-hosts';
import type { Client } from 'pg';
import { logOnPostgres, type LogSettings } from '../../composition/src/log-settings';
import { openEventLog } from '../../composition/src/open-event-log';

/** Where keys are kept, and who orders. */
export interface KeyOffice {
  /** The database as the owner of the schema: nobody else makes keys. */
  readonly ownerUrl: string;
  /** Which engine keeps the log; PostgreSQL, in the same database, unless said otherwise. */
  readonly log?: LogSettings;
  /** Who orders it, by name: written on the event. */
  readonly by?: string;
}

/** To whom, and for what; no other units and no last day unless said. */
export type NewKeyHolder = Omit<KeyHolder, 'recordsFor' | 'expiresOn'> &
  Partial<Pick<KeyHolder, 'recordsFor' | 'expiresOn'>>;

/**
 * Makes a key for a holder and stores its hash: the event first, then the row. With the same `key` it can be said again.
 *
 * @returns the key, which can never be shown again. @throws on an unknown role, an empty field or a day that is none.
 */
export async function issueKey(office: KeyOffice, asked: NewKeyHolder, key = newApiKey()): Promise<string> {
  const { role, expiresOn = null } = asked;
  if (!isRole(role)) throw new Error(`角色应为：${ROLES.join('、')}`);
  const recordsFor = (asked.recordsFor ?? []).map(asStored);
  const [holder, unitName, unitCode] = [asked.holder, asked.unitName, asked.unitCode].map(asStored);
  if (!holder || !unitName || !unitCode || recordsFor.includes(''))
    throw new Error('持有人、单位名称、单位代码都不能为空');
  if (expiresOn !== null && !isDay(expiresOn)) throw new Error('有效期应为日期，如“2027-11-28”');
  await atOffice(office, (log, owner, actor) =>
    issueApiKey(
      log,
      owner,
      { key, actor, today: systemClock.today() },
      { role, holder, unitName, unitCode, recordsFor, expiresOn },
    ),
  );
  return key;
}

/** It stands in every event its holder causes. */
function asStored(text: string): string {
  try {
    return storableText(text);
  } catch (error) {
    throw error instanceof Refusal ? new Error(messageOf(error)) : error;
  }
}

/** Every key there is, newest last. */
export const listKeys = (office: KeyOffice): Promise<readonly KeyOnFile[]> =>
  atOffice(office, (_log, owner) => allKeysOnFile(owner));

/** Writes the keys down that the log does not know; only those of `isMeant`, when given. @returns how many */
export const adoptKeys = (office: KeyOffice, isMeant?: (fingerprint: string) => boolean): Promise<number> =>
  atOffice(office, async (log, owner, actor) => (await adoptApiKeys(log, owner, actor, isMeant)).length);

/** Which keys are meant: one, or all of a holder at a unit. */
export type KeysMeant = { readonly fingerprint: string } | { readonly holder: string; readonly unitCode: string };

/**
 * Ends keys, without having them: the event first, then the row. Running ledgers notice within five seconds.
 *
 * @returns how many of those meant were in use
 */
export function revokeKeys(office: KeyOffice, meant: KeysMeant, reason: string): Promise<number> {
  if (reason.trim() === '') throw new Error('停用理由不能为空');
  return atOffice(office, async (log, owner, actor) => {
    const isMeant = (key: KeyOnFile): boolean =>
      'fingerprint' in meant
        ? key.fingerprint === meant.fingerprint
        : key.holder === meant.holder && key.unitCode === meant.unitCode;
    const found = (await allKeysOnFile(owner)).filter(isMeant);
    const revokedOn = systemClock.today();
    for (const key of found) {
      const { fingerprint, keyHash } = key;
      const decide = revoked(fingerprint, { reason, revokedOn }, foundInUse(key));
      await transact(
        log,
        keyStreamOf(fingerprint),
        apiKey,
        decide,
        { actor, commandId: crypto.randomUUID(), requestId: 'keys/revoke', causeId: null },
        { answeredBy: ['ApiKeyRevoked'] },
      );
      await owner.query('UPDATE api_keys SET revoked_at = now() WHERE key_hash = $1 AND revoked_at IS NULL', [keyHash]);
    }
    return found.filter(({ revokedAt }) => revokedAt === null).length;
  });
}

const isDay = (text: string): boolean =>
  /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text)) && new Date(text).toISOString().startsWith(text);

async function atOffice<Result>(
  { ownerUrl, log: settings = logOnPostgres, by = '运维员' }: KeyOffice,
  work: (log: EventLog, owner: Client, actor: Actor) => Promise<Result>,
): Promise<Result> {
  const log = new UpcastingEventLog(openEventLog(settings, applicationUrl(ownerUrl)), apiKey.versions);
  const owner = new WritableClient(ownerUrl);
  try {
    await owner.connect();
    return await work(log, owner, { name: by, unitName: '消防信用台账运维', unitCode: '', role: 'operator' });
  } finally {
    await Promise.all([log.close(), owner.end()]);
  }
}
