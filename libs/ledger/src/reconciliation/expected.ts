import type { ToldMessage, ToldPush } from '@app/outbox';
import type { Day } from '../shared';
import type { Expected } from './domain/difference';
import { standings, type Told } from './domain/standing';

/** Fields of the documents that say how a record stands. */
export const standingFields = ['withdrawalDocumentNumber', 'repairDecisionNumber', 'publicUntil'] as const;

/**
 * What a body ought to hold of a push: pure.
 *
 * @param fingerprint of what it was told; null: it can be read no longer
 */
export function expectedOf({ push, receiptNumber, story }: ToldPush, fingerprint: string | null, today: Day): Expected {
  const { key, kind, pushId, lane, subjectId: about } = push;
  const standing = standings(story.map(toTold), today).get(key) ?? 'either';
  const presence = receiptNumber === null ? 'may' : 'must';
  return { key, kind, pushId, lane, about, presence, fingerprint, standing, receiptNumber };
}

/** A message that was told, as far as it says how its record stands. */
export function toTold({ key, acknowledged, effect, fields }: ToldMessage): Told {
  const { withdrawalDocumentNumber, repairDecisionNumber, publicUntil } = fields;
  const repair = textIn(withdrawalDocumentNumber) ?? textIn(repairDecisionNumber);
  return { key, acknowledged, effect, repair, publicUntil: textIn(publicUntil) };
}

const textIn = (value: unknown): string | null => (typeof value === 'string' ? value : null);
