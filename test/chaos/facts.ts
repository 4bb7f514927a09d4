import { aUscc } from '../fuzz/valid';
import type { Dice } from './dice';

/** One command. In path and body `{name}` stands for the id that an earlier command of the same paper was answered with. */
export interface Act {
  readonly role: 'officer' | 'approver';
  readonly path: string;
  readonly body: object;
  /** The name of the id in the answer. */
  readonly keep?: string;
}

/** The commands about one paper, one after the other. */
export type Story = readonly Act[];

export const unit = { name: '廊坊市消防救援支队', code: '1113100001YMGCE72W' };
const authority = { authorityName: unit.name, authorityCode: unit.code };

/** What happens to so many papers: facts of every kind, each paper with a unit of its own. All days lie before the run begins. */
export function storiesOf(records: number, dice: Dice): readonly Story[] {
  return Array.from({ length: records }, (_, n) => {
    const share = dice.below(100);
    if (share < 58) return penaltyStory(n, dice);
    if (share < 66) return repairStory(n, dice);
    if (share < 76) return listingStory(n, dice);
    return share < 88 ? commitmentStory(n, dice) : spotCheckStory(n, dice);
  });
}

const subject = (n: number) => ({ uscc: aUscc(n), subjectName: `廊坊演示第${n}单位` });
const numbered = (what: string, n: number): string => `廊消${what}〔2026〕第${String(n + 1).padStart(5, '0')}号`;
const twoDigits = (n: number): string => String(n).padStart(2, '0');

function aPenalty(n: number, dice: Dice, decidedOn: string, penaltyKinds: string): object {
  const fine = penaltyKinds.includes('罚款');
  const printed = dice.chance(0.15) ? { publicUntil: dice.oneOf(['2027-02-28', '2027-03-31', '2027-01-15']) } : {};
  return {
    ...subject(n),
    subjectCategory: '法人及非法人组织',
    legalRepresentative: '王小明',
    documentNumber: numbered('行罚决字', n),
    violationType: '占用、堵塞、封闭消防车通道',
    facts: `检查发现消防车通道被占用，长${dice.below(90) + 10}米。`,
    legalBasis: '《中华人民共和国消防法》第六十条第一款第五项',
    penaltyKinds,
    penaltyContent: `处以${penaltyKinds}`,
    ...(fine && { fineWan: `${dice.below(9) + 1}.${twoDigits(dice.below(99))}` }),
    ...(penaltyKinds.includes('没收') && { confiscatedWan: '1.5' }),
    decidedOn,
    procedure: penaltyKinds === '警告' && dice.chance(0.2) ? 'simple' : 'ordinary',
    ...printed,
    ...authority,
  };
}

function penaltyStory(n: number, dice: Dice): Story {
  const kinds = dice.oneOf(['罚款', '罚款', '罚款', '警告', '罚款;责令停产停业', '警告;罚款', '没收违法所得;罚款']);
  // Ends of months, where terms go wrong; and days under two rule sets.
  const day = dice.oneOf(['2026-08-31', '2026-09-30', '2026-10-31', '2026-03-31', '2026-02-28', '2026-09-15']);
  const story: Act[] = [
    { role: 'officer', path: '/penalty-decisions', body: aPenalty(n, dice, day, kinds), keep: 'penalty' },
  ];
  for (let change = dice.below(8) - 5; change > 0; change--) story.push(aChange(n, change, dice));
  if (dice.chance(0.3)) story.push(anOutcome(n, dice));
  return story;
}

function aChange(n: number, nth: number, dice: Dice): Act {
  // Between told and not told a paper goes once at most.
  const penaltyKinds = nth === 1 ? dice.oneOf(['罚款', '罚款', '警告', '罚款;责令停产停业']) : '罚款';
  return {
    role: 'approver',
    path: '/penalty-decisions/{penalty}/change',
    body: {
      documentNumber: numbered(`复决${nth}字`, n),
      changedOn: `2026-11-${twoDigits(20 - nth * 2)}`,
      reason: '处罚幅度不当',
      authorityName: '廊坊市人民政府',
      authorityCode: unit.code,
      penaltyKinds,
      penaltyContent: `第${3 - nth}次改处${penaltyKinds}`,
      ...(penaltyKinds.includes('罚款') && { fineWan: `0.${twoDigits(dice.below(98) + 1)}` }),
    },
  };
}

function anOutcome(n: number, dice: Dice): Act {
  const body = { documentNumber: numbered('撤字', n), reason: '程序违法', ...authority };
  const path = dice.oneOf(['revocation', 'unlawfulness', 'voidness']);
  return {
    role: path === 'revocation' ? 'officer' : 'approver',
    path: `/penalty-decisions/{penalty}/${path}`,
    body: { ...body, [path === 'revocation' ? 'revokedOn' : 'foundOn']: '2026-11-24' },
  };
}

/** A penalty that is repaired, and half of the time un-repaired. */
function repairStory(n: number, dice: Dice): Story {
  const step = (role: Act['role'], path: string, body: object): Act => ({
    role,
    path: `/credit-repairs/{repair}/${path}`,
    body,
  });
  const application = {
    recordKind: 'penalty-decision',
    recordId: '{penalty}',
    applicationNumber: `XYXF20261012${String(n + 1).padStart(5, '0')}`,
    channel: 'credit-china',
    appliedOn: '2026-10-12',
    proof: '罚款缴纳凭证；整改复查意见书',
    commitmentOn: '2026-10-12',
  };
  const story: Act[] = [
    { role: 'officer', path: '/penalty-decisions', body: aPenalty(n, dice, '2026-05-06', '罚款'), keep: 'penalty' },
    { role: 'officer', path: '/credit-repairs', body: application, keep: 'repair' },
    step('officer', 'acceptance', { acceptedOn: '2026-10-13' }),
    step('officer', 'verifications', { verifiedOn: '2026-10-14', corrected: true, findings: '罚款已缴清' }),
    step('approver', 'approval', {
      documentNumber: numbered('信修准', n),
      approvedOn: '2026-10-15',
      reasons: '条件具备',
    }),
  ];
  if (dice.chance(0.5))
    story.push(
      step('approver', 'revocation', {
        documentNumber: numbered('信修撤', n),
        revokedOn: '2026-11-09',
        reason: '缴款凭证系伪造',
      }),
    );
  return story;
}

function listingStory(n: number, dice: Dice): Story {
  const step = (role: Act['role'], path: string, body: object): Act => ({
    role,
    path: `/blacklist/listings/{listing}/${path}`,
    body,
  });
  const report = { ...subject(n), reportNumber: numbered('火调字', n), reportedOn: '2026-05-01' };
  const isFormal = dice.chance(0.75);
  const legalBasis = '演示用地方性法规第X条';
  const correctionOf = (nth: number): Act =>
    step('approver', 'corrections', {
      documentNumber: numbered(`更${nth}字`, n),
      correctedOn: `2026-07-0${nth}`,
      field: 'legalBasis',
      oldValue: nth === 1 ? legalBasis : `${legalBasis}第${nth - 1}款`,
      newValue: `${legalBasis}第${nth}款`,
      reason: '漏写款项',
      correctionBody: unit.name,
      correctionBodyCode: unit.code,
    });
  const story: Act[] = [
    { role: 'officer', path: '/blacklist/listings', body: report, keep: 'listing' },
    step('officer', 'notice', {
      noticeNumber: numbered('列告字', n),
      servedOn: '2026-05-06',
      reasons: '火灾事故责任',
      legalBasis: '演示',
    }),
    step('approver', 'decision', {
      register: isFormal ? 'serious-dishonesty' : 'key-supervision',
      decisionNumber: numbered('列决字', n),
      decisionBody: unit.name,
      decisionBodyCode: unit.code,
      legalBasis,
      basisLevel: 'local-regulation',
      legalReviewedBy: '法制科 李某',
      conductSummary: '对火灾事故负有责任',
      measures: ['PROC_REFUSE', 'BID_RESTRICT'],
      removalConditions: '期满或者符合条件提前移出',
      remedies: '可自收到决定之日起六十日内申请行政复议',
      decidedOn: '2026-06-10',
    }),
  ];
  for (let nth = 1, corrections = dice.below(3); nth <= corrections; nth++) story.push(correctionOf(nth));
  if (dice.chance(0.4))
    story.push(
      step('approver', 'removal', {
        reason: 'revoked',
        removedOn: '2026-11-02',
        decisionNumber: numbered('移决字', n),
        removalBody: unit.name,
        removalBodyCode: unit.code,
        explanation: '决定撤销',
      }),
    );
  return story;
}

function commitmentStory(n: number, dice: Dice): Story {
  const made = {
    ...subject(n),
    commitmentNumber: `131002CN2026${String(n + 1).padStart(5, '0')}`,
    matter: '公众聚集场所投入使用、营业',
    madeOn: '2026-10-06',
    verificationDueOn: '2026-11-03',
    serious: '否',
  };
  const record = (more: object): Act => ({
    role: 'officer',
    path: '/commitments',
    body: { ...made, ...more },
    keep: 'commitment',
  });
  const story = [record({ result: '未核查' })];
  const fate = dice.below(4);
  if (fate === 1) story.push(record({ result: '符合', verifiedOn: '2026-11-02' }));
  if (fate >= 2) story.push(record({ result: '失实', verifiedOn: '2026-11-02', falseDetail: '疏散通道堵塞' }));
  if (fate === 3)
    story.push({
      role: 'officer',
      path: '/commitments/{commitment}/finding-withdrawal',
      body: { documentNumber: numbered('撤认字', n), withdrawnOn: '2026-11-20', reason: '核查有误' },
    });
  return story;
}

function spotCheckStory(n: number, dice: Dice): Story {
  const record = (result: string): Act => ({
    role: 'officer',
    path: '/spot-checks',
    body: {
      ...subject(n),
      planNumber: '2026-SSJ-4',
      taskNumber: `2026-RW-${n + 1}`,
      checkedOn: '2026-10-20',
      authorityName: unit.name,
      result,
    },
    keep: 'check',
  });
  const story = [record('发现问题待后续处理')];
  if (dice.chance(0.5))
    story.push({
      role: 'officer',
      path: '/spot-checks/{check}/withdrawal',
      body: { documentNumber: numbered('抽撤字', n), withdrawnOn: '2026-11-10', reason: '录入有误' },
    });
  if (story.length === 2 && dice.chance(0.7)) story.push(record('未发现问题'));
  return story;
}
