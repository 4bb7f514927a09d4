import { UpcastingEventLog } from '@app/event-store';
import { eventCatalogue, introducedSealKeys, Restorations } from '@app/ledger';
import { applicationUrl } from '@app/ledger-database';
import {
  auditLog,
  type AuditReport,
  branchFrom,
  type CheckpointCopy,
  type DeclaredBranch,
  declaredBranches,
  type Finding,
  introducedKeys,
  keyFindings,
  type KnownHead,
  type NoteVerifier,
  type Remembered,
  storedKeys,
} from '@app/sealing';
import { WritableClient } from '@app/postgres-hosts';
import type { LogSettings } from '../../composition/src/log-settings';
import { openEventLog } from '../../composition/src/open-event-log';
import { tablesNotPlain } from '../../composition/src/plain-tables';
import { readersName } from '../../composition/src/pools';
import { sentenceOf } from './finding-sentence';

export interface SealsToVerify {
  readonly databaseUrl: string;
  /** The engine the log is on. */
  readonly log: LogSettings;
  /** The keys whose signatures count; undefined: those the database itself names, which proves nothing against whoever has it. */
  readonly trusted: readonly NoteVerifier[] | undefined;
  /** Checkpoints an auditor has kept. */
  readonly copies: readonly CheckpointCopy[];
  /** Trees that were verified before. */
  readonly heads: readonly KnownHead[];
  /** What the signer's file says; undefined: it was not given. */
  readonly signer: Remembered | undefined;
  /** Tables of the read models. */
  readonly tables: readonly string[];
}

/**
 * Derives tree and checkpoints again from the log and says what was found, the first bad entry first. Changes nothing
 * and may run while the ledger does.
 *
 * @returns what was found; empty: everything is as it was sealed.
 */
export async function verifySeals(
  { databaseUrl, log: settings, trusted, copies, heads, signer, tables }: SealsToVerify,
  say: (line: string) => void,
): Promise<AuditReport> {
  const url = applicationUrl(databaseUrl);
  const log = openEventLog(settings, url);
  const client = new WritableClient({
    connectionString: url,
    application_name: readersName,
    connectionTimeoutMillis: 5_000,
  });
  client.on('error', () => undefined); // the query under way fails and says it
  try {
    await client.connect();
    const stored = await storedKeys(client);
    const present = new UpcastingEventLog(log, eventCatalogue);
    const introduced = introducedKeys(await introducedSealKeys(present));
    // Whoever trusts a key trusts the one that it has introduced, and so on.
    const keys = trusted ? followed(trusted, introduced) : stored;
    say(trustOf(keys, trusted !== undefined));
    const branches = declaredBranches(await new Restorations(present).branches(), keys);
    for (const branch of branches) say(branchOf(branch));
    const note = signer?.note ?? undefined;
    const isOfThisBranch = note === undefined || branchFrom(branches, note) === undefined;
    const audited = await auditLog({
      log,
      client,
      trusted: keys,
      branches,
      copies: [...copies, ...(note === undefined ? [] : [{ name: '签名者的记忆', note }])],
      heads,
      now: new Date(),
      ...(signer && isOfThisBranch && { checkpointsSigned: signer.checkpoints }),
    });
    const notPlain = (await tablesNotPlain(client, tables)).map((what): Finding => ({ code: 'table-not-plain', what }));
    const ofKeys = trusted ? keyFindings(stored, introduced, keys) : [];
    const findings = [...audited.findings, ...ofKeys, ...notPlain];
    const report = { ...audited, findings, first: audited.first ?? findings[0] };
    for (const line of linesOf(report)) say(line);
    return report;
  } finally {
    await Promise.all([log.close(), client.end().catch(() => undefined)]);
  }
}

function followed(
  trusted: readonly NoteVerifier[],
  introduced: ReturnType<typeof introducedKeys>,
): readonly NoteVerifier[] {
  const keys = [...trusted];
  for (const [index, one] of introduced.entries()) {
    const before = introduced[index - 1]?.key.vkey;
    const vouched = one?.byTheOneBefore === true && keys.some(({ vkey }) => vkey === before);
    if (one && vouched && !keys.some(({ vkey }) => vkey === one.key.vkey)) keys.push(one.key);
  }
  return keys;
}

function trustOf(keys: readonly NoteVerifier[], given: boolean): string {
  const names = keys.map(({ name, keyId }) => `${name}+${keyId}`).join('、');
  if (given) return `信任的公钥（由您提供，以及由其签名启用的）：${names}`;
  if (keys.length === 0) return '没有公钥：尚未签发过检查点';
  return `公钥取自数据库自身的登记（能改写数据库的人也能改写它，只能自证）：${names}`;
}

/** Loudly: whoever kept a checkpoint of what is gone is to read which of his entries are, by whose word. */
function branchOf({ from, to, good, lost, time, before }: DeclaredBranch): string {
  const [first, last] = [good?.size ?? 0, lost.size - 1];
  return `台账另起过分支：${time} 由 ${before.name}+${before.keyId} 签名宣告，${from} 的条目 ${first} 至 ${last} 已丢失，此后以 ${to} 为名`;
}

function linesOf(report: AuditReport): string[] {
  const { size, entries, root, checkpoints, signed, unsealed, givenUp, findings, first } = report;
  const figures = [
    `封存 ${size} 条，核对 ${entries} 条，根哈希 ${root.toString('base64')}`,
    `相符的检查点 ${checkpoints} 个，有签名担保的条目 ${signed} 条`,
    `尚未封存 ${unsealed}${unsealed === 1_000 ? ' 条以上' : ' 条'}`,
    ...(givenUp.length > 0 ? [`属于已宣告丢失的分支的检查点：${givenUp.join('、')}`] : []),
  ];
  if (!first) return [...figures, '台账与封存一致'];
  const others = findings.filter((finding) => finding !== first);
  return [...figures, `首个问题：${sentenceOf(first)}`, ...others.map((finding) => `此外：${sentenceOf(finding)}`)];
}
