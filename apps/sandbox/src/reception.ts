import { createHash } from 'node:crypto';
import { bodies, type BodyName } from './bodies';
import { Forms } from './form';
import { Journal } from './journal';
import { Complaint, Damage, Entry, Platform, Receipt, RegisteredSubject, Registry } from './platform';

/** Taken; the answer is asked for by the key. */
export interface InHand {
  readonly idempotencyKey: string;
  readonly status: '处理中';
  readonly reference: string;
}

/** What has become of a message, for who asks by its key. */
export type LaterAnswer =
  | Receipt
  | InHand
  | { readonly idempotencyKey: string; readonly status: '无此记录' }
  | (Complaint & { readonly idempotencyKey: string | null; readonly status: '记名不成功' });

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
    private readonly forms: Forms,
    private readonly journal: Journal<Entry>,
    private readonly now: () => string,
  ) {}

  static async open(body: BodyName, path: string, now = () => new Date().toISOString()): Promise<Reception> {
    const forms = Forms.of(body);
    const platform = new Platform(bodies[body], forms.takes('repair-result'));
    const journal = await Journal.open<Entry>(path, (entry) => {
      platform.take(entry);
    });
    return new Reception(platform, forms, journal, now);
  }

  /** Receives a message as it came. Faults of form come first (1000, 1002, 1003), then the platform's own rules. */
  async receive(body: unknown): Promise<Answer> {
    const at = this.now();
    const submission = this.forms.readSubmission(body);
    if ('code' in submission) return this.sendBack(null, submission);
    const complaint = this.forms.checkFields(submission);
    if (complaint) return this.sendBack(submission.idempotencyKey, complaint);
    const entry = this.platform.receive(submission, at);
    await this.keep(entry);
    if (entry.type === 'sent-back') return refusal(submission.idempotencyKey, entry.complaint);
    const record = this.platform.record(submission.idempotencyKey);
    if (!record) throw new Error(`nothing is held under ${submission.idempotencyKey}`);
    return { status: 200, body: record.receipt };
  }

  /** As `receive`, or, when answers come later, takes what is new and answers when it is decided. */
  async receiveOrTake(body: unknown): Promise<Answer | { readonly status: 202; readonly body: InHand }> {
    const submission = this.forms.readSubmission(body);
    if ('code' in submission || !this.platform.later) return this.receive(body);
    const { idempotencyKey } = submission;
    if (this.platform.record(idempotencyKey)) return this.receive(body);
    if (!this.platform.isTaken(idempotencyKey)) await this.keep({ type: 'taken', at: this.now(), submission });
    return { status: 202, body: inHand(idempotencyKey) };
  }

  answerTo(idempotencyKey: string): LaterAnswer {
    const record = this.platform.record(idempotencyKey);
    if (record) return record.receipt;
    if (this.platform.isTaken(idempotencyKey)) return inHand(idempotencyKey);
    const complaint = this.platform.complaint(idempotencyKey);
    return complaint ? { idempotencyKey, status: '记名不成功', ...complaint } : { idempotencyKey, status: '无此记录' };
  }

  async answerLater(later: boolean): Promise<void> {
    await this.keep({ type: 'answers-later', at: this.now(), later });
  }

  /** @returns how many were decided */
  async decideTaken(): Promise<number> {
    const taken = this.platform.taken();
    for (const submission of taken) await this.receive(submission);
    return taken.length;
  }

  /** @returns how many were forgotten */
  async forgetTaken(): Promise<number> {
    const { length } = this.platform.taken();
    await this.keep({ type: 'taken-forgotten', at: this.now() });
    return length;
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

  /** @returns whether there was such a record */
  async spoil(idempotencyKey: string, damage: Damage): Promise<boolean> {
    if (!this.platform.record(idempotencyKey)) return false;
    await this.keep({ type: 'spoilt', at: this.now(), idempotencyKey, damage });
    return true;
  }

  /** The instant, by the clock of the platform. */
  get at(): string {
    return this.now();
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

const inHand = (idempotencyKey: string): InHand => ({
  idempotencyKey,
  status: '处理中',
  reference: createHash('sha256').update(idempotencyKey).digest('hex').slice(0, 32),
});

function refusal(idempotencyKey: string | null, complaint: Complaint): Answer {
  return {
    status: complaint.code === '1409' ? 409 : 422,
    body: { idempotencyKey, status: '记名不成功', ...complaint },
  };
}
