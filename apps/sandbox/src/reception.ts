import { checkFields, readSubmission } from './form';
import { Journal } from './journal';
import { Complaint, Entry, Platform, Receipt, RegisteredSubject, Registry } from './platform';

export type Answer =
  | { readonly status: 200; readonly body: Receipt }
  | {
      readonly status: 409 | 422;
      readonly body: Complaint & { readonly idempotencyKey: string | null; readonly status: '记名不成功' };
    };

/** The platform with its journal: nothing is answered before it is on disk. */
export class Reception {
  private constructor(
    readonly platform: Platform,
    private readonly journal: Journal<Entry>,
    private readonly now: () => string,
  ) {}

  static async open(path: string, now = () => new Date().toISOString()): Promise<Reception> {
    const platform = new Platform();
    const journal = await Journal.open<Entry>(path, (entry) => {
      platform.take(entry);
    });
    return new Reception(platform, journal, now);
  }

  /** Receives a message as it came. Faults of form come first (1000, 1002, 1003), then the platform's own rules. */
  async receive(body: unknown): Promise<Answer> {
    const at = this.now();
    const submission = readSubmission(body);
    if ('code' in submission) return this.sendBack(null, submission);
    const complaint = checkFields(submission);
    if (complaint) return this.sendBack(submission.idempotencyKey, complaint);
    const entry = this.platform.receive(submission, at);
    await this.keep(entry);
    if (entry.type === 'sent-back') return refusal(submission.idempotencyKey, entry.complaint);
    const record = this.platform.record(submission.idempotencyKey);
    if (!record) throw new Error(`nothing is held under ${submission.idempotencyKey}`);
    return { status: 200, body: record.receipt };
  }

  async sendBack(idempotencyKey: string | null, complaint: Complaint): Promise<Answer> {
    await this.keep({ type: 'sent-back', at: this.now(), idempotencyKey, complaint });
    return refusal(idempotencyKey, complaint);
  }

  async replaceRegistry(registry: Registry): Promise<void> {
    await this.keep({ type: 'registry-replaced', at: this.now(), registry });
  }

  async rename(subject: RegisteredSubject): Promise<void> {
    await this.keep({ type: 'subject-renamed', at: this.now(), subject });
  }

  close(): Promise<void> {
    return this.journal.close();
  }

  /**
   * Taken into the state at once, so that a message that arrives meanwhile sees it; answered only when on disk. Entries
   * reach the disk in the order in which they were taken, so what an answer rests on is never less durable than itself.
   */
  private async keep(entry: Entry): Promise<void> {
    this.platform.take(entry);
    await this.journal.append(entry);
  }
}

function refusal(idempotencyKey: string | null, complaint: Complaint): Answer {
  return {
    status: complaint.code === '1409' ? 409 : 422,
    body: { idempotencyKey, status: '记名不成功', ...complaint },
  };
}
