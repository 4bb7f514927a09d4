/**
 * In which forms an event type stands in the log: the version written today, counted from 1, and the steps that lead there,
 * the first from version 1 to version 2. Made by `versionOne` and `upcastBy` only, so that the two agree.
 */
export interface Versions {
  readonly present: number;
  readonly upcasters: readonly Upcaster[];
}

/** The data of one version in, the data of the next out. Pure; it never refuses: a recorded fact is a fact. */
export type Upcaster = (data: StoredData) => StoredData;
export type StoredData = Readonly<Record<string, unknown>>;

/** The versions of every event of a union: one that has none does not compile. */
export type EventVersions<Event extends { readonly type: string }> = Readonly<Record<Event['type'], Versions>>;

/** Never stored in another form than today's. */
export const versionOne: Versions = { present: 1, upcasters: [] };

/** Stored in other forms before: each step leads from one to the next, oldest first. A released step is never edited. */
export const upcastBy = (...upcasters: readonly [Upcaster, ...Upcaster[]]): Versions => ({
  present: upcasters.length + 1,
  upcasters,
});
