import { doesOf, type Entry, type Held, paperIn, type Said, wordsOf } from './said';

/** Faults that may be planted in what a body says, to prove that the comparison would see them. */
export const PLANTS = ['drop', 'double', 'longer', 'order', 'after-withdrawal', 'past-end'] as const;
export type Plant = (typeof PLANTS)[number];

/** What the body says, with this fault in it. @throws NothingCarriesIt */
export function planted(plant: Plant, said: Said): Said {
  return plants[plant](said);
}

/** Whether anything of what the body says could have this fault: one that is told no end cannot show anything longer. */
export function carries(plant: Plant, said: Said): boolean {
  try {
    planted(plant, said);
    return true;
  } catch (error) {
    if (error instanceof NothingCarriesIt) return false;
    throw error;
  }
}

class NothingCarriesIt extends Error {}

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
    const name = endFieldOf(said);
    // One that no change has given another end.
    const one = standing(said, ({ fields, amendedBy }) => typeof fields[name] === 'string' && amendedBy === null);
    const fields = { ...one.fields, [name]: aDayLater(String(one.fields[name])) };
    return { ...said, records: said.records.map((record) => (record === one ? { ...record, fields } : record)) };
  },
  order: (said) => {
    const ending = stored(said, (does) => does === 'ends');
    const first = storedAt(said, (entry) => paperIn(said.body, entry) === paperIn(said.body, ending.submission));
    const journal = said.journal.filter((entry) => entry !== ending.entry);
    return { ...said, journal: [...journal.slice(0, first), ending.entry, ...journal.slice(first)] };
  },
  'after-withdrawal': (said) => {
    const ending = stored(said, (does) => does === 'ends');
    const paper = paperIn(said.body, ending.submission);
    const first = said.journal[storedAt(said, (entry) => paperIn(said.body, entry) === paper)];
    if (!first?.submission) throw new NothingCarriesIt('nothing was stored before its withdrawal');
    const submission = {
      ...first.submission,
      idempotencyKey: `${first.submission.idempotencyKey}:late`,
      subjectSequence: Number.MAX_SAFE_INTEGER,
    };
    return { ...said, journal: [...said.journal, { ...first, submission }] };
  },
  'past-end': (said) => {
    const name = endFieldOf(said);
    const { entry, submission } = stored(said, (_does, { fields }) => typeof fields[name] === 'string');
    const fields = { ...submission.fields, [name]: '2020-01-31' };
    const late = { ...entry, submission: { ...submission, fields } };
    return { ...said, journal: said.journal.map((one) => (one === entry ? late : one)) };
  },
};

function endFieldOf({ body }: Said): string {
  const { shownThrough } = wordsOf(body);
  if (shownThrough === null) throw new NothingCarriesIt(`${body} is told no end`);
  return shownThrough;
}

function standing({ records }: Said, wanted: (record: Held) => boolean): Held {
  const found = records.find((record) => doesOf(record.kind) === 'states' && record.endedBy === null && wanted(record));
  if (!found) throw new NothingCarriesIt('the body holds no record that could carry this fault');
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
  throw new NothingCarriesIt('the journal has no entry that could carry this fault');
}

const storedAt = ({ journal }: Said, wanted: (submission: Submission) => boolean): number =>
  journal.findIndex(({ type, submission }) => type === 'stored' && submission !== undefined && wanted(submission));

/** With slashes where it had some. */
function aDayLater(day: string): string {
  const later = new Date(Date.parse(day.replaceAll('/', '-')) + 86_400_000).toISOString().slice(0, 10);
  return day.includes('/') ? later.replaceAll('-', '/') : later;
}
