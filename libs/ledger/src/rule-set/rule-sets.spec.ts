import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PENALTY_KINDS, Refusal } from '../shared';
import { publishedRules, ruleBook } from './rule-book';
import type { RuleSet } from './rule-set';
import { ruleSets } from './rule-sets';

const DATA = join(__dirname, 'data');

/** Paths of numbers that do not stand in `{ value, mark, basis }`. */
function bareNumbers(node: unknown, path: string): string[] {
  if (typeof node === 'number') return [path];
  if (typeof node !== 'object' || node === null) return [];
  if ('value' in node && 'mark' in node && 'basis' in node) {
    const wellStated =
      (node.mark === 'sourced' || node.mark === 'our-default') && typeof node.basis === 'string' && node.basis !== '';
    return wellStated ? [] : [path];
  }
  return Object.entries(node).flatMap(([key, child]) => bareNumbers(child, `${path}.${key}`));
}

describe('rule sets', () => {
  it('loads every data file', () => {
    const files = readdirSync(DATA).map((file) => file.replace('.json', ''));
    expect(ruleSets.map(({ id }) => id).sort()).toEqual(files.sort());
  });

  it('covers every day once: open start, no gap, no overlap, open end', () => {
    expect(ruleSets[0]?.effectiveFrom).toBeNull();
    expect(ruleSets.at(-1)?.effectiveUntil).toBeNull();
    expect(ruleSets.slice(1).map(({ effectiveFrom }) => effectiveFrom)).toEqual(
      ruleSets.slice(0, -1).map(({ effectiveUntil }) => effectiveUntil),
    );
    expect(ruleSets.slice(1).map(({ effectiveFrom }) => effectiveFrom)).toEqual(['2023-05-01', '2026-04-01']);
  });

  it.each(readdirSync(DATA))('states mark and basis of every number in %s', (file) => {
    expect(bareNumbers(JSON.parse(readFileSync(join(DATA, file), 'utf8')), file)).toEqual([]);
  });

  it('finds a number that has no basis', () => {
    expect(bareNumbers({ a: { b: 7 }, c: { value: 7, mark: 'sourced', basis: '' } }, 'x')).toEqual(['x.a.b', 'x.c']);
  });

  it.each([
    ['1990-01-01', 'langfang-before-2023-05-01'],
    ['2023-04-30', 'langfang-before-2023-05-01'],
    ['2023-05-01', 'langfang-2023-05-01'],
    ['2026-03-31', 'langfang-2023-05-01'],
    ['2026-04-01', 'langfang-2026-04-01'],
    ['2099-12-31', 'langfang-2026-04-01'],
  ])('on %s applies %s', (day, id) => {
    expect(publishedRules.inForce(day).id).toBe(id);
  });

  it('finds a rule set by its id and refuses an unknown one', () => {
    expect(publishedRules.byId('langfang-2026-04-01')).toBe(publishedRules.inForce('2026-04-01'));
    expect(() => publishedRules.byId('langfang-1900-01-01')).toThrow(
      new Refusal('rule-set-unknown', { ruleSetId: 'langfang-1900-01-01' }),
    );
  });

  it('has the edition under which stored rows were judged, whatever is told, and however later papers will be read', () => {
    const { edition, workingDays } = publishedRules;
    expect(edition).toBe('42104286-5e65-5b4c-8b74-408292fb69eb');
    const changed = (change: (ruleSet: RuleSet) => Partial<RuleSet>) =>
      ruleBook(
        ruleSets.map((ruleSet) => ({ ...ruleSet, ...change(ruleSet) })),
        workingDays,
      ).edition;
    expect(changed(({ readings }) => ({ readings: readings.slice(0, 1) }))).toBe(edition);
    expect(changed(({ channels }) => ({ channels: { ...channels, 'credit-china': channels['credit-node'] } }))).toBe(
      edition,
    );
    expect(changed(({ publicity }) => ({ publicity: { ...publicity, MINOR: publicity.GENERAL } }))).not.toBe(edition);
  });

  it('says in its label that it is for demonstration', () => {
    for (const { label } of ruleSets) expect(label).toContain('演示');
  });

  it('knows the severity of every penalty kind', () => {
    for (const { severity } of ruleSets) {
      expect(Object.keys(severity.penaltyKinds)).toEqual([...PENALTY_KINDS]);
    }
  });
});
