import { type Push, pushIdOf } from './push';

/** A push that says nothing in particular; its key and lane follow from what is changed. */
export const aPush = (changes: Partial<Push> = {}): Push => {
  const { position = 1, part = 0, endpoint = 'somebody', subjectId = 'subject-1' } = changes;
  const eventId = changes.eventId ?? `00000000-0000-4000-8000-${String(position).padStart(12, '0')}`;
  return {
    pushId: pushIdOf(eventId, endpoint, part),
    endpoint,
    eventId,
    position,
    part,
    subjectId,
    stream: `paper-${position}`,
    revision: 0,
    lane: subjectId,
    effect: 'states',
    kind: 'notice',
    key: `${endpoint}:notice:${position}${part === 0 ? '' : `:${part}`}`,
    document: { said: `no. ${position}` },
    ...changes,
  };
};
