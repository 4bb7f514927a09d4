import { isDeepStrictEqual } from 'node:util';
import { papersIn, type Said } from './said';
import type { Truth } from './truth';

/** Where a body differs from what the log says it ought to hold: a sentence each. Pure. */
export function differences(truth: Truth, { body, records }: Pick<Said, 'body' | 'records'>): readonly string[] {
  const said = papersIn(body, records);
  const found: string[] = [];
  for (const [paper, { stands, corrections, endedBy }] of truth) {
    const there = said.get(paper);
    if (stands === null) {
      if ((there?.standing ?? 0) > 0) found.push(`${paper} stands and ought not to: it was ended by ${endedBy ?? '?'}`);
      // What was ended before it left need never have arrived.
      else if (there && there.endedBy !== null && there.endedBy !== endedBy)
        found.push(`${paper} was ended by ${there.endedBy}, and ought to be by ${endedBy ?? 'nothing'}`);
      continue;
    }
    if (!there || there.standing === 0) found.push(`${paper} is missing`);
    else if (there.standing > 1) found.push(`${paper} stands ${there.standing} times`);
    else {
      found.push(...fieldsApart(paper, stands, there.stands ?? {}));
      if (!isDeepStrictEqual(there.corrections, corrections))
        found.push(`${paper}: corrections ${there.corrections.join('; ')}, and ought to be ${corrections.join('; ')}`);
    }
  }
  for (const paper of said.keys())
    if (!truth.has(paper)) found.push(`${paper} is there, and nothing says it ought to be`);
  return found;
}

type Fields = Readonly<Record<string, unknown>>;

function fieldsApart(paper: string, ought: Fields, is: Fields): readonly string[] {
  return [...new Set([...Object.keys(ought), ...Object.keys(is)])]
    .filter((name) => !isDeepStrictEqual(ought[name], is[name]))
    .map((name) => `${paper}: ${name} is ${JSON.stringify(is[name])}, and ought to be ${JSON.stringify(ought[name])}`);
}
