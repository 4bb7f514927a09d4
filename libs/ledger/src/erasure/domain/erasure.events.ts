// These names and fields are stored for good: add, never rename or remove.
import { type Day, eventsOf, versionOne } from '../../shared';

/**
 * 删除个人信息: the key of a person's text was ordered to be destroyed. From then on the text is unreadable in every event,
 * row and copy; what was decided, and that it was, stays.
 */
export type PersonalDataErased = {
  readonly type: 'PersonalDataErased';
  readonly data: {
    /** The key that goes; the stream has its name. */
    readonly keyId: string;
    readonly subjectId: string;
    /** The natural person that is the subject, or a representative of the unit that is. */
    readonly whose: 'person' | 'representative';
    readonly ground: ErasureGround;
    readonly documentNumber: string;
    readonly erasedOn: Day;
    readonly authorityName: string;
    readonly authorityCode: string;
  };
};

export type ErasureEvent = PersonalDataErased;

/**
 * Why personal information is deleted: the five cases of 个人信息保护法 art. 47 in our words. The law's text is not on the
 * regulations page: unverified here. Codes, not words: a reason in words could tell what is to be forgotten.
 */
export const ERASURE_GROUNDS = {
  'purpose-achieved': '处理目的已实现、无法实现或者为实现处理目的不再必要',
  'retention-expired': '停止提供服务，或者保存期限已届满',
  'consent-withdrawn': '个人撤回同意',
  'processed-unlawfully': '违反法律、行政法规或者违反约定处理个人信息',
  'other-law': '法律、行政法规规定的其他情形',
} as const;
export type ErasureGround = keyof typeof ERASURE_GROUNDS;

/** A field more or another meaning is a new version: `docs/decisions/0021-event-versions.md`. */
export const erasureEvents = eventsOf<ErasureEvent>({
  PersonalDataErased: { on: 'erasedOn', versions: versionOne },
});
