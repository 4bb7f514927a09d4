import { type Dialect, tableOf } from './bodies';

/**
 * What the platform knows and how it receives: a pure state that grows by entries of the journal. `receive` looks at a
 * message and says which entry it makes; `take` is the only way the state changes, when running and when started again.
 */

export type Kind =
  | 'penalty'
  | 'penalty-withdrawal'
  | 'penalty-change'
  | 'penalty-correction'
  | 'penalty-unlawful'
  | 'penalty-void'
  | 'list-entry'
  | 'list-removal'
  | 'list-correction'
  | 'repair-result'
  | 'repair-revocation'
  | 'commitment'
  | 'commitment-repair'
  | 'commitment-repair-revocation'
  | 'spot-check'
  | 'spot-check-withdrawal';
export type Fields = Readonly<Record<string, unknown>>;

export interface Submission {
  readonly idempotencyKey: string;
  readonly kind: Kind;
  readonly subjectSequence?: number;
  readonly fields: Fields;
}

/** Why a message is sent back: the platform's own four-digit code, in Chinese, naming the fields at fault. */
export interface Complaint {
  readonly code: string;
  readonly message: string;
  readonly fields: readonly string[];
}

export interface Receipt {
  readonly idempotencyKey: string;
  readonly receiptNumber: string;
  readonly status: '记名成功';
  readonly receivedAt: string;
  /** The day (Asia/Shanghai) on which the record is shown to the public, where the body names it. */
  readonly publishedOn?: string;
}

export interface RegisteredSubject {
  readonly uscc: string;
  readonly name: string;
}

/**
 * The platform's own register of names. `learn`: the first name stored for a code becomes its registered name.
 * `strict`: codes that are not in the register are unknown.
 */
export interface Registry {
  readonly mode: 'learn' | 'strict';
  readonly subjects: readonly RegisteredSubject[];
}

export type Entry =
  | { readonly type: 'stored'; readonly at: string; readonly submission: Submission; readonly receipt: Receipt }
  | { readonly type: 'repeated'; readonly at: string; readonly idempotencyKey: string }
  | { readonly type: 'taken'; readonly at: string; readonly submission: Submission }
  | { readonly type: 'taken-forgotten'; readonly at: string }
  | { readonly type: 'answers-later'; readonly at: string; readonly later: boolean }
  | {
      readonly type: 'sent-back';
      readonly at: string;
      readonly idempotencyKey: string | null;
      readonly complaint: Complaint;
    }
  | { readonly type: 'registry-replaced'; readonly at: string; readonly registry: Registry }
  | { readonly type: 'subject-renamed'; readonly at: string; readonly subject: RegisteredSubject }
  | { readonly type: 'spoilt'; readonly at: string; readonly idempotencyKey: string; readonly damage: Damage };

/** What may happen to a record behind everybody's back. */
export const damages = ['lose', 'double', 'alter', 'show-again', 'end'] as const;
export type Damage = (typeof damages)[number];

/** A record as the platform holds it. */
export interface HeldRecord extends Submission {
  readonly sequence: number;
  readonly receipt: Receipt;
  /** Times this key arrived, the first included. */
  readonly arrivals: number;
  /** Key of the record that withdrew or removed it; of a repair result, of the one that revoked it. */
  readonly endedBy: string | null;
  /** Key of the record that made it stand again, when it did last. */
  readonly restoredBy: string | null;
  /** Key of the record that changed or corrected it last. */
  readonly amendedBy: string | null;
}

export class Platform {
  /** Everything that arrived, in order; its index plus one is its sequence. */
  readonly entries: Entry[] = [];
  private readonly records = new Map<string, HeldRecord>();
  private readonly keysBySubject = new Map<string, string[]>();
  private readonly names = new Map<string, string>();
  private mode: Registry['mode'] = 'learn';
  /** What was taken and is not decided, by its key. */
  private readonly undecided = new Map<string, Submission>();
  /** The last complaint about a message, by its key, unless it was stored afterwards. */
  private readonly complaints = new Map<string, Complaint>();
  private answersLater = false;

  /** @param takesRepairResults else a repair is the withdrawal by its decision alone */
  constructor(
    private readonly dialect: Dialect,
    private readonly takesRepairResults: boolean,
  ) {}

  /**
   * Looks at a message whose form is right. In this order: the same key with other content (1409); the same key again
   * (`repeated`); name and code do not match (1001); nothing there to withdraw, to remove, to change, to correct,
   * to repair or to restore (1004);
   * already there (1005).
   */
  receive(submission: Submission, at: string): Entry {
    const { idempotencyKey } = submission;
    const known = this.records.get(idempotencyKey);
    if (known) {
      return sameContent(known, submission)
        ? { type: 'repeated', at, idempotencyKey }
        : sentBack(idempotencyKey, at, { code: '1409', message: '同一幂等键的内容不同', fields: ['idempotencyKey'] });
    }
    const complaint = this.mismatch(submission) ?? this.outOfPlace(submission);
    if (complaint) return sentBack(idempotencyKey, at, complaint);
    const receiptNumber = `${this.dialect.receiptPrefix}${at.slice(0, 10).replaceAll('-', '')}${String(this.entries.length + 1).padStart(10, '0')}`;
    const receipt: Receipt = {
      idempotencyKey,
      receiptNumber,
      status: '记名成功',
      receivedAt: at,
      ...this.publication(submission, at),
    };
    return { type: 'stored', at, submission, receipt };
  }

  /** What is corrected goes on being shown from the day on which it was published first. */
  private publication(submission: Submission, at: string): Pick<Receipt, 'publishedOn'> {
    if (!this.dialect.namesPublication || !isRecord(submission.kind)) return {};
    return { publishedOn: this.corrected(submission)?.receipt.publishedOn ?? dayInShanghai(at) };
  }

  take(entry: Entry): void {
    this.entries.push(entry);
    switch (entry.type) {
      case 'stored':
        this.store(entry.submission, entry.receipt);
        this.undecided.delete(entry.submission.idempotencyKey);
        this.complaints.delete(entry.submission.idempotencyKey);
        return;
      case 'repeated':
        this.undecided.delete(entry.idempotencyKey);
        this.change(entry.idempotencyKey, (record) => ({ ...record, arrivals: record.arrivals + 1 }));
        this.endAgain(entry.idempotencyKey);
        return;
      case 'sent-back':
        if (entry.idempotencyKey === null) return;
        this.undecided.delete(entry.idempotencyKey);
        if (!this.records.has(entry.idempotencyKey)) this.complaints.set(entry.idempotencyKey, entry.complaint);
        return;
      case 'taken':
        this.undecided.set(entry.submission.idempotencyKey, entry.submission);
        return;
      case 'taken-forgotten':
        this.undecided.clear();
        return;
      case 'answers-later':
        this.answersLater = entry.later;
        return;
      case 'registry-replaced':
        this.mode = entry.registry.mode;
        this.names.clear();
        for (const { uscc, name } of entry.registry.subjects) this.names.set(uscc, name);
        return;
      case 'subject-renamed':
        this.names.set(entry.subject.uscc, entry.subject.name);
        return;
      case 'spoilt':
        this.spoil(entry.idempotencyKey, entry.damage);
        return;
    }
  }

  /** Whether messages of the service are answered later. */
  get later(): boolean {
    return this.answersLater;
  }

  /** What was taken and is not decided, in the order in which it came. */
  taken(): readonly Submission[] {
    return [...this.undecided.values()];
  }

  isTaken(idempotencyKey: string): boolean {
    return this.undecided.has(idempotencyKey);
  }

  complaint(idempotencyKey: string): Complaint | undefined {
    return this.complaints.get(idempotencyKey);
  }

  record(idempotencyKey: string): HeldRecord | undefined {
    return this.records.get(idempotencyKey);
  }

  /** Records in the order in which they were stored, of one subject or of all. */
  held(uscc?: string): HeldRecord[] {
    if (uscc === undefined) return [...this.records.values()];
    return (this.keysBySubject.get(uscc) ?? []).flatMap((key) => this.records.get(key) ?? []);
  }

  registeredName(uscc: string): string | null {
    return this.names.get(uscc) ?? null;
  }

  registry(): Registry {
    return { mode: this.mode, subjects: [...this.names].map(([uscc, name]) => ({ uscc, name })) };
  }

  private mismatch(submission: Submission): Complaint | undefined {
    const { uscc, name, fieldNames } = this.subjectOf(submission);
    const registered = this.names.get(uscc) ?? (this.mode === 'learn' ? name : undefined);
    if (registered === name) return undefined;
    return { code: '1001', message: '未查询到主体或查询到的主体信息不匹配', fields: fieldNames };
  }

  private outOfPlace(submission: Submission): Complaint | undefined {
    const fields = this.paperFields(submission.kind);
    const there: Complaint = { code: '1005', message: '该文书已报送，不能重复报送', fields };
    switch (submission.kind) {
      case 'penalty':
      case 'list-entry':
      case 'spot-check':
        return this.openRecord(submission) ? there : undefined;
      case 'penalty-withdrawal':
      case 'penalty-unlawful':
      case 'penalty-void':
      case 'list-removal':
      case 'spot-check-withdrawal':
        return this.openRecord(submission) ? undefined : missing('撤回或移出', fields);
      case 'penalty-change':
      case 'list-correction':
        return this.openRecord(submission) ? undefined : missing('变更或更正', fields);
      case 'commitment':
      case 'penalty-correction':
        return undefined; // each says all of it
      case 'commitment-repair':
        return this.openRecord(submission) ? undefined : missing('修复', fields);
      case 'repair-result':
        if (!this.about(submission).some(({ kind }) => isRecord(kind))) return missing('修复', fields);
        return this.repairResult(submission) ? there : undefined;
      case 'repair-revocation':
        if (this.openRecord(submission)) return there;
        return this.repairedRecord(submission) ? undefined : missing('恢复', [...fields, this.dialect.repair.decision]);
      case 'commitment-repair-revocation':
        if (this.openRecord(submission)) return there;
        return this.repairedCommitment(submission)
          ? undefined
          : missing('恢复', [...fields, this.dialect.commitmentRepair]);
    }
  }

  /** Everything about the same paper of the same subject, in the order in which it was stored. */
  private about(submission: Submission): HeldRecord[] {
    const paper = this.paperOf(submission);
    return this.held(this.subjectOf(submission).uscc).filter((record) => this.paperOf(record) === paper);
  }

  /** The record about the same paper that still stands: the one an ending would end. */
  private openRecord(submission: Submission): HeldRecord | undefined {
    return this.about(submission).find(({ kind, endedBy }) => isRecord(kind) && endedBy === null);
  }

  /** The result of the repair decision that the message names, unless it was revoked. */
  private repairResult(submission: Submission): HeldRecord | undefined {
    const { decision } = this.dialect.repair;
    return this.about(submission).find(
      ({ kind, endedBy, fields }) =>
        kind === 'repair-result' && endedBy === null && fields[decision] === submission.fields[decision],
    );
  }

  /** The record that was withdrawn by the repair decision that a revocation names: the one it restores. */
  private repairedRecord(submission: Submission): HeldRecord | undefined {
    if (this.takesRepairResults && !this.repairResult(submission)) return undefined;
    const { decision, withdrawal } = this.dialect.repair;
    return this.about(submission).findLast(
      (record) => isRecord(record.kind) && this.endingOf(record)?.fields[withdrawal] === submission.fields[decision],
    );
  }

  /** The commitment that was hidden by the very repair decision that a revocation names. */
  private repairedCommitment(submission: Submission): HeldRecord | undefined {
    const { commitmentRepair: decision } = this.dialect;
    const last = this.about(submission).findLast(({ kind }) => isRecord(kind));
    const ending = last && this.endingOf(last);
    const isThis = ending?.kind === 'commitment-repair' && ending.fields[decision] === submission.fields[decision];
    return isThis ? last : undefined;
  }

  /** The record in whose place a correction stands. */
  private corrected(submission: Submission): HeldRecord | undefined {
    if (submission.kind !== 'penalty-correction') return undefined;
    return this.about(submission).findLast(({ kind }) => isRecord(kind));
  }

  /** The record that a revocation shows again. */
  private restoredBy(submission: Submission): HeldRecord | undefined {
    if (submission.kind === 'repair-revocation') return this.repairedRecord(submission);
    return submission.kind === 'commitment-repair-revocation' ? this.repairedCommitment(submission) : undefined;
  }

  private endingOf({ endedBy }: HeldRecord): HeldRecord | undefined {
    return endedBy === null ? undefined : this.records.get(endedBy);
  }

  /** The result of the repair by which a record was withdrawn; undefined when it stands, or was withdrawn otherwise. */
  repairOf(record: HeldRecord): HeldRecord | undefined {
    const { decision, withdrawal } = this.dialect.repair;
    const named = this.endingOf(record)?.fields[withdrawal];
    if (!isRecord(record.kind) || named === undefined) return undefined;
    return this.repairResult({ ...record, fields: { ...record.fields, [decision]: named } });
  }

  private store(submission: Submission, receipt: Receipt): void {
    const { uscc, name } = this.subjectOf(submission);
    const { idempotencyKey } = submission;
    const open = this.openRecord(submission);
    const corrected = this.corrected(submission);
    if (corrected) this.change(corrected.idempotencyKey, (record) => ({ ...record, endedBy: idempotencyKey }));
    const revoked = submission.kind === 'repair-revocation' ? this.repairResult(submission) : undefined;
    if (open && isEnding(submission.kind)) {
      this.change(open.idempotencyKey, (record) => ({ ...record, endedBy: idempotencyKey }));
    }
    if (open && isAmendment(submission.kind)) {
      this.change(open.idempotencyKey, (record) => ({ ...record, amendedBy: idempotencyKey }));
    }
    const restored = this.restoredBy(submission);
    if (restored) {
      this.change(restored.idempotencyKey, (record) => ({ ...record, endedBy: null, restoredBy: idempotencyKey }));
    }
    if (revoked) this.change(revoked.idempotencyKey, (record) => ({ ...record, endedBy: idempotencyKey }));
    if (!this.names.has(uscc)) this.names.set(uscc, name);
    this.keysBySubject.set(uscc, [...(this.keysBySubject.get(uscc) ?? []), idempotencyKey]);
    this.records.set(idempotencyKey, {
      ...submission,
      sequence: this.entries.length,
      receipt,
      arrivals: 1,
      endedBy: corrected?.endedBy ?? null, // hidden, it stays hidden
      restoredBy: null,
      amendedBy: null,
    });
  }

  private subjectOf({ kind, fields }: Submission): { uscc: string; name: string; fieldNames: string[] } {
    const { name, code } = this.dialect.tables[tableOf(kind)];
    return { uscc: String(fields[code]), name: String(fields[name]), fieldNames: [name, code] };
  }

  /** By what a record is known to whoever made the paper: authority, number, subject. */
  paperNamed(record: Submission): { authorityCode: string; documentNumber: string; subjectCode: string } {
    const [authority, ...number] = this.paperFields(record.kind).map((field) => String(record.fields[field]));
    const { uscc: subjectCode } = this.subjectOf(record);
    return { authorityCode: authority ?? '', documentNumber: number.join('/'), subjectCode };
  }

  private paperFields(kind: Kind): readonly string[] {
    return this.dialect.tables[tableOf(kind)].paper;
  }

  private paperOf({ kind, fields }: Submission): string {
    return JSON.stringify([tableOf(kind), ...this.paperFields(kind).map((field) => fields[field])]);
  }

  /** What was to end a record ends it when it comes again, should the record be shown all the same. */
  private endAgain(idempotencyKey: string): void {
    const ending = this.records.get(idempotencyKey);
    if (!ending || !isEnding(ending.kind) || isRecord(ending.kind)) return;
    const open = this.openRecord(ending);
    if (open?.restoredBy === null && open.sequence < ending.sequence) {
      this.change(open.idempotencyKey, (record) => ({ ...record, endedBy: idempotencyKey }));
    }
  }

  private spoil(key: string, damage: Damage): void {
    const record = this.records.get(key);
    if (!record) return;
    const { uscc } = this.subjectOf(record);
    switch (damage) {
      case 'lose':
        this.records.delete(key);
        this.keysBySubject.set(
          uscc,
          (this.keysBySubject.get(uscc) ?? []).filter((one) => one !== key),
        );
        return;
      case 'double': {
        const idempotencyKey = `${key}#${this.entries.length}`;
        const receipt = { ...record.receipt, idempotencyKey, receiptNumber: `${record.receipt.receiptNumber}D` };
        this.records.set(idempotencyKey, { ...record, idempotencyKey, sequence: this.entries.length, receipt });
        this.keysBySubject.set(uscc, [...(this.keysBySubject.get(uscc) ?? []), idempotencyKey]);
        return;
      }
      case 'alter':
        this.change(key, (held) => ({ ...held, fields: { ...held.fields, BZ: '已被更改' } }));
        return;
      case 'show-again':
        this.change(key, (held) => ({ ...held, endedBy: null }));
        return;
      case 'end':
        this.change(key, (held) => ({ ...held, endedBy: key }));
        return;
    }
  }

  private change(key: string, change: (record: HeldRecord) => HeldRecord): void {
    const record = this.records.get(key);
    if (record) this.records.set(key, change(record));
  }
}

function sentBack(idempotencyKey: string | null, at: string, complaint: Complaint): Entry {
  return { type: 'sent-back', at, idempotencyKey, complaint };
}

const missing = (what: string, fields: readonly string[]): Complaint => ({
  code: '1004',
  message: `未查询到要${what}的记录`,
  fields,
});

/** What is published and can end; the others say something of one. */
const isRecord = (kind: Kind): boolean => records.has(kind);
const records: ReadonlySet<Kind> = new Set(['penalty', 'penalty-correction', 'list-entry', 'commitment', 'spot-check']);

/** What ends the record it speaks of: a later state of a commitment takes the place of the earlier one. */
const isEnding = (kind: Kind): boolean => endings.has(kind);
const endings: ReadonlySet<Kind> = new Set([
  'penalty-withdrawal',
  'penalty-unlawful',
  'penalty-void',
  'list-removal',
  'commitment',
  'commitment-repair',
  'spot-check-withdrawal',
]);

const isAmendment = (kind: Kind): boolean => kind === 'penalty-change' || kind === 'list-correction';

/** The day of an instant in Asia/Shanghai, which knows no summer time. */
const dayInShanghai = (at: string): string => new Date(Date.parse(at) + 8 * 3_600_000).toISOString().slice(0, 10);

function sameContent(one: Submission, other: Submission): boolean {
  return one.kind === other.kind && canonical(one.fields) === canonical(other.fields);
}

const canonical = (fields: Fields): string =>
  JSON.stringify(Object.entries(fields).sort(([one], [other]) => (one < other ? -1 : 1)));
