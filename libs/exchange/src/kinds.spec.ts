import { type Kind, keyOf, KINDS, type Told } from './kinds';
import {
  aListEntry,
  aListRemoval,
  aPenalty,
  aPenaltyWithdrawal,
  aRepairResult,
  aRepairRevocation,
  aPenaltyChange,
  aPenaltyCorrection,
  aPenaltyFoundUnlawful,
  aPenaltyFoundVoid,
  aListCorrection,
  aCommitment,
  aCommitmentRepair,
  aCommitmentRepairRevocation,
  aSpotCheck,
  aSpotCheckWithdrawal,
} from './told.examples';
import { effectOf, recordOf } from './records';

const oneOfEach: readonly Told[] = [
  aPenalty(),
  aPenaltyWithdrawal(),
  aListEntry(),
  aListRemoval(),
  aRepairResult(),
  aRepairRevocation(),
  aPenaltyChange(),
  aPenaltyFoundUnlawful(),
  aPenaltyFoundVoid(),
  aListCorrection(),
  aCommitment(),
  aSpotCheck(),
  aSpotCheckWithdrawal(),
  aCommitmentRepair(),
  aCommitmentRepairRevocation(),
  aPenaltyCorrection(),
];

describe('the key of a message', () => {
  it('names body, kind, authority, document, subject and revision, for good', () => {
    expect(oneOfEach.map((told) => keyOf('credit-hebei', told, 0))).toEqual([
      'credit-hebei:penalty:1113100001YMGCE72W:廊消行罚决字〔2024〕第0001号:91131002MABBQNQG8X:0',
      'credit-hebei:penalty-withdrawal:1113100001YMGCE72W:廊消行罚决字〔2024〕第0001号:91131002MABBQNQG8X:0',
      'credit-hebei:list-entry:1113100001YMGCE72W:廊消列字〔2024〕第0003号:91131002MABBQNQG8X:0',
      'credit-hebei:list-removal:1113100001YMGCE72W:廊消列字〔2024〕第0003号:91131002MABBQNQG8X:0',
      'credit-hebei:repair-result:1113100001YMGCE72W:廊消行罚决字〔2024〕第0001号:91131002MABBQNQG8X:0',
      'credit-hebei:repair-revocation:1113100001YMGCE72W:廊消行罚决字〔2024〕第0001号:91131002MABBQNQG8X:0',
      'credit-hebei:penalty-change:1113100001YMGCE72W:廊消行罚决字〔2024〕第0001号:91131002MABBQNQG8X:0',
      'credit-hebei:penalty-unlawful:1113100001YMGCE72W:廊消行罚决字〔2024〕第0001号:91131002MABBQNQG8X:0',
      'credit-hebei:penalty-void:1113100001YMGCE72W:廊消行罚决字〔2024〕第0001号:91131002MABBQNQG8X:0',
      'credit-hebei:list-correction:1113100001YMGCE72W:廊消列字〔2024〕第0003号:91131002MABBQNQG8X:0',
      'credit-hebei:commitment:1113100001YMGCE72W:131002CN202400002:91131002MABBQNQG8X:0',
      'credit-hebei:spot-check:1113100001YMGCE72W:2024-SSJ-2/2024-RW-2:91131002MABBQNQG8X:0',
      'credit-hebei:spot-check-withdrawal:1113100001YMGCE72W:2024-SSJ-2/2024-RW-2:91131002MABBQNQG8X:0',
      'credit-hebei:commitment-repair:1113100001YMGCE72W:131002CN202400002:91131002MABBQNQG8X:0',
      'credit-hebei:commitment-repair-revocation:1113100001YMGCE72W:131002CN202400002:91131002MABBQNQG8X:0',
      'credit-hebei:penalty-correction:1113100001YMGCE72W:廊消行罚决字〔2024〕第0001号:91131002MABBQNQG8X:0',
    ]);
  });

  it('tells apart the messages about one paper, and the bodies', () => {
    const keys = [keyOf('a', aPenalty(), 0), keyOf('a', aPenalty(), 1), keyOf('b', aPenalty(), 0)];
    expect(new Set(keys).size).toBe(3);
  });
});

describe('the record of a message', () => {
  it('is that of the paper that made it: what withdraws, repairs or restores a penalty is about that penalty', () => {
    const penalty = 'penalty:1113100001YMGCE72W:廊消行罚决字〔2024〕第0001号:91131002MABBQNQG8X';
    const listing = 'list:1113100001YMGCE72W:廊消列字〔2024〕第0003号:91131002MABBQNQG8X';
    const [commitment, check] = [
      'commitment:1113100001YMGCE72W:131002CN202400002:91131002MABBQNQG8X',
      'spot-check:1113100001YMGCE72W:2024-SSJ-2/2024-RW-2:91131002MABBQNQG8X',
    ];
    expect(oneOfEach.map(recordOf)).toEqual([
      ...[penalty, penalty, listing, listing, penalty, penalty],
      ...[penalty, penalty, penalty, listing, commitment, check, check],
      ...[commitment, commitment, penalty],
    ]);
  });

  it('a penalty and a listing by papers of one number are two', () => {
    const documentNumber = '廊消决字〔2024〕第0001号';
    expect(recordOf(aPenalty({ documentNumber }))).not.toBe(recordOf(aListEntry({ decisionNumber: documentNumber })));
  });

  it('is stated, withdrawn, ended, noted, amended or restored', () => {
    expect(oneOfEach.map(({ kind }) => effectOf(kind))).toEqual([
      'states',
      'withdraws',
      'states',
      'ends',
      'notes',
      'restores',
      'amends',
      'withdraws',
      'withdraws',
      'amends',
      'states',
      'states',
      'withdraws',
      'withdraws',
      'restores',
      'replaces',
    ]);
  });
});

it('every kind has an example', () => {
  expect(new Set<Kind>(oneOfEach.map(({ kind }) => kind))).toEqual(new Set(KINDS));
});
