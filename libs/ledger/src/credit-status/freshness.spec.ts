import type { DossierSnapshot } from '../credit-dossier';
import { publishedRules as rules } from '../rule-set';
import { answerFor } from './answer-for';
import { noAnswer } from './domain/answer';
import { staleAfterMs, whyNoAnswer } from './freshness';

const uscc = '92131003MA9ANPJY55';
const asked = { subjectId: uscc, validAt: '2026-06-01', knownAt: '2026-06-01T04:00:00.000Z' };
const fresh: DossierSnapshot = {
  dossiers: new Map([
    [uscc, { subjectId: uscc, names: [], facts: [], knownSince: '2026-01-01T00:00:00.000Z', position: 5 }],
  ]),
  position: 9,
  caughtUpAt: new Date('2026-06-01T04:00:00.000Z'),
  ageMs: 3,
  stoppedBy: null,
  stopped: new Set(),
};
const neverCaughtUp = { caughtUpAt: null, ageMs: Infinity };

describe('why a read model cannot answer', () => {
  it('is nothing while it runs and is fresh, up to the limit', () => {
    expect(whyNoAnswer(fresh, uscc)).toBeUndefined();
    expect(whyNoAnswer({ ...fresh, ageMs: staleAfterMs }, uscc)).toBeUndefined();
  });

  it('is that it stopped, however fresh it looks', () => {
    expect(whyNoAnswer({ ...fresh, stoppedBy: 'unknown rule set' }, uscc)).toBe('read-model-stopped');
    expect(whyNoAnswer({ ...fresh, stoppedBy: '' }, uscc)).toBe('read-model-stopped');
  });

  it('is that the subject asked for stands still, and no other', () => {
    const stopped = new Set([uscc]);
    expect(whyNoAnswer({ ...fresh, stopped }, uscc)).toBe('subject-stopped');
    expect(whyNoAnswer({ ...fresh, stopped }, '91131000MA0Y000167')).toBeUndefined();
  });

  it('is that it is behind', () => {
    expect(whyNoAnswer({ ...fresh, ageMs: staleAfterMs + 1 }, uscc)).toBe('read-model-behind');
    expect(whyNoAnswer({ ...fresh, ...neverCaughtUp }, uscc)).toBe('read-model-behind');
  });

  it('is that it is behind, when nobody can say how old it is', () => {
    expect(whyNoAnswer({ ...fresh, ageMs: NaN }, uscc)).toBe('read-model-behind');
  });

  it('is that it is behind, when the limit was set to something that is no number', () => {
    const { STALE_AFTER_MS } = process.env;
    process.env.STALE_AFTER_MS = '15s';
    jest.isolateModules(() => {
      const again = jest.requireActual<typeof import('./freshness')>('./freshness');
      expect(again.whyNoAnswer(fresh, uscc)).toBe('read-model-behind');
    });
    process.env.STALE_AFTER_MS = STALE_AFTER_MS ?? '15000';
  });
});

describe('the four answers', () => {
  it.each<[string, Partial<DossierSnapshot>]>([
    ['read-model-stopped', { stoppedBy: 'unknown rule set' }],
    ['read-model-behind', { ageMs: staleAfterMs + 1 }],
    ['read-model-behind', neverCaughtUp],
    ['subject-stopped', { stopped: new Set([uscc]) }],
  ])('cannot answer for anybody, known or not: %s', (reason, change) => {
    for (const dossiers of [fresh.dossiers, new Map()]) {
      expect(answerFor(rules, asked, { ...fresh, dossiers, ...change })).toMatchObject({
        status: 'cannot-answer',
        reason,
        score: null,
        grade: null,
        contributions: [],
        listings: [],
      });
    }
  });

  it('cannot answer before the position asked for', () => {
    expect(answerFor(rules, asked, fresh, 9).status).toBe('not-listed');
    expect(answerFor(rules, asked, fresh, 10)).toMatchObject({ status: 'cannot-answer', reason: 'read-model-behind' });
  });

  it('cannot answer without a read model, and says no position and no age then', () => {
    expect(noAnswer(rules, asked, undefined, 'read-model-unavailable')).toMatchObject({
      status: 'cannot-answer',
      position: null,
      dataAgeMs: null,
    });
  });

  it('knows nobody: an answer of its own, with a statement that does not clear anybody', () => {
    const answer = answerFor(rules, asked, { ...fresh, dossiers: new Map() });
    expect(answer).toMatchObject({ status: 'subject-unknown', score: null, grade: null, reason: null });
    expect(answer.statement).toContain('不等于没有问题');
  });

  it('carries position, age and rule set with every answer', () => {
    const about = { position: 9, dataAgeMs: 3, ruleSetId: 'langfang-2026-04-01', ...asked };
    expect(answerFor(rules, asked, fresh)).toMatchObject({ ...about, status: 'not-listed' });
    expect(answerFor(rules, asked, { ...fresh, dossiers: new Map() })).toMatchObject(about);
    expect(answerFor(rules, asked, { ...fresh, stoppedBy: 'x' })).toMatchObject(about);
  });

  it('says a unit by its name in the statement, a person never: a sealed name is opened only where it stands alone', () => {
    const known = (subjectId: string, name: string): DossierSnapshot => ({
      ...fresh,
      dossiers: new Map([
        [
          subjectId,
          {
            subjectId,
            names: [{ name, since: '2026-01-01', source: 'paper', recordedAt: '2026-01-01T00:00:00.000Z' }],
            facts: [],
            knownSince: '2026-01-01T00:00:00.000Z',
            position: 5,
          },
        ],
      ]),
    });
    const person = 'person-8b91ab7f24b0d0c1e2f3a4b5c6d7e8f9';
    const sealed = `pd1.0a0b0c0d-1111-4222-8333-444455556666.name.${'A'.repeat(80)}`;
    expect(answerFor(rules, asked, known(uscc, '示例店')).statement).toMatch(/^示例店在2026-06-01不在/);
    expect(answerFor(rules, asked, known(uscc, '')).statement).toMatch(/^该主体在2026-06-01不在/);
    const answer = answerFor(rules, { ...asked, subjectId: person }, known(person, sealed));
    expect(answer.name).toBe(sealed);
    expect(answer.statement).toMatch(/^该自然人在2026-06-01不在/);
    expect(answer.statement).not.toContain('pd1.');
  });
});
