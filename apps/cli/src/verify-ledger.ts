import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { type CheckpointCopy, type NoteVerifier, verifierFrom } from '@app/sealing';
import { logSettingsFrom } from '../../composition/src/log-settings';
import { databaseUrlIn } from './database-url';
import { masterKeyIn } from './master-key-file';
import { replayReadModels } from './replay-read-models';
import { verifyKeys } from './verify-keys';
import { verifySeals } from './verify-seals';

/** 0: everything is as it was sealed, and every read model what the log says; 1: something is not; 2: could not be found out. */
export type VerifyExit = 0 | 1 | 2;

const usage = `用法：npm run ledger:verify -- [--vkeys 文件] [--checkpoint 文件 …]
  --vkeys       受信任的公钥，一行一个（或用环境变量 SEAL_VKEYS，以空格分隔）
  --checkpoint  您自己保存的较早的检查点；现有台账必须是它的延续
环境变量：PERSONAL_MASTER_KEY_FILE（有则一并核对个人信息密钥）；DATABASE_URL，或把 DATA_DIR 设为运行中的评估数据目录（默认 .data）`;

/**
 * Derives everything again from the raw log: leaves, tree, tiles, checkpoints with their signatures, the tables of keys, then every
 * read model by replay; names the first bad entry. Changes nothing and may run while the ledger does.
 */
export async function verifyLedger(
  args: readonly string[],
  environment: NodeJS.ProcessEnv,
  say: (line: string) => void,
): Promise<VerifyExit> {
  try {
    const { trusted, copies } = askedFor(args, environment);
    const databaseUrl = databaseUrlIn(environment);
    if (databaseUrl === undefined) {
      say(usage);
      return 2;
    }
    const log = logSettingsFrom(environment);
    const sealed = await verifySeals({ databaseUrl, log, trusted, copies }, say);
    const masterKey = await masterKeyIn(environment);
    const keysAgree = await verifyKeys({ databaseUrl, log, masterKey }, say);
    const replayed = await replayReadModels(environment, say);
    if (replayed === 2) return 2;
    return sealed && keysAgree && replayed === 0 ? 0 : 1;
  } catch (error) {
    say(`没有完成：${error instanceof Error ? error.message || error.name : String(error)}`);
    return 2;
  }
}

interface Asked {
  readonly trusted: readonly NoteVerifier[] | undefined;
  readonly copies: readonly CheckpointCopy[];
}

function askedFor(args: readonly string[], environment: NodeJS.ProcessEnv): Asked {
  const { values } = parseArgs({
    args: [...args],
    options: { vkeys: { type: 'string' }, checkpoint: { type: 'string', multiple: true, default: [] } },
  });
  const vkeys = values.vkeys === undefined ? environment.SEAL_VKEYS : readFileSync(values.vkeys, 'utf8');
  const lines = vkeys?.split(/\s+/).filter((line) => line !== '');
  if (lines?.length === 0) throw new Error('没有给出任何公钥');
  return {
    trusted: lines?.map(verifierFrom),
    copies: values.checkpoint.map((file) => ({ name: file, note: readFileSync(file, 'utf8') })),
  };
}
