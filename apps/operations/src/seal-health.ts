import type { EventLog, LedgerAudits } from '@app/ledger';
import { type Sealer, type Seals, type SealState, type StoredCheckpoint } from '@app/sealing';

/** What is known of the seals, at the moment of asking. */
export interface SealOutlook {
  readonly state: SealState;
  /** The newest checkpoint that holds good. */
  readonly newest: StoredCheckpoint | undefined;
  /** Why no checkpoint may be given away. */
  readonly contradicted: string | undefined;
  /** The alarm of this process's signer, or the one that the signer told. */
  readonly alarm: string | undefined;
  /** When the oldest event was recorded that no checkpoint covers; undefined: there is none, or nobody signs here. */
  readonly unsignedSince: Date | undefined;
  /** The newest audit that was recorded. */
  readonly audit: { readonly auditedOn: string; readonly size: number; readonly found: number } | null;
}

export interface SealSources {
  readonly seals: Seals;
  readonly sealer: Sealer;
  readonly log: EventLog;
  readonly audits: LedgerAudits;
}

/** Asks for it. A few tiles and a stream of the month, however long the log is. */
export async function sealOutlook({ seals, sealer, log, audits }: SealSources): Promise<SealOutlook> {
  const state = await seals.state();
  const audit = await audits.latest();
  const standing = sealer.alarm.standing;
  const alarm = standing ? `${standing.code}: ${standing.detail}` : (state.alarm ?? undefined);
  const known = { state, alarm, audit, contradicted: undefined };
  let newest: StoredCheckpoint | undefined;
  try {
    newest = await sealer.newest();
  } catch (error) {
    const contradicted = error instanceof Error ? error.message : String(error);
    return { ...known, newest: undefined, contradicted, unsignedSince: undefined };
  }
  return { ...known, newest, unsignedSince: seals.knowsKeys ? await unsignedSince(seals, log, newest) : undefined };
}

async function unsignedSince(
  seals: Seals,
  log: EventLog,
  newest: StoredCheckpoint | undefined,
): Promise<Date | undefined> {
  const after = newest ? await seals.positionOf(newest.size - 1) : 0;
  const [event] = await log.readAll({ after, limit: 1 });
  return event && new Date(event.recordedAt);
}

/** Clocks of machines differ by less. Our default. */
const clockToleranceMs = 30_000;
/** An event is signed within seconds; a signer that starts is given so long. Our default. */
const unsignedMinMs = 10_000;
/** So long the signer may say nothing of whether the log continues what it signed. Our default. */
const unprovenMs = 120_000;

export interface SealLimits {
  readonly staleAfterMs: number;
  readonly signEveryMs: number;
}

/** What is wrong with the seals, most telling first; empty: nothing. */
export function sealTroubles(outlook: SealOutlook, limits: SealLimits, now: Date): string[] {
  const { state, newest, contradicted, alarm, unsignedSince: since, audit } = outlook;
  const ageMs = (then: Date) => now.getTime() - then.getTime();
  const troubles: string[] = [];
  if (alarm !== undefined) troubles.push(`alarm: ${alarm}`);
  if (contradicted !== undefined) troubles.push(`contradicted: ${contradicted}`);
  if (state.stoppedBy !== null) troubles.push(`stopped: ${state.stoppedBy}`);
  if (state.caughtUpAt === null || ageMs(state.caughtUpAt) > limits.staleAfterMs)
    troubles.push('sealing has not kept up with the log');
  if (state.lookedAt && ageMs(state.lookedAt) > unprovenMs)
    troubles.push(`unproven: the signer has said nothing since ${state.lookedAt.toISOString()}`);
  if (newest && ageMs(newest.signedAt) < -clockToleranceMs)
    troubles.push(`the newest checkpoint is from the future: ${newest.signedAt.toISOString()}`);
  if (since && ageMs(since) > Math.max(3 * limits.signEveryMs, unsignedMinMs))
    troubles.push(`no checkpoint covers what was recorded ${since.toISOString()}`);
  if (audit && audit.found > 0) troubles.push(`the audit of ${audit.auditedOn} found ${audit.found}`);
  return troubles;
}
