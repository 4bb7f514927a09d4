import type { Stand } from '../application';
import type { Day } from '../shared';
import type { CreditDossier } from './domain';

/** What was read of one subject: its dossier with the papers that stand on a day; undefined: the ledger never heard of it. */
export interface Remembered {
  readonly dossier: CreditDossier | undefined;
  /** Where the dossiers stood when it was read. It holds from here on, until an event about the subject comes. */
  readonly position: number;
  readonly on: Day;
  /** Of the rules by which the papers of the day were chosen. */
  readonly edition: string;
}

interface Entry extends Remembered {
  readonly bytes: number;
  /** When it was last put behind all others (`performance.now()`). */
  askedAt: number;
}

/** Where the dossiers stood when they were last looked at. */
export interface Looked {
  readonly stand: Stand;
  /** When they were asked (`performance.now()`). */
  readonly at: number;
}

/** A look is believed for so long: after that nothing is answered from memory. Our default. */
const believedMs = 250;

/** Nobody has asked for so long: everything is forgotten, and nothing is followed any more. Our default. */
const unaskedMs = 60_000;

/** What was asked is put last at most so often. Our default. */
const reorderMs = 1_000;

/** Of more subjects with events ahead of the dossiers nothing is kept. Our default. */
const touchedMax = 100_000;

/**
 * Dossiers in memory, at a known position. It is right because it is told of every event in the log (`follow`): what was read of a
 * subject holds until one comes about it. Nothing is read from the log or the dossiers here.
 *
 * What it knows of the log is complete from `floor` up to `followed`. A reading older than the floor is not kept, and of a subject about
 * which something came after the reading neither.
 */
export class DossierMemory {
  /** The longest unasked first, to a second or so. */
  private readonly entries = new Map<string, Entry>();
  private bytes = 0;
  /** Position of the newest event about a subject, of events after the floor. */
  private readonly touched = new Map<string, number>();
  private floor = Infinity;
  private askedAt = -Infinity;
  private looked: Looked | undefined;
  /** Everything up to here was followed; undefined: nothing is. */
  followed: number | undefined;
  /** Another one: what was read before is not kept any more. */
  generation = 0;

  /** @param maxBytes what it may hold, roughly; 0: it remembers nothing */
  constructor(private readonly maxBytes: number) {}

  get size(): number {
    return this.entries.size;
  }

  /** Whether it is worth while to follow the log for it. */
  isWanted(): boolean {
    return this.maxBytes > 0 && performance.now() - this.askedAt < unaskedMs;
  }

  /** What is remembered of the subject; undefined: nothing that holds. Asking keeps the memory alive. */
  of(subjectId: string, on: Day, edition: string): Remembered | undefined {
    const now = performance.now();
    this.askedAt = now;
    const entry = this.entries.get(subjectId);
    if (entry?.on !== on || entry.edition !== edition) return undefined;
    if (now - entry.askedAt > reorderMs) {
      entry.askedAt = now;
      this.entries.delete(subjectId);
      this.entries.set(subjectId, entry);
    }
    return entry;
  }

  /** The last look at the dossiers, if it may still be believed. */
  lastLook(): Looked | undefined {
    return this.looked && performance.now() - this.looked.at <= believedMs ? this.looked : undefined;
  }

  /** @param generation as it was before the reading began */
  remember(subjectId: string, read: Remembered, generation: number): void {
    if (generation !== this.generation || read.position < this.floor) return;
    if ((this.touched.get(subjectId) ?? 0) > read.position) return;
    const bytes = roughBytesOf(read.dossier);
    if (bytes > this.maxBytes) return;
    this.forget(subjectId);
    this.entries.set(subjectId, { ...read, bytes, askedAt: performance.now() });
    this.bytes += bytes;
    for (const oldest of this.entries.keys()) {
      if (this.bytes <= this.maxBytes) break;
      this.forget(oldest);
    }
  }

  /** Forgets everything, and follows the log from here on. */
  beginAt(position: number): void {
    this.end();
    this.followed = position;
    this.floor = position;
  }

  /** Forgets everything, and follows nothing. */
  end(): void {
    this.generation++;
    this.entries.clear();
    this.touched.clear();
    this.bytes = 0;
    this.floor = Infinity;
    this.looked = undefined;
    this.followed = undefined;
  }

  /** The events of the log behind what was followed, without a hole. */
  follow(events: readonly { readonly subjectId: string | null; readonly position: number }[]): void {
    for (const { subjectId, position } of events) if (subjectId !== null) this.touch(subjectId, position);
    this.followed = events.at(-1)?.position ?? this.followed;
    if (this.touched.size > touchedMax && this.followed !== undefined) this.beginAt(this.followed);
  }

  /** An event about this subject came: also one that was not followed yet, as those that this process appends itself. */
  touch(subjectId: string, position: number): void {
    if (this.followed === undefined) return;
    const entry = this.entries.get(subjectId);
    if (entry && entry.position < position) this.forget(subjectId);
    this.touched.set(subjectId, Math.max(position, this.touched.get(subjectId) ?? 0));
  }

  /** The dossiers were looked at. Of use once the log was followed as far as they stand. */
  standsAt(looked: Looked): void {
    const { position, stopped } = looked.stand;
    if (this.followed === undefined || position > this.followed) return;
    this.looked = looked;
    for (const subjectId of stopped.keys()) this.forget(subjectId); // when it goes on, what is held of it is applied without an event
    this.floor = position;
    for (const [subjectId, at] of this.touched) if (at <= position) this.touched.delete(subjectId);
  }

  private forget(subjectId: string): void {
    const entry = this.entries.get(subjectId);
    if (!entry) return;
    this.entries.delete(subjectId);
    this.bytes -= entry.bytes;
  }
}

/** A fact, with what is worked out of it for an answer. Measured at some 600 to 900 bytes. */
const factBytes = 1_000;

function roughBytesOf(dossier: CreditDossier | undefined): number {
  return factBytes * (dossier ? 1 + dossier.names.length + dossier.facts.length : 1);
}
