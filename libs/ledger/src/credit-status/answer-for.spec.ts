import type { CreditDossier, Told } from '../credit-dossier';
import { publishedRules as rules } from '../rule-set';
import { answerFor } from './answer-for';
import { noAnswer } from './domain/answer';

const uscc = '92131003MA9ANPJY55';
const times = { validAt: '2026-06-01', knownAt: '2026-06-01T04:00:00.000Z' };
const asked = { subjectId: uscc, ...times, askedAt: '2026-06-01T05:00:00.000Z' };
const age = { position: 9, ageMs: 3 };
const dossierOf = (subjectId: string, ...names: CreditDossier['names']): CreditDossier => ({
  subjectId,
  names,
  facts: [],
  knownSince: '2026-01-01T00:00:00.000Z',
  newestAt: '2026-01-01T00:00:00.000Z',
  position: 5,
});
const known = (value: CreditDossier | undefined): Told<CreditDossier | undefined> => ({ ...age, known: true, value });

describe('the four answers', () => {
  it.each(['read-model-stopped', 'read-model-behind', 'subject-stopped'] as const)(
    'cannot answer when the dossiers do not know: %s',
    (why) => {
      expect(answerFor(rules, asked, { ...age, known: false, why })).toMatchObject({
        status: 'cannot-answer',
        reason: why,
        score: null,
        grade: null,
        contributions: [],
        listings: [],
      });
    },
  );

  it('cannot answer without a read model, and says no position and no age then', () => {
    expect(noAnswer(rules, asked, undefined, 'read-model-unavailable')).toMatchObject({
      status: 'cannot-answer',
      position: null,
      dataAgeMs: null,
    });
  });

  it('knows nobody: an answer of its own, with a statement that does not clear anybody', () => {
    const answer = answerFor(rules, asked, known(undefined));
    expect(answer).toMatchObject({ status: 'subject-unknown', score: null, grade: null, reason: null });
    expect(answer.statement).toContain('不等于没有问题');
  });

  it('carries position, age and rule set with every answer', () => {
    const about = { position: 9, dataAgeMs: 3, ruleSetId: 'langfang-2026-04-01', subjectId: uscc, ...times };
    expect(answerFor(rules, asked, known(dossierOf(uscc)))).toMatchObject({ ...about, status: 'not-listed' });
    expect(answerFor(rules, asked, known(undefined))).toMatchObject(about);
    expect(answerFor(rules, asked, { ...age, known: false, why: 'subject-stopped' })).toMatchObject(about);
  });

  it('says a unit by its name in the statement, a person never: a sealed name is opened only where it stands alone', () => {
    const named = (subjectId: string, name: string) =>
      known(
        dossierOf(subjectId, { name, since: '2026-01-01', source: 'paper', recordedAt: '2026-01-01T00:00:00.000Z' }),
      );
    const person = 'person-8b91ab7f24b0d0c1e2f3a4b5c6d7e8f9';
    const sealed = `pd1.0a0b0c0d-1111-4222-8333-444455556666.name.${'A'.repeat(80)}`;
    expect(answerFor(rules, asked, named(uscc, '示例店')).statement).toMatch(/^示例店在2026-06-01不在/);
    expect(answerFor(rules, asked, named(uscc, '')).statement).toMatch(/^该主体在2026-06-01不在/);
    const answer = answerFor(rules, { ...asked, subjectId: person }, named(person, sealed));
    expect(answer.name).toBe(sealed);
    expect(answer.statement).toMatch(/^该自然人在2026-06-01不在/);
    expect(answer.statement).not.toContain('pd1.');
  });
});
