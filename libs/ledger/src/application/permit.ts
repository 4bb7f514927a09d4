import { type Context, decode, type DomainEvent, type StoredEvent } from '@app/event-store';
import { Refusal } from '../shared';

/** What is to be asked, beside the state, before a decision is recorded: whose paper it is, and who had a hand in it before. */
export interface Permitting<Type extends string = string> {
  /** Papers of no unit: whoever has the role may add to them. */
  readonly ofNoUnit?: true;
  /** Four eyes: who took one of these steps does not take that decision. */
  readonly fourEyes?: {
    readonly deciding: Readonly<Partial<Record<Type, readonly Type[]>>>;
    /** The step with which each round in the stream begins; absent: the stream is one round. */
    readonly from?: Type;
  };
}

/**
 * Refuses a decision that its sender may not take. Pure.
 *
 * - A key is bound to its unit. A paper is of the authority that it names; one that names none, of the unit that recorded it first. Who
 *   records for others has them on the key (`recordsFor`), or every unit (`*`). What the ledger and its operators order is bound to no unit.
 * - Four eyes: the same person, by key or by name and unit.
 *
 * Refusals in this order: `paper-of-another-unit` {unitCode}; `decider-took-part` {step}.
 */
export function permit(
  { ofNoUnit, fourEyes }: Permitting,
  stored: readonly StoredEvent[],
  decided: readonly DomainEvent[],
  context: Context,
): void {
  if (ofNoUnit !== true && context.recordsFor !== undefined) mustRecordFor(context, unitsOf(stored, decided));
  if (fourEyes === undefined) return;
  const { deciding, from } = fourEyes;
  const round = stored.slice(Math.max(0, from === undefined ? 0 : stored.findLastIndex(({ type }) => type === from)));
  for (const { type } of decided) {
    const before = deciding[type] ?? [];
    const step = round.find((event) => before.includes(event.type) && isSamePerson(event.actor, context.actor));
    if (step) throw new Refusal('decider-took-part', { step: step.type });
  }
}

/** Refusal: `paper-of-another-unit`, of the first of these units that the sender may not record for. */
export function mustRecordFor({ actor, recordsFor }: Context, units: readonly string[]): void {
  const other = units.find((unitCode) => !mayRecordFor({ actor, recordsFor: recordsFor ?? ['*'] }, unitCode));
  if (other !== undefined) throw new Refusal('paper-of-another-unit', { unitCode: other });
}

export const mayRecordFor = (
  { actor, recordsFor = ['*'] }: Pick<Context, 'actor' | 'recordsFor'>,
  unitCode: string,
): boolean => unitCode === actor.unitCode || recordsFor.includes(unitCode) || recordsFor.includes('*');

/** The units whose paper it is, and in whose name a decision on it is taken. */
function unitsOf(stored: readonly StoredEvent[], decided: readonly DomainEvent[]): string[] {
  const owner = stored.length === 0 ? decided.flatMap(authorityIn).slice(0, 1) : ownerOf(stored);
  return [...owner, ...decided.flatMap(decidingBodyIn)];
}

/** The authority that the paper names, or else the unit that recorded it first; nobody's where only the ledger has written yet. */
export function ownerOf(stored: readonly StoredEvent[]): string[] {
  const [named] = stored.slice(0, 1).flatMap((event) => authorityIn(decode(event)));
  if (named !== undefined) return [named];
  const first = stored.find(({ actor }) => actor.unitCode !== '');
  return first ? [first.actor.unitCode] : [];
}

/** Events call the authority of their paper, or of the record they are about, by one name. */
function authorityIn({ data }: DomainEvent): string[] {
  const { authorityCode, record } = data as { authorityCode?: unknown; record?: { authorityCode?: unknown } | null };
  return [authorityCode, record?.authorityCode].filter((code) => typeof code === 'string').slice(0, 1);
}

/** The body that lists somebody, corrects what the list says or takes somebody off. */
function decidingBodyIn({ data }: DomainEvent): string[] {
  const { decisionBodyCode, correctionBodyCode, removalBodyCode } = data as Readonly<Record<string, unknown>>;
  return [decisionBodyCode, correctionBodyCode, removalBodyCode].filter((code) => typeof code === 'string');
}

const isSamePerson = (one: Context['actor'], other: Context['actor']): boolean =>
  (one.key !== undefined && one.key === other.key) || (one.name === other.name && one.unitCode === other.unitCode);
