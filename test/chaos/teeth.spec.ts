import { differences } from './compare';
import { orderViolations } from './order';
import { carries, type Plant, planted } from './plant';
import type { Held, Said } from './said';
import { type StoredRow, truthOf } from './truth';

const subject = '91131002MA0Y000328';
const authority = { authorityName: '廊坊市消防救援支队', authorityCode: '1113100001YMGCE72W' };
const numberOf = (nth: number) => `廊消行罚决字〔2026〕第000${nth}号`;

const decision = (nth: number) => ({
  ...authority,
  subjectId: subject,
  subjectName: '廊坊广阳演示商场有限公司',
  legalRepresentative: '王小明',
  documentNumber: numberOf(nth),
  procedure: 'ordinary',
  violationType: '占用消防车通道',
  facts: '消防车通道被占用。',
  legalBasis: '《中华人民共和国消防法》第六十条',
  penaltyKinds: ['罚款'],
  penaltyContent: '处罚款人民币8000元整',
  fineFen: 800_000,
  confiscatedFen: null,
  licence: null,
  decidedOn: '2026-08-31',
  effectiveUntil: null,
  publicUntil: null,
  sourceName: authority.authorityName,
  sourceCode: authority.authorityCode,
  remark: null,
});
const row = (nth: number, type: string, data: object, recordedOn: string): StoredRow => ({
  stream: `penalty-${nth}`,
  type,
  subjectId: subject,
  recordedOn,
  data: { ...data },
});
const revocation = {
  documentNumber: '廊消撤字〔2026〕第0002号',
  revokedOn: '2026-11-24',
  reason: '程序违法',
  ...authority,
};
const rows = [
  row(1, 'PenaltyDecisionRecorded', decision(1), '2026-11-29'),
  row(2, 'PenaltyDecisionRecorded', decision(2), '2026-11-28'),
  row(2, 'PenaltyDecisionRevoked', revocation, '2026-11-28'),
];

const keyOf = (kind: string, nth: number) => `credit-hebei:${kind}:${nth}`;
const penaltyFields = (nth: number, until: string) => ({
  CF_XDR_MC: '廊坊广阳演示商场有限公司',
  CF_XDR_LB: '法人及非法人组织',
  CF_XDR_SHXYM: subject,
  CF_FRDB: '王小明',
  CF_WSH: numberOf(nth),
  CF_WFXW: '占用消防车通道',
  CF_SY: '消防车通道被占用。',
  CF_YJ: '《中华人民共和国消防法》第六十条',
  CF_CFLB: '罚款',
  CF_NR: '处罚款人民币8000元整',
  CF_NR_FK: '0.800000',
  CF_JDRQ: '2026/08/31',
  CF_GSJZQ: until,
  CF_CFJG: authority.authorityName,
  CF_CFJGDM: authority.authorityCode,
  CF_SJLY: authority.authorityName,
  CF_SJLYDM: authority.authorityCode,
  SX_YZCD: '一般',
});
const held = (sequence: number, kind: string, nth: number, fields: Held['fields'], endedBy: string | null): Held => ({
  sequence,
  idempotencyKey: keyOf(kind, nth),
  kind,
  fields,
  endedBy,
  amendedBy: null,
});
const withdrawal = {
  CF_XDR_SHXYM: subject,
  CF_WSH: numberOf(2),
  CF_CFJGDM: authority.authorityCode,
  CH_WSH: revocation.documentNumber,
};
const records = [
  held(1, 'penalty', 1, penaltyFields(1, '2027/08/31'), null),
  held(2, 'penalty', 2, penaltyFields(2, '2027/08/30'), keyOf('penalty-withdrawal', 2)),
  held(3, 'penalty-withdrawal', 2, withdrawal, null),
];
const said: Said = {
  body: 'credit-hebei',
  records,
  journal: records.map(({ sequence, idempotencyKey, kind, fields }) => ({
    sequence,
    type: 'stored',
    submission: { idempotencyKey, kind, fields, subjectSequence: sequence },
  })),
};
const faultsOf = (what: Said) => [
  ...differences(truthOf('credit-hebei', rows), what),
  ...orderViolations(what, '2026-11-27'),
];

describe('the comparison of a body with the log', () => {
  it('finds nothing where the body holds what the log says', () => {
    expect(faultsOf(said)).toEqual([]);
  });

  it.each<[Plant, RegExp]>([
    ['drop', /第0001号.* is missing/],
    ['double', /第0001号.* stands 2 times/],
    ['longer', /CF_GSJZQ is "2027\/09\/01", and ought to be "2027\/08\/31"/],
    ['order', /penalty-withdrawal:2 is stored before its original/],
    ['after-withdrawal', /penalty:2:late is stored after its withdrawal/],
    ['past-end', /penalty:1 is told past its end 2020-01-31/],
  ])('finds what is planted: %s', (plant, sentence) => {
    expect(faultsOf(planted(plant, said)).join('\n')).toMatch(sentence);
  });

  it('says of a fault that nothing can carry that it cannot be planted', () => {
    expect(carries('drop', { ...said, records: [] })).toBe(false);
    expect(carries('longer', { ...said, body: 'gsxt-hebei' })).toBe(false);
    expect(carries('longer', said)).toBe(true);
  });

  it('finds a withdrawal that never came, a paper nobody recorded, and a key that is stored twice', () => {
    const stands = records.slice(0, 2).map((record) => ({ ...record, endedBy: null }));
    expect(faultsOf({ ...said, records: stands })).toEqual([expect.stringContaining('第0002号') as string]);
    expect(differences(new Map(), said)).toHaveLength(2);
    expect(faultsOf({ ...said, journal: [...said.journal, ...said.journal.slice(0, 1)] })).toContain(
      `${keyOf('penalty', 1)} is stored twice`,
    );
  });

  it('has no column for a body that nobody wrote one for', () => {
    expect(() => truthOf('nobody', rows)).toThrow('no independent column for nobody');
  });
});
