import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import {
  type CheckpointCopy,
  checkpointIn,
  type KnownHead,
  NoteSignatureWrong,
  type NoteVerifier,
  openNote,
  type Remembered,
  verifierFrom,
} from '@app/sealing';
import { logSettingsFrom } from '../../composition/src/log-settings';
import { rebuildable } from '../../composition/src/read-models';
import { readSignerFile } from '../../composition/src/signer-file';
import { databaseUrlIn } from './database-url';
import { keptText } from './kept-text';
import { masterKeyIn } from './master-key-file';
import { lastVerified, rememberVerified } from './remembered-tree';
import { compareReadModels } from './replay-read-models';
import { verifyKeys } from './verify-keys';
import { verifySeals } from './verify-seals';

/** 0: everything is as it was sealed, and every read model what the log says; 1: something is not; 2: could not be found out. */
export type VerifyExit = 0 | 1 | 2;

const usage = `用法：npm run ledger:verify -- --vkeys 文件 [--checkpoint 文件 …] [--memory 文件] [--remember 文件]
  --vkeys       受信任的公钥，一行一个（或用环境变量 SEAL_VKEYS，以空格分隔）；不提供则至多得出“没有查清”
  --checkpoint  您自己保存的较早的检查点；现有台账必须是它的延续
  --memory      签名者的记忆文件（或用环境变量 SEAL_MEMORY_FILE；评估模式自动取用）
  --remember    把本次结果记在这个文件里，下次核验时台账必须是它的延续（评估模式默认 DATA_DIR/verified.json）
环境变量：PERSONAL_MASTER_KEY_FILE（有则一并核对个人信息密钥）；DATABASE_URL，或把 DATA_DIR 设为运行中的评估数据目录（默认 .data）`;

/**
 * Derives everything again from the raw log: leaves, tree, tiles, checkpoints with their signatures, the tables of keys, then
 * every read model by replay; names the first bad entry. Changes nothing in the ledger and may run while it does.
 *
 * Strict: without public keys from elsewhere it says what it saw and that it could not be found out; what was kept (copies of
 * checkpoints, the signer's memory, the last result) has to be continued. A kept file that cannot be read is a fault of the file.
 */
export async function verifyLedger(
  args: readonly string[],
  environment: NodeJS.ProcessEnv,
  say: (line: string) => void,
): Promise<VerifyExit> {
  try {
    const asked = await askedFor(args, environment);
    const databaseUrl = databaseUrlIn(environment);
    if (databaseUrl === undefined) {
      say(usage);
      return 2;
    }
    if (!asked.signer) say('没有提供签名者的记忆文件（--memory）：检查点是否被整批删除，无从核对');
    const tables = rebuildable.flatMap((model) => model.tables.map(({ name }) => name));
    const log = logSettingsFrom(environment);
    const report = await verifySeals({ databaseUrl, log, tables, ...asked }, say);
    const keysAgree = await verifyKeys({ databaseUrl, log, masterKey: await masterKeyIn(environment) }, say);
    const { different, stopped } = await compareReadModels(environment, say);
    const wrong = report.findings.length > 0 || !keysAgree || different.length > 0 || stopped > 0;
    const exit: VerifyExit = wrong ? 1 : asked.trusted ? 0 : 2;
    if (asked.remember !== undefined)
      await rememberVerified(asked.remember, {
        size: report.entries,
        root: report.root.toString('base64'),
        verifiedAt: new Date().toISOString(),
        exit,
        findings: report.findings.map(({ code }) => code),
      });
    say(verdictOf(exit, report.findings.length, different, stopped));
    return exit;
  } catch (error) {
    say(`没有查清：${error instanceof Error ? error.message || error.name : String(error)}`);
    return 2;
  }
}

function verdictOf(exit: VerifyExit, findings: number, different: readonly string[], stopped: number): string {
  if (exit === 0) return '全部一致';
  if (exit === 2) return '没有查清：未发现问题，但没有提供您自己保存的公钥（--vkeys），数据库只能自证';
  const faults = [
    ...(findings > 0 ? [`封存有 ${findings} 个问题`] : []),
    ...(different.length > 0 ? [`读模型不一致：${different.join('、')}`] : []),
    ...(stopped > 0 ? [`停下的主体 ${stopped} 个`] : []),
  ];
  return `不一致：${faults.join('；')}`;
}

interface Asked {
  readonly trusted: readonly NoteVerifier[] | undefined;
  readonly copies: readonly CheckpointCopy[];
  readonly heads: readonly KnownHead[];
  readonly signer: Remembered | undefined;
  readonly remember: string | undefined;
}

async function askedFor(args: readonly string[], environment: NodeJS.ProcessEnv): Promise<Asked> {
  const text = { type: 'string' } as const;
  const { values } = parseArgs({
    args: [...args],
    options: { vkeys: text, memory: text, remember: text, checkpoint: { ...text, multiple: true, default: [] } },
  });
  const vkeys = values.vkeys === undefined ? environment.SEAL_VKEYS : keptText(values.vkeys);
  const lines = vkeys?.split(/\s+/).filter((line) => line !== '');
  if (lines?.length === 0) throw new Error('没有给出任何公钥');
  const trusted = lines?.map(keyFrom);
  const evaluation = environment.DATABASE_URL === undefined ? resolve(environment.DATA_DIR ?? '.data') : undefined;
  const memory =
    values.memory ?? environment.SEAL_MEMORY_FILE ?? (evaluation && join(evaluation, 'seal-key.pem.memory'));
  const remember =
    values.remember ?? (evaluation && existsSync(evaluation) ? join(evaluation, 'verified.json') : undefined);
  const before = remember === undefined ? undefined : lastVerified(remember);
  return {
    trusted,
    copies: values.checkpoint.map((file) => copyFrom(file, trusted)),
    heads: before ? [before.head] : [],
    signer: memory === undefined ? undefined : await readSignerFile(memory),
    remember,
  };
}

function keyFrom(line: string): NoteVerifier {
  try {
    return verifierFrom(line);
  } catch {
    throw new Error(`这一行不是公钥（应为 名称+编号+内容）：${line.slice(0, 80)}`);
  }
}

/** A copy that somebody kept. That it cannot be read or is damaged says something of the file, nothing of the ledger. */
function copyFrom(file: string, trusted: readonly NoteVerifier[] | undefined): CheckpointCopy {
  const note = keptText(file);
  try {
    const { text, signedBy } = openNote(note, trusted ?? []);
    checkpointIn(text);
    if (trusted && signedBy.length === 0)
      throw new Error(`文件 ${file} 里的检查点不是由受信任的公钥签名的，不能用来核对`);
  } catch (error) {
    if (error instanceof NoteSignatureWrong)
      throw new Error(
        `文件 ${file} 里的检查点签名不符：文件在保存时损坏，或被改过，不能用来核对；请换一份保存的检查点`,
        { cause: error },
      );
    if (error instanceof Error && error.message.startsWith('文件')) throw error;
    throw new Error(`文件 ${file} 不是检查点，或已残缺：应为 GET /seals/checkpoint 的答复原文`, { cause: error });
  }
  return { name: file, note };
}
