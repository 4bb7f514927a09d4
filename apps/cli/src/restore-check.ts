import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { type Context, type EventLog, UpcastingEventLog } from '@app/event-store';
import {
  ApiKeys,
  beginRestore,
  type Clock,
  closeRestore,
  compareRestoredBody,
  declareLogBranch,
  eventCatalogue,
  introduceSealKey,
  isWhole,
  mayDo,
  messageOf,
  Refusal,
  type Restoration,
  Restorations,
  settleRestoredKeys,
  shiftFor,
  systemClock,
  verifyRestoredLog,
} from '@app/ledger';
import { applicationUrl } from '@app/ledger-database';
import { PersonalData } from '@app/personal-data';
import { PostgresPersonKeys } from '@app/personal-data/postgres';
import {
  checkpointIn,
  type CheckpointCopy,
  declaredBranches,
  ed25519Signer,
  openNote,
  ProcessMemory,
  verifierFrom,
} from '@app/sealing';
import type { Pool } from 'pg';
import { WritablePool } from '@app/postgres-hosts';
import { bodiesOf, type Body } from '../../composition/src/bodies';
import { bodySettingsFrom } from '../../composition/src/body-settings';
import { type LogSettings, logSettingsFrom } from '../../composition/src/log-settings';
import { openEventLog } from '../../composition/src/open-event-log';
import { memoryBeside } from '../../composition/src/seal-keys';
import { readSignerFile } from '../../composition/src/signer-file';
import { databaseUrlIn } from './database-url';
import { keptText } from './kept-text';
import { branchKeysIn, noteOf } from './log-branch';
import { masterKeyIn } from './master-key-file';
import { compareBody, listHeadings, listRow } from './restored-bodies';
import { settleKeys } from './restored-keys';
import { whatCameBack } from './restored-log';

export interface RestoreOrder {
  /** `check`: begins, or goes on where it was, as far as it goes without a decision. */
  readonly step: 'status' | 'check' | 'declare' | 'close';
  readonly reason: string;
  /** Files with checkpoints that were kept, beside the signer's memory. */
  readonly checkpoints: readonly string[];
  /** A copy of `person_keys` as text. */
  readonly personKeys: string | undefined;
  /** Bodies that cannot be asked now: each message is asked for by its key before it leaves. */
  readonly unasked: readonly string[];
}

export interface Said {
  /** Piece by piece. */
  csv(text: string): void;
  line(text: string): void;
}

type Environment = NodeJS.ProcessEnv;

/**
 * Leads through what is to be done after a restore or a failover, in its order. From the first step to the last nothing is signed and nothing
 * sent. Each step is an event: said again, or killed anywhere, it goes on where it was.
 *
 * @returns 0: done as far as it was asked; 1: refused, and why was said
 */
export async function restoreCheck(order: RestoreOrder, environment: Environment, said: Said): Promise<0 | 1> {
  const databaseUrl = databaseUrlIn(environment);
  if (databaseUrl === undefined) return notDone(said, '没有数据库：请设置 DATABASE_URL');
  const settings = logSettingsFrom(environment);
  const url = applicationUrl(databaseUrl);
  const pool = new WritablePool({ connectionString: url, max: 2 });
  pool.on('error', ({ message }) => {
    said.line(`连接中断：${message}`);
  });
  const log = new UpcastingEventLog(openEventLog(settings, url), eventCatalogue);
  try {
    const context = await contextOf(new ApiKeys(pool), environment);
    const check = new RestoreCheck({
      databaseUrl,
      settings,
      pool,
      log,
      context,
      environment,
      clock: systemClock,
      said,
    });
    await check[order.step](order);
    return 0;
  } catch (error) {
    if (error instanceof Refusal) return notDone(said, `${messageOf(error)}（${error.code}）`);
    return notDone(said, error instanceof Error ? error.message : String(error));
  } finally {
    await Promise.all([log.close(), pool.end()]);
  }
}

function notDone(said: Said, why: string): 1 {
  said.line(`没有完成：${why}`);
  return 1;
}

/** Who orders it: a person by his key, looked up in the database itself, since no api runs. @throws */
async function contextOf(keys: ApiKeys, { LEDGER_KEY }: Environment): Promise<Context> {
  const caller = LEDGER_KEY === undefined ? undefined : await keys.callerOf(LEDGER_KEY);
  if (!caller) throw new Error('没有访问密钥，或密钥无效：请设置 LEDGER_KEY（审批人或运维员）');
  if (!mayDo(caller.role, 'check-restored-ledger')) throw new Error(`角色 ${caller.role} 不能核查恢复后的台账`);
  const { recordsFor: _, ...actor } = caller; // it is of no unit
  return { actor, commandId: randomUUID(), requestId: 'after-restore', causeId: null };
}

interface RestoreCheckOptions {
  readonly databaseUrl: string;
  readonly settings: LogSettings;
  readonly pool: Pool;
  /** Events in their present version. */
  readonly log: EventLog;
  readonly context: Context;
  readonly environment: Environment;
  readonly clock: Clock;
  readonly said: Said;
}

class RestoreCheck {
  private readonly restorations: Restorations;

  constructor(private readonly options: RestoreCheckOptions) {
    this.restorations = new Restorations(options.log);
  }

  async status(): Promise<void> {
    this.sayState(await this.restorations.state());
  }

  /** Each step that needs no decision. Refusals: those of the steps, in their order. */
  async check({ reason, checkpoints, personKeys, unasked }: RestoreOrder): Promise<void> {
    await this.begin(reason);
    await this.verify(checkpoints);
    await this.settleKeys(personKeys);
    await this.compareBodies(unasked);
    this.sayState(await this.restorations.state());
  }

  /** Signed entries are gone: the log goes on as another. Refusals: those of `branchKeysIn`, of `declareLogBranch`, then `decider-took-part`. */
  async declare({ reason }: RestoreOrder): Promise<void> {
    const { environment, clock, log, settings, said } = this.options;
    const { open, branches } = await this.restorations.state();
    const { last, good, goodPosition } = open?.verified ?? lastOf(branches) ?? {};
    if (!last || good === undefined) throw new Refusal(open ? 'restored-log-not-verified' : 'restore-not-begun');
    const keys = await branchKeysIn(environment, last);
    const { name: origin, vkey } = keys.signer.verifier;
    const lostEntries = last.size - (good?.size ?? 0);
    const declared = {
      ...{ subjectId: null, origin, vkey, note: noteOf(keys, { last, good }, clock), good, lost: last, reason },
      shiftAfter: goodPosition ?? 0,
      shift: shiftFor(lostEntries, clock.now(), settings.engine === 'postgres' ? 'counted' : 'bytes'),
      declaredOn: clock.today(),
    };
    const before = { before: keys.before.verifier.name };
    await this.take(declareLogBranch(declared, before, this.told()), 'LogBranchDeclared');
    said.line(`已宣告：条目 ${good?.size ?? 0} 至 ${last.size - 1} 丢失，此后以 ${origin} 为名`);
    // Quiet when it was done; a plug that was pulled after the declaration left it undone.
    await introduceSealKey(log, clock, { signer: keys.signer, previous: keys.before }, new ProcessMemory(false));
    said.line(`签名进程须设置 SEAL_ORIGIN=${origin}，并在各进程的 SEAL_VKEYS 中加入两把公钥：`);
    said.line(`${keys.before.verifier.vkey}\n${vkey}`);
  }

  /** Nothing that was signed is gone. Refusals: those of `closeRestore`. */
  async close({ reason }: RestoreOrder): Promise<void> {
    const { clock, settings, said } = this.options;
    const { open } = await this.restorations.state();
    const ended = {
      ...{ subjectId: null, reason, closedOn: clock.today() },
      shiftAfter: open?.verified?.goodPosition ?? 0,
      shift: shiftFor(0, clock.now(), settings.engine === 'postgres' ? 'counted' : 'bytes'),
    };
    await this.take(closeRestore(ended, this.told()), 'RestoreClosed');
    said.line('恢复核查结束，可以签名和推送');
  }

  private async begin(reason: string): Promise<void> {
    const { log, clock, said } = this.options;
    const restoredPosition = await log.head();
    const begun = { subjectId: null, reason, restoredPosition, begunOn: clock.today() };
    await this.take(beginRestore(begun), 'RestoreBegun');
    said.line('恢复核查进行中：结束之前不签名、不推送');
  }

  private async verify(checkpoints: readonly string[]): Promise<void> {
    const { databaseUrl, settings: log, clock, said } = this.options;
    const kept = await this.kept(checkpoints);
    const trusted = await this.trusted(kept);
    const branches = declaredBranches(await this.restorations.branches(), trusted);
    const found = await whatCameBack({ databaseUrl, log, trusted, kept, branches }, (line) => {
      said.line(line);
    });
    await this.take(verifyRestoredLog({ subjectId: null, ...found, verifiedOn: clock.today() }), 'RestoredLogVerified');
    said.line(
      isWhole(found)
        ? `台账核对：已签名的 ${found.last.size} 条都在`
        : `台账核对：最后完好的检查点 ${found.good?.size ?? 0} 条，条目 ${found.good?.size ?? 0} 至 ${found.last.size - 1} 已丢失`,
    );
  }

  private async settleKeys(personKeys: string | undefined): Promise<void> {
    const { pool, log, clock, said } = this.options;
    const settled = await settleKeys(pool, log, personKeys, (line) => {
      said.line(line);
    });
    const event = { subjectId: null, ...settled, settledOn: clock.today() };
    await this.take(settleRestoredKeys(event), 'RestoredKeysSettled');
  }

  /** One that does not answer holds up no other; the command is said again for it. */
  private async compareBodies(unasked: readonly string[]): Promise<void> {
    const { pool, environment, clock, said } = this.options;
    const personal = new PersonalData(new PostgresPersonKeys(pool), await masterKeyIn(environment), () => undefined);
    said.csv(`\ufeff${listRow(listHeadings)}`); // a mark without which spreadsheets take it for another encoding
    for (const { id, holdings } of this.bodies()) {
      try {
        const body = unasked.includes(id) ? { id } : { id, holdings };
        const today = clock.today();
        const found = await compareBody(body, { pool, personal, today }, (text) => {
          said.csv(text);
        });
        const event = { subjectId: null, endpoint: id, ...found, comparedOn: today };
        await this.take(compareRestoredBody(event), 'RestoredBodyCompared');
        const { asked, surplus, lost, differing } = found;
        said.line(
          asked
            ? `${id}：平台有而台账没有 ${surplus}，台账有回执而平台没有 ${lost}，内容或回执不同 ${differing}`
            : `${id}：不能按清单查询，恢复前可能已发出的逐条按编号询问后再送`,
        );
      } catch (error) {
        if (error instanceof Refusal) throw error;
        said.line(`${id}：没有问完（${error instanceof Error ? error.message : String(error)}），请稍后再次执行`);
      }
    }
  }

  /** Those that are told something by us. */
  private bodies(): readonly Body[] {
    return bodiesOf(bodySettingsFrom(this.options.environment)).filter(
      ({ endpoint, fed }) => endpoint !== undefined && fed === undefined,
    );
  }

  private told(): readonly string[] {
    return this.bodies().map(({ id }) => id);
  }

  private take(decide: Parameters<Restorations['record']>[0], answeredBy: Parameters<Restorations['record']>[2]) {
    return this.restorations.record(decide, { ...this.options.context, commandId: randomUUID() }, answeredBy);
  }

  private async kept(checkpoints: readonly string[]): Promise<readonly CheckpointCopy[]> {
    const { SEAL_MEMORY_FILE, SEAL_KEY_FILE } = this.options.environment;
    const branches = await this.restorations.branches();
    const file = SEAL_MEMORY_FILE ?? (SEAL_KEY_FILE === undefined ? undefined : memoryBeside(SEAL_KEY_FILE));
    const note = file === undefined ? undefined : (await readSignerFile(file))?.note;
    return [
      ...checkpoints.map((name) => ({ name, note: keptText(name) })),
      ...(note == null ? [] : [{ name: '签名者的记忆', note }]),
      ...branches.flatMap(({ goodNote }) => (goodNote === null ? [] : [{ name: '已宣告的分支', note: goodNote }])),
    ];
  }

  /** The keys of the log as it was: those of the settings, and the private key that is here, under the names of what was kept. */
  private async trusted(kept: readonly CheckpointCopy[]) {
    const { SEAL_VKEYS, SEAL_KEY_FILE, SEAL_PREVIOUS_KEY_FILE } = this.options.environment;
    const files = [SEAL_KEY_FILE, SEAL_PREVIOUS_KEY_FILE].filter((file) => file !== undefined && file !== '');
    const pems = await Promise.all(files.map((file) => readFile(file ?? '', 'utf8')));
    const { branches } = await this.restorations.state();
    const notes = [...kept, ...branches.map(({ lost }) => lost)];
    const origins = new Set([
      ...notes.map(({ note }) => checkpointIn(openNote(note, []).text).origin),
      ...branches.map(({ origin }) => origin),
    ]);
    const named = (SEAL_VKEYS ?? '').split(/\s+/).filter((vkey) => vkey !== '');
    const own = pems.flatMap((pem) => [...origins].map((origin) => ed25519Signer(pem, origin).verifier));
    return [...new Map([...named.map(verifierFrom), ...own].map((key) => [key.vkey, key])).values()];
  }

  private sayState({ open, past, branches }: Restoration): void {
    const { said } = this.options;
    if (!open) {
      said.line(
        past.length === 0
          ? '没有做过恢复核查'
          : `没有正在进行的恢复核查（做过 ${past.length} 次，分支 ${branches.length} 个）`,
      );
      return;
    }
    const { verified, keysSettled, compared } = open;
    const missing = this.told().filter((body) => !(body in compared));
    if (!verified) said.line('下一步：用保存的检查点核对台账');
    else if (!keysSettled) said.line('下一步：核对个人信息密钥');
    else if (missing.length > 0) said.line(`下一步：与接收平台核对：${missing.join('、')}`);
    else if (isWhole(verified)) said.line('下一步：看过清单后结束核查（--close --reason 理由）');
    else said.line('下一步：看过清单后，由另一人宣告台账分支（--declare --reason 理由，SEAL_ORIGIN 为新名称）');
  }
}

/** What was declared last, for a declaration that is said again. */
function lastOf(branches: Restoration['branches']) {
  const branch = branches.at(-1);
  return branch && { last: branch.lost, good: branch.good, goodPosition: branch.shiftAfter };
}
