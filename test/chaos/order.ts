import { doesOf, type Entry, paperIn, type Said, wordsOf } from './said';

interface Place {
  state: 'unknown' | 'stands' | 'ended';
  sequence: number;
}

/**
 * Where a body's own journal is out of order: a sentence each. Per paper the original comes before what corrects it, and that before what
 * ends it; nothing follows what ended it but a restoration or another result of the same check; no key is stored twice; nothing is told
 * past its end. Pure.
 *
 * @param firstDay the day on which the run began: what ended before that was never to be shown
 */
export function orderViolations(
  { body, journal }: Pick<Said, 'body' | 'journal'>,
  firstDay: string,
): readonly string[] {
  const found: string[] = [];
  const keys = new Set<string>();
  const places = new Map<string, Place>();
  const { shownThrough, replacedWithdrawal } = wordsOf(body);
  for (const entry of journal) {
    const { submission } = entry;
    if (entry.type !== 'stored' || !submission) continue;
    const { idempotencyKey: key } = submission;
    if (keys.has(key)) found.push(`${key} is stored twice`);
    keys.add(key);
    const paper = paperIn(body, submission);
    const place = places.get(paper) ?? { state: 'unknown', sequence: 0 };
    places.set(paper, place);
    found.push(...stepsOutOfPlace(submission, place, replacedWithdrawal));
    const end = shownThrough === null ? null : submission.fields[shownThrough];
    if (typeof end === 'string' && end.replaceAll('/', '-') < firstDay)
      found.push(`${key} is told past its end ${end}`);
  }
  return found;
}

function stepsOutOfPlace(
  submission: NonNullable<Entry['submission']>,
  place: Place,
  replacedWithdrawal: string,
): readonly string[] {
  const found: string[] = [];
  const { idempotencyKey: key, subjectSequence = place.sequence, kind, fields } = submission;
  if (subjectSequence < place.sequence) found.push(`${key} (${subjectSequence}) comes after ${place.sequence}`);
  place.sequence = subjectSequence;
  switch (doesOf(kind)) {
    case 'states':
      if (place.state === 'stands') found.push(`${key} is stored while the paper stands`);
      if (place.state === 'ended' && fields[replacedWithdrawal] === undefined)
        found.push(`${key} is stored after its withdrawal`);
      place.state = 'stands';
      break;
    case 'restates':
      place.state = 'stands';
      break;
    case 'notes':
    case 'amends':
      if (place.state === 'unknown') found.push(`${key} is stored before its original`);
      if (place.state === 'ended') found.push(`${key} is stored after its withdrawal`);
      break;
    case 'ends':
      if (place.state === 'unknown') found.push(`${key} is stored before its original`);
      if (place.state === 'ended') found.push(`${key} ends what was ended before`);
      place.state = 'ended';
      break;
    case 'restores':
      if (place.state !== 'ended') found.push(`${key} restores what stands`);
      place.state = 'stands';
      break;
  }
  return found;
}
