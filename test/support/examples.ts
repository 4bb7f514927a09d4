import type { DomainEvent, EventsOf, StoredEvent } from '@app/event-store';
import { stored } from './stored';

/**
 * The data of one event of each type of a union, with fixed days: `domain/<name>.examples.ts` exports one as `examples` beside
 * `<name>.events.ts`. A type without an example does not compile. All of them are about the same subject.
 */
export type Examples<Event extends DomainEvent> = {
  readonly [Type in Event['type']]: Extract<Event, { readonly type: Type }>['data'];
};

/** The unit the examples are about. */
export const subjectId = '92131003MA9ANPJY55';
export const subjectName = '广阳区鑫桥阳酒店店';
/** The unit that recorded them. */
export const recordingAuthority = { name: '廊坊市消防救援支队', code: '11131000FGJJTG2G5W' };
export const ruleSetId = 'langfang-2026-04-01';

/** What is said of a natural person in an event; sealed text is shortened. */
export const naturalPerson = {
  subjectId: 'person-8b91ab7f24b0d0c1e2f3a4b5c6d7e8f9',
  subjectName: 'pd1.name',
  legalRepresentative: null,
  person: { identityType: '身份证', identityNumber: 'pd1.identity-number' },
} as const;

export type Place = Partial<Omit<StoredEvent, 'type'>>;

/** Makes the events of a union as the log gives them back: the example of the type, but for `change`, at `place`. */
export const eventsLike =
  <Event extends DomainEvent>(table: EventsOf<Event>, examples: Examples<Event>) =>
  <Type extends Event['type']>(type: Type) =>
  (change: Partial<Examples<Event>[Type]> = {}, place: Place = {}): StoredEvent => {
    const event = { type, data: { ...examples[type], ...change } } as unknown as Event;
    return stored(event, {
      occurredOn: table.occurredOn(event),
      typeVersion: table.versions[type].present,
      ...place,
    });
  };
