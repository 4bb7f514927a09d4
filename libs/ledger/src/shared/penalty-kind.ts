import { normaliseText } from './normalise';
import { plainText } from './plain-text';
import { Refusal } from './refusal';
import { beginningOf, storableText } from './storable-text';

/**
 * Kinds of administrative penalty (处罚类别): 行政处罚法 (2021) article 9, and the two orders of 消防法 that stop use and practice.
 * 责令停止使用 and 责令停产停业 are different words in law and are kept apart: a buyer draws other conclusions from each.
 */
export const PENALTY_KINDS = [
  '警告',
  '通报批评',
  '罚款',
  '没收违法所得',
  '没收非法财物',
  '暂扣许可证件',
  '降低资质等级',
  '吊销许可证件',
  '限制开展生产经营活动',
  '责令停产停业',
  '责令关闭',
  '限制从业',
  '责令停止使用',
  '责令停止执业',
  '行政拘留',
  '其他',
] as const;
export type PenaltyKind = (typeof PENALTY_KINDS)[number];

const BY_TEXT = new Map<string, PenaltyKind>(PENALTY_KINDS.map((kind) => [kind, kind]));
for (const kind of PENALTY_KINDS) if (kind.startsWith('责令')) BY_TEXT.set(kind.slice(2), kind);

/**
 * `罚款;责令停产停业` -> kinds, each once, in the order of `PENALTY_KINDS`, so that two spellings of one decision are equal.
 * Separators `;` `；` `、`; the word 责令 may be missing. Refusals in this order: those of `storableText` and `plainText`, `required`,
 * `code-unknown` {unknown}.
 */
export function parsePenaltyKinds(text: string): readonly PenaltyKind[] {
  const words = plainText(storableText(text))
    .split(/[;；、]/)
    .map(normaliseText)
    .filter((word) => word !== '');
  if (words.length === 0) throw new Refusal('required');
  const kinds = new Set<PenaltyKind>();
  for (const word of words) {
    const kind = BY_TEXT.get(word);
    if (kind === undefined) throw new Refusal('code-unknown', { unknown: beginningOf(word) });
    kinds.add(kind);
  }
  return PENALTY_KINDS.filter((kind) => kinds.has(kind));
}
