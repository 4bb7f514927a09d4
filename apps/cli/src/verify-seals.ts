import { applicationUrl } from '@app/ledger-database';
import { auditLog, type AuditReport, type CheckpointCopy, type NoteVerifier, storedKeys } from '@app/sealing';
import { Client } from 'pg';
import type { LogSettings } from '../../composition/src/log-settings';
import { openEventLog } from '../../composition/src/open-event-log';
import { readersName } from '../../composition/src/pools';
import { sentenceOf } from './finding-sentence';

export interface SealsToVerify {
  readonly databaseUrl: string;
  /** The engine the log is on. */
  readonly log: LogSettings;
  /** The keys whose signatures count; undefined: those the database itself names, which proves less. */
  readonly trusted: readonly NoteVerifier[] | undefined;
  /** Checkpoints an auditor has kept. */
  readonly copies: readonly CheckpointCopy[];
}

/**
 * Derives tree and checkpoints again from the log and says what was found, the first bad entry first. Changes nothing
 * and may run while the ledger does.
 *
 * @returns whether everything is as it was sealed.
 */
export async function verifySeals(
  { databaseUrl, log: settings, trusted, copies }: SealsToVerify,
  say: (line: string) => void,
): Promise<boolean> {
  const url = applicationUrl(databaseUrl);
  const client = new Client({
    connectionString: url,
    application_name: readersName,
    connectionTimeoutMillis: 5_000,
  });
  client.on('error', () => undefined); // the query under way fails and says it
  await client.connect();
  const log = openEventLog(settings, url);
  try {
    const keys = trusted ?? (await storedKeys(client));
    say(trustOf(keys, trusted !== undefined));
    const report = await auditLog({ log, client, trusted: keys, copies });
    for (const line of linesOf(report)) say(line);
    return report.findings.length === 0;
  } finally {
    await Promise.all([log.close(), client.end().catch(() => undefined)]);
  }
}

function trustOf(keys: readonly NoteVerifier[], given: boolean): string {
  const names = keys.map(({ name, keyId }) => `${name}+${keyId}`).join('、');
  if (given) return `信任的公钥（由您提供）：${names}`;
  if (keys.length === 0) return '没有公钥：尚未签发过检查点';
  return `信任的公钥（取自数据库自身的登记；能改写数据库的人也能改写它，核验时最好用 --vkeys 提供自己保存的公钥）：${names}`;
}

function linesOf({ size, entries, root, checkpoints, signed, unsealed, findings, first }: AuditReport): string[] {
  const figures = [
    `封存 ${size} 条，核对 ${entries} 条，根哈希 ${root.toString('base64')}`,
    `相符的检查点 ${checkpoints} 个，有签名担保的条目 ${signed} 条`,
    `尚未封存 ${unsealed}${unsealed === 1_000 ? ' 条以上' : ' 条'}`,
  ];
  if (!first) return [...figures, '台账与封存一致'];
  const others = findings.filter((finding) => finding !== first);
  return [...figures, `首个问题：${sentenceOf(first)}`, ...others.map((finding) => `此外：${sentenceOf(finding)}`)];
}
