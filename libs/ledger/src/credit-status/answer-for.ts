import type { CreditDossier, Dossiers, Reading, Told } from '../credit-dossier';
import type { RuleBook } from '../rule-set';
import { type Asked, noAnswer, type StatusAnswer, statusAnswer } from './domain/answer';

/** The answer from what the dossiers tell, or why they cannot: the same for a single question and for each row of a bidder check. */
export const answerFor = (rules: RuleBook, asked: Asked, told: Told<CreditDossier | undefined>): StatusAnswer =>
  told.known ? statusAnswer(rules, asked, told, told.value) : noAnswer(rules, asked, told, told.why);

/**
 * What the dossiers tell of a day by the knowledge of an instant, all subjects at one position. By the newest knowledge only the
 * papers that stand on the day are read; only an older instant needs all of them.
 *
 * @param atLeast a position that must be in it
 */
export async function dossiersFor(
  dossiers: Dossiers,
  { validAt, knownAt }: Pick<Asked, 'validAt' | 'knownAt'>,
  subjectIds: readonly string[],
  atLeast = 0,
): Promise<Reading<CreditDossier | undefined>> {
  const present = await dossiers.now(subjectIds, { on: validAt, atLeast });
  if (knownAt === null) return present;
  const knewLess = (subjectId: string) => {
    const told = present.of(subjectId);
    return told.known && told.value !== undefined && told.value.newestAt > knownAt;
  };
  return subjectIds.some(knewLess) ? dossiers.now(subjectIds, { atLeast }) : present;
}
