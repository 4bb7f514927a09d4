import type { EventLog } from '@app/event-store';
import {
  type Clock,
  introducedSealKeys,
  type KeyFinding,
  type LedgerAudits,
  Restorations,
  shanghaiHour,
} from '@app/ledger';
import {
  type AuditReport,
  auditLog,
  branchFrom,
  declaredBranches,
  type Finding,
  introducedKeys,
  keyFindings,
  RollingAudit,
  type Sealer,
  type SealKeys,
  SealContradicted,
  signerGoesOnDespite,
  storedKeys,
  TileMissing,
  trustedKeys,
} from '@app/sealing';
import { WritableClient } from '@app/postgres-hosts';
import type { Logger } from '@nestjs/common';
import pg from 'pg';
import { keysAgainstLog } from '../../composition/src/keys-against-log';
import { tablesNotPlain } from '../../composition/src/plain-tables';
import { readersName } from '../../composition/src/pools';

export interface LedgerAuditOptions {
  readonly pool: pg.Pool;
  /** Events in their present version. */
  readonly log: EventLog;
  /** The log as stored. */
  readonly storedLog: EventLog;
  readonly sealer: Sealer;
  readonly keys: SealKeys;
  readonly audits: LedgerAudits;
  readonly clock: Clock;
  /** Tables of the read models. */
  readonly tables: readonly string[];
  /** Of the clock in Asia/Shanghai, when a night's audit is recorded; undefined: only what is found. */
  readonly hour: number | undefined;
  /** Of entries, that a round looks at, at least. */
  readonly tiles: number;
  readonly everyMs: number;
  /** Larger logs are looked at tile by tile only. Our default: a million entries, some half a minute. */
  readonly wholeMax?: number;
  readonly logger: Logger;
}

/** Everything is looked at within so long, however large the log is. Our default: six days, a day less than is promised. */
const wholeWithinMs = 6 * 24 * 60 * 60_000;
/** An audit that found something is made again at the earliest after so many times its own duration. */
const restFactor = 20;

/**
 * The ledger looks after itself: each minute at some tiles, each night at everything, and at everything whenever something was found or
 * an alarm stands. What was found raises the alarm; an audit that passes opens it. Nights and findings are recorded as events.
 *
 * The signer's process does it; where nothing is signed, each worker.
 */
export class LedgerAudit {
  private readonly rolling: RollingAudit;
  private night: string | undefined;
  private told = '';
  private notBefore = 0;

  constructor(private readonly options: LedgerAuditOptions) {
    const { storedLog, pool, tiles, everyMs } = options;
    const roundsMax = Math.max(1, Math.floor(wholeWithinMs / everyMs));
    this.rolling = new RollingAudit({ log: storedLog, pool, tiles, roundsMax });
  }

  async round(signal: AbortSignal): Promise<void> {
    const { sealer, pool, tables, logger } = this.options;
    if (sealer.canSign && !sealer.isSigner) return;
    const looked = await sealer.alarm.acknowledge();
    if (looked) logger.warn(`an operator has looked at the alarm of ${looked.since}: ${looked.code}: ${looked.detail}`);
    const { findings, wholeLog } = await this.rolling.round();
    const notPlain = await tablesNotPlain(pool, tables);
    const found = [...findings, ...notPlain.map((what): Finding => ({ code: 'table-not-plain', what }))];
    const standing = (await sealer.alarm.recall()) !== undefined;
    const nightly = this.nightIsDue();
    const suspected = found.length > 0 || standing;
    if (signal.aborted || !(nightly || (suspected && performance.now() >= this.notBefore))) return;
    const startedAt = performance.now();
    await this.whole(found, { nightly, standing, rolledOver: wholeLog });
    if (suspected) this.notBefore = performance.now() + restFactor * (performance.now() - startedAt);
  }

  private nightIsDue(): boolean {
    const { hour, clock } = this.options;
    return hour !== undefined && shanghaiHour(clock.now()) >= hour && this.night !== clock.today();
  }

  /** Looks at everything, or, of a large log, takes what the rounds have found; says it, records it, and raises or opens the alarm. */
  private async whole(
    before: readonly Finding[],
    {
      nightly,
      standing,
      rolledOver,
    }: { readonly nightly: boolean; readonly standing: boolean; readonly rolledOver: boolean },
  ): Promise<void> {
    const { sealer, audits, clock, logger } = this.options;
    const report = await this.report(before);
    if (!report) {
      if (before.length > 0) await this.alarmBecauseOf(before);
      else if (standing && rolledOver && !(await this.signerStands())) await sealer.alarm.open();
      return;
    }
    const { findings } = report;
    const isGrave = ({ code }: Finding) => !signerGoesOnDespite.has(code);
    // The one that is named exactly goes first.
    const grave = [...(report.first ? [report.first] : []), ...findings].filter(isGrave);
    const obstacle = await this.signerStands();
    if (grave.length > 0) await this.alarmBecauseOf(grave);
    else if (standing && !obstacle) {
      await sealer.alarm.open();
      logger.log('an audit has passed: the alarm is over');
    }
    const saying = JSON.stringify(findings);
    for (const finding of saying === this.told ? [] : findings) logger.error(`audit: ${JSON.stringify(finding)}`);
    const changed = saying !== this.told && (this.told !== '' || findings.length > 0);
    if (nightly || changed || (standing && !obstacle)) await audits.record(report);
    this.told = saying;
    if (nightly) this.night = clock.today();
  }

  private async alarmBecauseOf(findings: readonly Finding[]): Promise<void> {
    const [{ code, entry, what } = { code: '' }] = findings;
    const where = entry === undefined ? (what ?? '') : `entry ${entry}`;
    await this.options.sealer.alarm.raise('audit-found', `${code}: ${where}`);
  }

  /** Why the signer could not go on, though the log is as it was sealed. */
  private async signerStands(): Promise<Error | undefined> {
    try {
      await this.options.sealer.check();
      return undefined;
    } catch (error) {
      if (error instanceof SealContradicted || error instanceof TileMissing) return error;
      throw error;
    }
  }

  /** Undefined: the log is too large to be looked at at once. */
  private async report(before: readonly Finding[]): Promise<AuditReport | undefined> {
    const { pool, storedLog, log, keys, sealer, clock, logger, wholeMax = 1_000_000 } = this.options;
    const remembered = await sealer.remembered();
    // A connection of its own: the pool's have a time limit on each statement.
    const client = new WritableClient({
      connectionString: pool.options.connectionString,
      application_name: readersName,
      connectionTimeoutMillis: 5_000,
    });
    client.on('error', (error) => {
      logger.warn(`audit: connection lost: ${error.message}`);
    });
    await client.connect();
    try {
      const { rows } = await client.query<{ size: string }>('SELECT tree_size AS size FROM seal_state');
      if (Number(rows[0]?.size) > wholeMax) return undefined;
      const stored = await storedKeys(client);
      const trusted = trustedKeys(keys);
      const branches = declaredBranches(await new Restorations(log).branches(), trusted);
      const note = remembered?.note ?? undefined;
      const isOfThisBranch = note === undefined || branchFrom(branches, note) === undefined;
      const report = await auditLog({
        log: storedLog,
        client,
        trusted: trusted.length > 0 ? trusted : stored,
        branches,
        copies: note === undefined ? [] : [{ name: 'signer', note }],
        ...(remembered && isOfThisBranch && { checkpointsSigned: remembered.checkpoints }),
        ...(remembered && { now: clock.now() }),
      });
      const ofKeys =
        trusted.length > 0 ? keyFindings(stored, introducedKeys(await introducedSealKeys(log)), trusted) : [];
      const ofUsers = (await keysAgainstLog(client, log)).findings.map(keyFinding);
      const ofTables = before.filter(({ code }) => code === 'table-not-plain');
      return { ...report, findings: [...report.findings, ...ofKeys, ...ofUsers, ...ofTables] };
    } finally {
      await client.end();
    }
  }
}

/** A key by its fingerprint, a person's by its id: neither lets anybody in nor names anybody. */
const keyFinding = (finding: KeyFinding): Finding => ({
  code: 'keys-contradict-log',
  what: `${finding.what} ${'keyId' in finding ? finding.keyId : finding.fingerprint}`,
  ...('position' in finding && { position: finding.position }),
});
