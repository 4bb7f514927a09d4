import { createHash } from 'node:crypto';

/**
 * A push: one fact, on its way to one endpoint, in our own words. What an endpoint calls these things is the business of
 * its `payload.ts` alone.
 *
 * Units: money is integer fen, days are `YYYY-MM-DD` (Asia/Shanghai). Contents are plain data and are stored as they
 * are, so a field once released stays. No identity number of any person belongs here.
 */
export type Push = PushEnvelope & PushMatter;

export interface PushEnvelope {
  /** `pushIdOf(eventId, endpoint)`: the same fact for the same endpoint is the same push. */
  readonly pushId: string;
  /** Name of the receiving endpoint, e.g. `credit-hebei`. */
  readonly endpoint: string;
  /** The event this push tells of. */
  readonly eventId: string;
  /** Where that event stands in the log. Pushes about one subject are delivered in this order. */
  readonly position: number;
  /** Whom it is about; the queue it waits in. */
  readonly subjectId: string;
  /** The event's revision in its own stream: tells a paper's first message from its later ones. */
  readonly revision: number;
}

export type PushMatter =
  | { readonly kind: 'penalty'; readonly content: PenaltyPushContent }
  | { readonly kind: 'penalty-withdrawal'; readonly content: PenaltyWithdrawalPushContent }
  | { readonly kind: 'list-entry'; readonly content: ListEntryPushContent }
  | { readonly kind: 'list-removal'; readonly content: ListRemovalPushContent };

export type PushKind = PushMatter['kind'];

/** A penalty decision to be made public (行政处罚, regulations 7.2). Warnings and simple-procedure penalties never become one. */
export interface PenaltyPushContent {
  /** The name on the decision; must equal the registered one or the platform refuses. */
  readonly subjectName: string;
  /** Unified social credit code; a code starting with 92 makes it a 个体工商户. */
  readonly uscc: string;
  readonly legalRepresentative: string | null;
  /** 行政处罚决定书文号. */
  readonly documentNumber: string;
  /** 违法行为类型, in Chinese. */
  readonly violationType: string;
  readonly facts: string;
  readonly legalBasis: string;
  /** 处罚类别, in Chinese, at least one. */
  readonly penaltyKinds: readonly string[];
  readonly penaltyContent: string;
  readonly fineFen: number | null;
  readonly confiscatedFen: number | null;
  /** 暂扣或吊销证照名称及编号. */
  readonly licence: string | null;
  readonly decidedOn: string;
  /** 处罚有效期: end of the penalty's own effect. */
  readonly effectiveUntil: string | null;
  /** 公示截止期: end of its publicity, a different date (regulations 13, trap 10). */
  readonly publicUntil: string;
  readonly authorityName: string;
  readonly authorityCode: string;
  readonly sourceName: string;
  readonly sourceCode: string;
  readonly remark: string | null;
  /** 失信严重程度. */
  readonly severity: 'minor' | 'general' | 'serious' | null;
}

/** A penalty decision that was changed or revoked must leave the platform within 3 working days (regulations 12). */
export interface PenaltyWithdrawalPushContent {
  readonly subjectName: string;
  readonly uscc: string;
  /** The decision that is withdrawn. */
  readonly documentNumber: string;
  readonly authorityName: string;
  readonly authorityCode: string;
  readonly withdrawnOn: string;
  readonly reason: string;
  /** The paper that withdraws it, when there is one of its own. */
  readonly withdrawalDocumentNumber: string | null;
  readonly sourceName: string;
  readonly sourceCode: string;
}

/** A listing (regulations 7.4, minimal list record). */
export interface ListEntryPushContent {
  readonly subjectName: string;
  readonly uscc: string;
  readonly legalRepresentative: string | null;
  readonly registeredAddress: string | null;
  /** Our code of the ground, and its Chinese name. */
  readonly groundCode: string;
  readonly groundLabel: string;
  /** 失信行为简况. */
  readonly conductSummary: string;
  readonly legalBasis: string;
  readonly decisionNumber: string;
  readonly decisionBody: string;
  readonly decisionBodyCode: string;
  readonly listedOn: string;
  /** Joint-punishment measures, in Chinese. */
  readonly measures: readonly string[];
  /** When it is due to be removed; null for a listing without end. */
  readonly removalDue: string | null;
  readonly dataSource: string;
  readonly dataSourceCode: string;
}

/** A removal names the listing by its decision and says why and by whom it ended. */
export interface ListRemovalPushContent {
  readonly subjectName: string;
  readonly uscc: string;
  readonly decisionNumber: string;
  readonly decisionBody: string;
  readonly decisionBodyCode: string;
  readonly listedOn: string;
  readonly removedOn: string;
  readonly removalReason: string;
  readonly removalBody: string;
  readonly removalBodyCode: string;
  readonly dataSource: string;
  readonly dataSourceCode: string;
}

/** The push's id: a UUID (RFC 9562 version 8) made of event id and endpoint, so that queueing twice meets itself. */
export function pushIdOf(eventId: string, endpoint: string): string {
  const bytes = createHash('sha256').update(`push\n${eventId}\n${endpoint}`).digest().subarray(0, 16);
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x80, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

/**
 * The key under which an endpoint recognises a push that it has seen before: target, record kind, authority, document
 * number, subject code, revision (regulations 7.5, design note 2; our default). It names the paper and not the event, so
 * a ledger rebuilt from its papers meets its own earlier pushes.
 */
export function idempotencyKeyOf(push: Push): string {
  const [authority, document] = paperOf(push);
  return [push.endpoint, push.kind, authority, document, push.content.uscc, push.revision].join(':');
}

function paperOf(push: Push): [authorityCode: string, documentNumber: string] {
  switch (push.kind) {
    case 'penalty':
    case 'penalty-withdrawal':
      return [push.content.authorityCode, push.content.documentNumber];
    case 'list-entry':
    case 'list-removal':
      return [push.content.decisionBodyCode, push.content.decisionNumber];
  }
}
