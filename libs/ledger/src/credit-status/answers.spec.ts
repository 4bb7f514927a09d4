import type { CreditDossier, CreditFact, Told } from '../credit-dossier';
import { publishedRules as rules } from '../rule-set';
import { answerFor } from './answer-for';
import { Answers, WrittenView } from './answers';
import { toCreditStatusView } from './credit-status.view';
import type { Asked } from './domain/answer';

const uscc = '92131003MA9ANPJY55';
const asked: Asked = { subjectId: uscc, validAt: '2026-06-01', knownAt: null, askedAt: '2026-06-01T05:00:00.000Z' };
const penalty: CreditFact = {
  eventId: 'e1',
  position: 2,
  recordedAt: '2026-05-06T01:00:00.000Z',
  occurredOn: '2026-05-06',
  document: '廊消行罚决字〔2026〕第000001号 "a\\b" \u2028',
  type: 'penalty-decision',
  decisionId: 'd1',
  penaltyKinds: ['罚款'],
  fineFen: 2_000_000,
  violationCode: null,
  severity: 'GENERAL',
  decidedOn: '2026-05-06',
  procedure: 'ordinary',
  effectiveUntil: null,
  ruleSetId: 'langfang-2026-04-01',
};
const dossierOf = (name = '示例店', subjectId = uscc): CreditDossier => ({
  subjectId,
  names: [
    { name: '旧名', since: '2026-01-01', source: 'registered', recordedAt: '2026-01-01T00:00:00.000Z' },
    { name, since: '2026-02-01', source: 'registered', recordedAt: '2026-02-01T00:00:00.000Z' },
  ],
  facts: [penalty],
  knownSince: '2026-01-01T00:00:00.000Z',
  newestAt: '2026-05-06T01:00:00.000Z',
  position: 2,
});
const known = (value: CreditDossier | undefined, position = 9, ageMs = 3): Told<CreditDossier | undefined> => ({
  known: true,
  value,
  position,
  ageMs,
});

describe('an answer that was worked out', () => {
  const dossier = dossierOf();

  it('is what would be worked out anew, with another position, age, instant, day or rule book', () => {
    const answers = new Answers();
    const other = { ...rules, edition: 'another' };
    for (const [book, question, told] of [
      [rules, asked, known(dossier)],
      [rules, asked, known(dossier)],
      [rules, { ...asked, askedAt: '2026-06-01T06:00:00.000Z' }, known(dossier, 12, 40)],
      [rules, { ...asked, validAt: '2026-05-01' }, known(dossier, 12, 40)],
      [other, { ...asked, validAt: '2026-05-01' }, known(dossier, 12, 40)],
      [rules, { ...asked, knownAt: '2026-03-01T00:00:00.000Z' }, known(dossier)],
      [rules, asked, known(undefined)],
      [rules, asked, known(dossier, 9, Infinity)],
      [rules, asked, { known: false, why: 'subject-stopped', position: 9, ageMs: 3 }],
    ] as const) {
      expect(answers.of(book, question, told)).toEqual(answerFor(book, question, told));
    }
  });

  it('is written as JSON.stringify writes its view, byte for byte', () => {
    const answers = new Answers();
    for (const told of [known(dossier), known(dossier, 123_456_789_012, 14_999), known(dossier, 0, 0)]) {
      const text = answers.writtenOf(rules, asked, told)?.bytes.toString();
      expect(text).toBe(JSON.stringify(toCreditStatusView(answerFor(rules, asked, told))));
    }
  });

  it('is written the same when there is no dossier, no answer, or another time in question', () => {
    const answers = new Answers();
    for (const [question, told] of [
      [asked, known(undefined)],
      [asked, { known: false, why: 'subject-stopped', position: 9, ageMs: 3 }],
      [{ ...asked, knownAt: '2026-06-01T04:00:00.000Z' }, known(dossier)],
    ] as const) {
      const answer = answerFor(rules, question, told);
      const { status, position } = answer;
      const bytes = Buffer.from(JSON.stringify(toCreditStatusView(answer)));
      expect(answers.writtenOf(rules, question, told)).toEqual({ status, position, bytes });
    }
  });

  it('has no bytes when there is personal text in it', () => {
    const answers = new Answers();
    const sealed = `pd1.0a0b0c0d-1111-4222-8333-444455556666.name.${'A'.repeat(80)}`;
    const person = dossierOf(sealed, 'person-8b91ab7f24b0d0c1e2f3a4b5c6d7e8f9');
    expect(answers.writtenOf(rules, { ...asked, subjectId: person.subjectId }, known(person))).toBeUndefined();
    expect(answers.writtenOf(rules, asked, known(dossierOf(sealed)))).toBeUndefined();
    expect(
      answers.writtenOf(rules, { ...asked, knownAt: '2026-06-01T04:00:00.000Z' }, known(dossierOf(sealed))),
    ).toBeUndefined();
  });
});

it('a written view has its places wherever its fields stand', () => {
  const view = toCreditStatusView(answerFor(rules, asked, known(dossierOf())));
  const { position, dataAge, knownAt, ...rest } = view;
  const differing = { position: 7, dataAge: null, knownAt: '2026-06-02T00:00:00.000Z' };
  for (const one of [view, { position, dataAge, knownAt, ...rest }, { ...rest, knownAt, position, dataAge }]) {
    expect(new WrittenView(one).with(differing).toString()).toBe(JSON.stringify({ ...one, ...differing }));
  }
});
