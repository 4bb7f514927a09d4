import { doesOf, type Entry, type Held, paperIn, type Said } from './said';

/** Faults that may be planted in what a body says, to prove that the comparison would see them. */
export const PLANTS = ['drop', 'double', 'longer', 'order', 'after-withdrawal', 'past-end'] as const;
export type Plant = (typeof PLANTS)[number];

/** What the body says, with this fault in it. @throws when the body holds nothing that could carry it */
export function planted(plant: Plant, said: Said): Said {
  return plants[plant](said);
}

const plants: Readonly<Record<Plant, (said: Said) => Said>> = {
  drop: (said) => {
    const lost = standing(said, () => true);
    return { ...said, records: said.records.filter((record) => record !== lost) };
  },
  double: (said) => {
    const twice = standing(said, () => true);
    return { ...said, records: [...said.records, { ...twice, idempotencyKey: `${twice.idempotencyKey}:again` }] };
  },
  longer: (said) => {
    // One that no change has given another end.
    const one = standing(said, ({ fields, amendedBy }) => typeof fields.CF_GSJZQ === 'string' && amendedBy === null);
    const fields = { ...one.fields, CF_GSJZQ: aDayLater(String(one.fields.CF_GSJZQ)) };
    return { ...said, records: said.records.map((record) => (record === one ? { ...record, fields } : record)) };
  },
  order: (said) => {
    const ending = stored(said, (does) => does === 'ends');
    const first = storedAt(said, (entry) => paperIn(entry) === paperIn(ending.submission));
    const journal = said.journal.filter((entry) => entry !== ending.entry);
    return { ...said, journal: [...journal.slice(0, first), ending.entry, ...journal.slice(first)] };
  },
  'after-withdrawal': (said) => {
    const ending = stored(said, (does) => does === 'ends');
    const first = said.journal[storedAt(said, (entry) => paperIn(entry) === paperIn(ending.submission))];
    if (!first?.submission) throw new Error('nothing was stored before its withdrawal');
    const submission = {
      ...first.submission,
      idempotencyKey: `${first.submission.idempotencyKey}:late`,
      subjectSequence: Number.MAX_SAFE_INTEGER,
    };
    return { ...said, journal: [...said.journal, { ...first, submission }] };
  },
  'past-end': (said) => {
    const { entry, submission } = stored(said, (_does, { fields }) => typeof fields.CF_GSJZQ === 'string');
    const late = { ...entry, submission: { ...submission, fields: { ...submission.fields, CF_GSJZQ: '2020/01/31' } } };
    return { ...said, journal: said.journal.map((one) => (one === entry ? late : one)) };
  },
};

function standing({ records }: Said, wanted: (record: Held) => boolean): Held {
  const found = records.find((record) => doesOf(record.kind) === 'states' && record.endedBy === null && wanted(record));
  if (!found) throw new Error('the body holds no record that could carry this fault');
  return found;
}

type Submission = NonNullable<Entry['submission']>;

function stored(
  { journal }: Said,
  wanted: (does: ReturnType<typeof doesOf>, submission: Submission) => boolean,
): { readonly entry: Entry; readonly submission: Submission } {
  for (const entry of journal) {
    const { submission } = entry;
    if (entry.type === 'stored' && submission && wanted(doesOf(submission.kind), submission))
      return { entry, submission };
  }
  throw new Error('the journal has no entry that could carry this fault');
}

const storedAt = ({ journal }: Said, wanted: (submission: Submission) => boolean): number =>
  journal.findIndex(({ type, submission }) => type === 'stored' && submission !== undefined && wanted(submission));

const aDayLater = (day: string): string =>
  new Date(Date.parse(day.replaceAll('/', '-')) + 86_400_000).toISOString().slice(0, 10).replaceAll('-', '/');
