import { type EventLog, fold, type StoredEvent, transact } from '@app/event-store';
import type { AuditReport } from '@app/sealing';
import { Inject, Injectable } from '@nestjs/common';
import { CLOCK, type Clock, EVENT_LOG, systemContext } from '../application';
import { addDays, sha256Of } from '../shared';
import { auditsId, ledgerAudit, recordAudit, recordComparison } from './domain/ledger-audit';
import type { AuditFinding, LedgerAudited, LedgerAuditEvent, ReadModelsCompared } from './domain/ledger-audit.events';

/** So many findings are told in an event; how many there were is told anyhow. */
const findingsTold = 20;

const streamOf = (day: string): string => `${ledgerAudit.category}-${auditsId(day)}`;

/** The audits of the ledger as it records them. */
@Injectable()
export class LedgerAudits {
  constructor(
    @Inject(EVENT_LOG) private readonly log: EventLog,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** The newest of this month and the last; null: there is none. */
  async latest(): Promise<LedgerAudited['data'] | null> {
    const today = this.clock.today();
    const { latest } = fold(ledgerAudit, await this.log.readStream(streamOf(today)));
    if (latest) return latest;
    return fold(ledgerAudit, await this.log.readStream(streamOf(addDays(`${auditsId(today)}-01`, -1)))).latest;
  }

  /** Records what an audit found. The same on the same day is recorded once. */
  async record({ entries, root, signed, findings }: AuditReport): Promise<void> {
    const auditedOn = this.clock.today();
    const audited: LedgerAudited['data'] = {
      subjectId: null,
      auditedOn,
      size: entries,
      root: root.toString('base64'),
      signed,
      found: findings.length,
      findings: findings.slice(0, findingsTold).map(toldOf),
    };
    const key = sha256Of([auditedOn, audited.size, audited.root, audited.signed, JSON.stringify(audited.findings)]);
    await transact(
      this.log,
      streamOf(auditedOn),
      ledgerAudit,
      recordAudit(audited),
      systemContext('seals/audit', ['ledgerAudit', key]),
      { answeredBy: ['LedgerAudited'] },
    );
  }

  /** Records what the read models were found to be against a replay. The same in the same night is recorded once. */
  async recordComparison(compared: Omit<ReadModelsCompared['data'], 'subjectId'>): Promise<void> {
    await transact(
      this.log,
      streamOf(compared.comparedOn),
      ledgerAudit,
      recordComparison({ subjectId: null, ...compared }),
      systemContext('seals/comparison', ['ledgerAudit', 'read-models', sha256Of([JSON.stringify(compared)])]),
      { answeredBy: ['ReadModelsCompared'] },
    );
  }

  /** What was found in a month, the newest first. @param month `YYYY-MM` */
  async of(month: string): Promise<readonly AuditOnRecord[]> {
    const stored = await this.log.readStream(streamOf(`${month}-01`));
    return stored.toReversed().flatMap((one) => {
      const event = ledgerAudit.eventIn(one);
      return event ? [{ ...event, position: one.position, recordedAt: one.recordedAt }] : [];
    });
  }
}

export type AuditOnRecord = LedgerAuditEvent & Pick<StoredEvent, 'position' | 'recordedAt'>;

const toldOf = ({ code, entry, before, position, what }: AuditReport['findings'][number]): AuditFinding => ({
  code,
  entry: entry ?? null,
  before: before ?? null,
  position: position ?? null,
  what: what ?? null,
});
