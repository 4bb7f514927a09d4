import { checked, count, integer, listOf, PENALTY_KINDS, type RulesIn, section, stated, word } from '../../shared';

/** A 诚信优良, B 基本诚信, C 失信观察, D 严重失信; best first. */
export const GRADES = ['A', 'B', 'C', 'D'] as const;
export type Grade = (typeof GRADES)[number];

const points = stated(integer);
const penaltyKinds = listOf(word(PENALTY_KINDS));

/** Counted once per decision that has any of these kinds. */
const penaltyPoints = section({ penaltyKinds, points });

/** The last band whose `fromFen` the fine reaches counts. */
const fineBands = checked(listOf(section({ fromFen: stated(count), points })), (bands) => {
  const from = bands.map(({ fromFen }) => fromFen.value);
  return from[0] === 0 && isRising(from) ? undefined : 'does not begin at 0 and rise';
});

/** Points; deductions are negative. */
export const scoringRules = checked(
  section({
    base: points,
    floor: points,
    cap: points,
    warning: penaltyPoints,
    fine: section({ penaltyKinds, bands: fineBands }),
    stop: penaltyPoints,
    refusalToCorrect: points,
    falseDocument: points,
    falseCommitment: points,
    noCommitment: points,
    hazardOverdue: points,
    hazardClosed: points,
  }),
  ({ base, floor, cap }) =>
    isRising([floor.value, base.value, cap.value]) ? undefined : 'has a base that is not between floor and cap',
);
export type Scoring = RulesIn<typeof scoringRules>;

/** Best first; a score has the first grade whose `from` it reaches. */
export const gradeRules = checked(listOf(section({ grade: word(GRADES), from: points })), (grades) =>
  isRising(grades.map(({ from }) => -from.value)) ? undefined : 'does not go from the best grade to the worst',
);
export type GradeRules = RulesIn<typeof gradeRules>;

/** The lowest possible score has a grade, too. */
export const scoreWithoutGrade = (rules: { readonly scoring: Scoring; readonly grades: GradeRules }) => {
  const worst = rules.grades.at(-1);
  return worst !== undefined && worst.from.value <= rules.scoring.floor.value
    ? undefined
    : 'has scores that no grade covers';
};

const isRising = (numbers: readonly number[]): boolean =>
  numbers.every((number, index) => index === 0 || number >= (numbers[index - 1] ?? number));
