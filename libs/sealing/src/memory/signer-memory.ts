/**
 * What a signer knows of its own past, kept where the database cannot reach it. A log must not sign a checkpoint that is inconsistent
 * with one it signed before (C2SP tlog-checkpoint); whoever asks the guarded database what was signed before lets it tell him.
 */
export interface Remembered {
  /** The checkpoint signed last, as it was given out; null: none yet. */
  readonly note: string | null;
  /** How many have been signed. As many rows stand in `seal_checkpoints`, or somebody took some away. */
  readonly checkpoints: number;
  /** Why nothing is signed until an audit passes or an operator says so; null: nothing is wrong. */
  readonly alarm: Alarm | null;
  /** Alarms that an operator has looked at; they are not raised again. */
  readonly acknowledged: readonly Acknowledged[];
}

export interface Alarm {
  readonly code: string;
  readonly detail: string;
  /** UTC, milliseconds, `…Z`. */
  readonly since: string;
}

export interface Acknowledged extends Alarm {
  readonly at: string;
  /** The operator's words. */
  readonly reason: string;
}

export const nothingSigned: Remembered = { note: null, checkpoints: 0, alarm: null, acknowledged: [] };

/** The memory of one signer. */
export abstract class SignerMemory {
  private turn: Promise<unknown> = Promise.resolve();

  /** @param mayBegin whether a signer without memory may begin although the database was signed before: the operator said so. */
  constructor(readonly mayBegin: boolean) {}

  /** Makes this process the one signer of this memory, if no other is. @returns whether it is. */
  abstract hold(): Promise<boolean>;
  abstract get held(): boolean;

  /** What is remembered, read anew; undefined: nothing ever was. @throws when it is there and cannot be read */
  abstract read(): Promise<Remembered | undefined>;

  /** Remembers this from now on. When it resolves, a pulled plug no longer takes it away. */
  abstract write(remembered: Remembered): Promise<void>;

  /** The words of an operator who has looked at the alarm, once; undefined: nobody has. */
  abstract takeAcknowledgement(): Promise<string | undefined>;

  abstract release(): Promise<void>;

  /** One after the other: what is read stays true until it is written. */
  alone<T>(work: () => Promise<T>): Promise<T> {
    const mine = this.turn.then(work, work);
    this.turn = mine.catch(() => undefined);
    return mine;
  }
}

/** Remembers as long as the process lives: for a log whose signer has no past, and for specs. */
export class ProcessMemory extends SignerMemory {
  readonly held = true;
  private remembered: Remembered | undefined;

  constructor(mayBegin = true) {
    super(mayBegin);
  }

  hold(): Promise<boolean> {
    return Promise.resolve(true);
  }

  read(): Promise<Remembered | undefined> {
    return Promise.resolve(this.remembered);
  }

  write(remembered: Remembered): Promise<void> {
    this.remembered = remembered;
    return Promise.resolve();
  }

  takeAcknowledgement(): Promise<undefined> {
    return Promise.resolve(undefined);
  }

  release(): Promise<void> {
    return Promise.resolve();
  }
}
