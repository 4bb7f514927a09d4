/** What `specFor` needs to know of an aggregate: how its events become a state. */
export interface Folded<State, Event, Rules = never, Due = never> {
  readonly initial: State;
  readonly evolve: (state: State, event: Event) => State;
  readonly due?: (state: State) => readonly Due[];
  readonly dayCame?: (rules: Rules, day: string) => Decision<State, Event>;
}

/** Arguments first, state last: events to record, none when all is done already, or a refusal thrown. */
export type Decision<State, Event> = (state: State) => readonly Event[];

/**
 * The three questions to a decision, as sentences: does it (`then`), does it stay quiet (`thenNothing`), does it refuse
 * (`thenRefused`). `given` are the events that happened before, in their order. `onDay` asks the same of a day that comes, under
 * `rules`; `waitsFor` asks what waits for a day.
 */
export function specFor<State, Event, Rules = never, Due = never>(
  { initial, evolve, due, dayCame }: Folded<State, Event, Rules, Due>,
  rules?: Rules,
) {
  return {
    given: (...events: Event[]) => {
      const before = events.reduce(evolve, initial);
      const when = (decide: Decision<State, Event>) => ({
        /** Exactly these events (at least one), and none when the same is decided again on the state after them. */
        then(...expected: [Event, ...Event[]]): void {
          const decided = decide(before);
          expect(decided).toEqual(expected);
          const again = decide(decided.reduce(evolve, before));
          if (again.length > 0) throw new Error(`decided again, it records again: ${JSON.stringify(again)}`);
        },

        thenNothing(): void {
          expect(decide(before)).toEqual([]);
        },

        /** Refused with this code and, when given, at this field and with these facts. */
        thenRefused(code: string, field?: string, facts?: Readonly<Record<string, unknown>>): void {
          const refusal = refusalOf(() => decide(before));
          expect(refusal.code).toBe(code);
          if (field !== undefined) expect(refusal.field).toBe(field);
          if (facts !== undefined) expect(refusal.facts).toEqual(facts);
        },
      });
      return {
        when,

        /** The day comes (under other rules than usual, when given): the same three questions. */
        onDay(day: string, under = rules) {
          if (!dayCame || under === undefined) throw new Error('this aggregate has no clock, or the spec no rules');
          return when(dayCame(under, day));
        },

        /** Exactly so many things wait for a day, in this order, each with at least these fields. */
        waitsFor(...expected: Partial<Due>[]): void {
          const found = due?.(before) ?? [];
          expect(found).toHaveLength(expected.length);
          expect(found).toMatchObject(expected);
        },
      };
    },
  };
}

/** What `work` is refused with. Anything but a refusal is a mistake: an answer fails here, another error is shown as it is. */
export function refusalOf(work: () => unknown): Refused {
  let answer: unknown;
  try {
    answer = work();
  } catch (error) {
    if (isRefusal(error)) return error;
    throw error;
  }
  throw new Error(`expected a refusal, but the answer was ${JSON.stringify(answer)}`);
}

export interface Refused {
  readonly code: string;
  readonly facts: Readonly<Record<string, unknown>>;
  readonly field?: string | undefined;
}

/** By its shape, so that this file knows nothing of the ledger. */
function isRefusal(error: unknown): error is Error & Refused {
  return error instanceof Error && error.name === 'Refusal' && 'code' in error && 'facts' in error;
}
