import { judgeUnder } from '../credit-score/domain';
import { publishedRules } from '../rule-set';
import type { Judge } from './domain';
import { aPenalty, aRevocation } from './domain/credit-fact.examples';
import { partsUnder, type WholeDossier } from './tables';

describe('papers and calendar of a dossier', () => {
  const counting = () => {
    const judge = judgeUnder(publishedRules);
    const asked: number[] = [];
    const effectsOf: Judge['effectsOf'] = (facts) => {
      asked.push(facts.length);
      return judge.effectsOf(facts);
    };
    return { judge: { ...judge, effectsOf }, asked };
  };
  const dossier = (facts: WholeDossier['facts']): WholeDossier => {
    const at = '2026-01-01T00:00:00.000Z';
    return { head: { subjectId: 'subject-1', names: [], knownSince: at, newestAt: at, position: 9 }, facts };
  };

  it('follow from one judgement of each paper', () => {
    const { judge, asked } = counting();
    const two = dossier([
      aPenalty(),
      aPenalty({ decisionId: 'decision-2', position: 2 }),
      aRevocation({ position: 3 }),
    ]);
    const rows = partsUnder(judge).map(({ rowsOf }) => [...rowsOf(two)].length);
    expect(rows).toEqual([2, 4]);
    expect(asked).toEqual([2, 1]);
  });

  it('are those of the dossier that is given, though another one was judged before', () => {
    const { judge } = counting();
    const [papers] = partsUnder(judge);
    const ofOne = [...(papers?.rowsOf(dossier([aPenalty()])) ?? [])];
    const ofNone = [...(papers?.rowsOf(dossier([])) ?? [])];
    expect([ofOne.length, ofNone.length]).toEqual([1, 0]);
  });
});
