// These names and fields are stored for good: add, never rename or remove.
import { type Day, eventsOf, versionOne } from '../../shared';

/** 公示截止期过长: a penalty decision prints an end of publicity that is later than the law allows. It is told with the legal one. */
export type PrintedPublicityFoundTooLong = {
  readonly type: 'PrintedPublicityFoundTooLong';
  readonly data: {
    readonly decisionId: string;
    readonly subjectId: string;
    readonly documentNumber: string;
    readonly decidedOn: Day;
    readonly authorityName: string;
    readonly authorityCode: string;
    /** Last day as printed, and as the law allows. */
    readonly printedUntil: Day;
    readonly legalUntil: Day;
    /** The day on which the decision was recorded. */
    readonly foundOn: Day;
    readonly ruleSetId: string;
  };
};

/** 公示截止期核对完结: nobody has to look at it any more. The legal end has come, or the decision is withdrawn from publicity. */
export type PrintedPublicitySettled = {
  readonly type: 'PrintedPublicitySettled';
  readonly data: {
    readonly decisionId: string;
    readonly subjectId: string;
    readonly documentNumber: string;
    readonly because: SettledBecause;
    readonly settledOn: Day;
  };
};

export const SETTLED_BECAUSE = ['term-over', 'withdrawn'] as const;
export type SettledBecause = (typeof SETTLED_BECAUSE)[number];

export type PrintedPublicityEvent = PrintedPublicityFoundTooLong | PrintedPublicitySettled;

/** A field more or another meaning is a new version: `docs/decisions/0021-event-versions.md`. */
export const printedPublicityEvents = eventsOf<PrintedPublicityEvent>({
  PrintedPublicityFoundTooLong: { on: 'foundOn', versions: versionOne },
  PrintedPublicitySettled: { on: 'settledOn', versions: versionOne },
});
