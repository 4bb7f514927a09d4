import { UpcastingEventLog } from '@app/event-store';
import { eventCatalogue, type KeyFinding } from '@app/ledger';
import { applicationUrl } from '@app/ledger-database';
import type { MasterKey } from '@app/personal-data';
import { WritableClient } from '@app/postgres-hosts';
import { keysAgainstLog, type PersonKeyRow } from '../../composition/src/keys-against-log';
import type { LogSettings } from '../../composition/src/log-settings';
import { openEventLog } from '../../composition/src/open-event-log';

export interface KeysToVerify {
  readonly databaseUrl: string;
  /** The engine the log is on. */
  readonly log: LogSettings;
  /** Of personal data; without it keys of people are compared with the log, but not opened. */
  readonly masterKey: MasterKey | undefined;
}

/**
 * Compares the tables of keys with the log: who was let in, by whose order a key of a person was destroyed. Changes nothing and may
 * run while the ledger does.
 *
 * @returns whether every key is as the log says
 */
export async function verifyKeys(wanted: KeysToVerify, say: (line: string) => void): Promise<boolean> {
  const url = applicationUrl(wanted.databaseUrl);
  const log = new UpcastingEventLog(openEventLog(wanted.log, url), eventCatalogue);
  const client = new WritableClient({ connectionString: url, connectionTimeoutMillis: 5_000 });
  client.on('error', () => undefined); // the query under way fails and says it
  try {
    await client.connect();
    const { findings, apiKeys, personKeys } = await keysAgainstLog(client, log);
    const lines = [...findings.map(sentenceOf), ...(await unreadable(personKeys, wanted.masterKey))];
    say(`核对密钥 ${apiKeys} 个、个人信息密钥 ${personKeys.length} 个`);
    for (const line of lines) say(`密钥：${line}`);
    if (lines.length === 0) say('密钥与台账一致');
    return lines.length === 0;
  } finally {
    await Promise.all([log.close(), client.end().catch(() => undefined)]);
  }
}

/** Keys of people that the master key does not open: each is bound to its own id, so one in the place of another shows. */
async function unreadable(rows: readonly PersonKeyRow[], masterKey: MasterKey | undefined): Promise<string[]> {
  if (masterKey === undefined) return [];
  const found: string[] = [];
  for (const { keyId, masterKeyId, wrapped } of rows) {
    if (wrapped === null) continue;
    const wrapping = masterKey.wrappingOf(masterKeyId);
    const opens =
      wrapping !== undefined &&
      (await wrapping.unwrap([{ keyId, wrapped }]).then(
        () => true,
        () => false,
      ));
    if (!opens) found.push(`个人信息密钥 ${keyId} 不能用主密钥打开：被调换或改动`);
  }
  return found;
}

/** What was found, for people. */
function sentenceOf(finding: KeyFinding): string {
  switch (finding.what) {
    case 'key-not-issued':
      return `${finding.fingerprint}（${finding.holder}）在用，台账中没有发放记录`;
    case 'key-removed':
      return `${finding.fingerprint}（${finding.holder}）已发放、未停用，却不在密钥表中`;
    case 'key-altered':
      return `${finding.fingerprint} 与发放时不同：${finding.field}`;
    case 'key-in-use-though-revoked':
      return `${finding.fingerprint}（${finding.holder}）台账记载已停用，却仍在用`;
    case 'key-revoked-without-order':
      return `${finding.fingerprint}（${finding.holder}）已停用，台账中没有停用记录`;
    case 'key-unknown-to-log':
      return `位置 ${finding.position} 的记录由密钥 ${finding.fingerprint} 作出，此前台账中没有它的发放记录`;
    case 'key-used-by-another':
      return `位置 ${finding.position} 的记录由密钥 ${finding.fingerprint} 作出，经办与持有人不符`;
    case 'key-used-after-its-end':
      return `位置 ${finding.position} 的记录由密钥 ${finding.fingerprint} 作出，其时它已停用或过期`;
    case 'person-key-destroyed-without-order':
      return `个人信息密钥 ${finding.keyId} 已销毁，台账中没有相应的删除决定`;
    case 'person-key-not-destroyed':
      return `个人信息密钥 ${finding.keyId} 应依位置 ${finding.position} 的删除决定销毁，却仍在`;
    case 'person-key-removed':
      return `位置 ${finding.position} 的记录所用的个人信息密钥 ${finding.keyId} 不存在`;
  }
}
