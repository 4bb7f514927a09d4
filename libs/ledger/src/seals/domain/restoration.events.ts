// These names and fields are stored for good: add, never rename or remove.
import { type Day, eventsOf, versionOne } from '../../shared';

interface AboutNobody {
  readonly subjectId: null;
}

/** A signed checkpoint, as it was given out, with the entries it is about. */
export interface SignedTree {
  readonly size: number;
  readonly note: string;
}

/** 恢复核查开始: a database was put back, or another server took over. From now on nothing is signed and nothing sent. About nobody. */
export type RestoreBegun = {
  readonly type: 'RestoreBegun';
  readonly data: AboutNobody & {
    readonly reason: string;
    /** Where the log ended when it began: what is about events up to here may have been sent before. */
    readonly restoredPosition: number;
    /** Asia/Shanghai. */
    readonly begunOn: Day;
  };
};

/** 台账已与保存的检查点核对. About nobody. */
export type RestoredLogVerified = {
  readonly type: 'RestoredLogVerified';
  readonly data: AboutNobody & {
    /** The last tree that was signed, as the signer's memory or somebody else kept it. */
    readonly last: SignedTree;
    /** The last tree that was signed and that this log continues; null: none. The same as `last`: nothing that was signed is gone. */
    readonly good: SignedTree | null;
    /** Where the last entry of the good tree stands; 0: there is none. */
    readonly goodPosition: number;
    /** Asia/Shanghai. */
    readonly verifiedOn: Day;
  };
};

/** 个人信息密钥已核对: whoever stands in the ledger has a key, and every erasure in the log is carried out again. About nobody. */
export type RestoredKeysSettled = {
  readonly type: 'RestoredKeysSettled';
  readonly data: AboutNobody & {
    /** Keys that were brought back from a copy. */
    readonly merged: number;
    /** Keys that the log orders to be destroyed; all of them are. */
    readonly destroyed: number;
    /** Asia/Shanghai. */
    readonly settledOn: Day;
  };
};

/** 已与接收平台核对: what a body holds was held against what it was told. Nothing was sent. About nobody. */
export type RestoredBodyCompared = {
  readonly type: 'RestoredBodyCompared';
  readonly data: AboutNobody & {
    /** The receiving body. */
    readonly endpoint: string;
    /** False: it has no list of what it holds; each message is asked for by its key before it is sent. */
    readonly asked: boolean;
    /** Held there, and unknown here. */
    readonly surplus: number;
    /** Acknowledged here, and not held there. */
    readonly lost: number;
    /** Held otherwise than it was told, or under another receipt, or twice. */
    readonly differing: number;
    /** SHA-256 over the list that people were shown. */
    readonly listHash: string;
    /** Asia/Shanghai. */
    readonly comparedOn: Day;
  };
};

/** What is added to the sequences of messages about events behind a position: positions come again, and sequences never go back. */
interface SequencesShifted {
  readonly shiftAfter: number;
  readonly shift: number;
}

/** 宣告台账分支: signed entries are gone, and the log goes on as another. Closes the check. About nobody. */
export type LogBranchDeclared = {
  readonly type: 'LogBranchDeclared';
  readonly data: AboutNobody &
    SequencesShifted & {
      /** The name of the log in its checkpoints from now on. */
      readonly origin: string;
      /** The key that signs from now on, C2SP signed-note. */
      readonly vkey: string;
      /** Signed by the key until now and by that key: `libs/sealing/src/note/branch-note.ts`. */
      readonly note: string;
      /** The last tree that was signed and came back, as it was given out; null: none. */
      readonly good: SignedTree | null;
      /** The last tree that was signed on the history that is given up: entries from the good one's size up to this one's are lost. */
      readonly lost: SignedTree;
      readonly reason: string;
      /** Asia/Shanghai. */
      readonly declaredOn: Day;
    };
};

/** 恢复核查结束: nothing that was signed is gone. About nobody. */
export type RestoreClosed = {
  readonly type: 'RestoreClosed';
  readonly data: AboutNobody &
    SequencesShifted & {
      readonly reason: string;
      /** Asia/Shanghai. */
      readonly closedOn: Day;
    };
};

export type RestorationEvent =
  RestoreBegun | RestoredLogVerified | RestoredKeysSettled | RestoredBodyCompared | LogBranchDeclared | RestoreClosed;

/** A field more or another meaning is a new version: `docs/decisions/0021-event-versions.md`. */
export const restorationEvents = eventsOf<RestorationEvent>({
  RestoreBegun: { on: 'begunOn', versions: versionOne },
  RestoredLogVerified: { on: 'verifiedOn', versions: versionOne },
  RestoredKeysSettled: { on: 'settledOn', versions: versionOne },
  RestoredBodyCompared: { on: 'comparedOn', versions: versionOne },
  LogBranchDeclared: { on: 'declaredOn', versions: versionOne },
  RestoreClosed: { on: 'closedOn', versions: versionOne },
});
