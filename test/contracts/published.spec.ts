import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { creditChinaHebeiMessage, creditHebeiMessage, gsxtHebeiMessage, type Saying } from '@app/endpoints';
import { KINDS, type Kind, NoWordsFor, type Publicity, type Told } from '@app/exchange';
import type { BodyId } from '@app/ledger';
import { Ajv, type ValidateFunction } from 'ajv';
import { aPushOf } from '../../libs/endpoints/src/push.examples';
import {
  aCommitment,
  aListEntry,
  aPenalty,
  aPenaltyChange,
  aPenaltyWithdrawal,
  aSpotCheck,
  aToldOfEach,
} from '../../libs/exchange/src/told.examples';
import { parseUscc } from '../../libs/ledger/src/shared';

/**
 * What we say in the words of each body meets the contract that is published for it (`docs/exchange/<body>/<kind>.schema.json`), and the
 * example beside it is what we say. REWRITE=1 writes the examples anew; prettier then puts them in order.
 */
const published = join(__dirname, '../../docs/exchange');

interface Subject {
  readonly saying: Saying;
  /** How long it shows what it is told; undefined: it is not told. */
  readonly publicity?: Publicity;
  /** Kinds that it is never told. */
  readonly never: readonly Kind[];
}

const bodies: Readonly<Record<BodyId, Subject>> = {
  'credit-hebei': { saying: creditHebeiMessage, never: [] },
  'credit-china-hebei': {
    saying: creditChinaHebeiMessage,
    publicity: { from: '2024-03-05', until: '2025-03-05' },
    never: ['repair-result'],
  },
  'gsxt-hebei': { saying: gsxtHebeiMessage, publicity: { from: null, until: null }, never: [] },
};

/** Texts of every length that may be missing, and states that a document may be in. */
const variants: readonly Told[] = [
  aPenalty({
    uscc: '92131022MAEHM5G2XY',
    legalRepresentative: null,
    penaltyKinds: ['警告'],
    fineFen: null,
    severity: 'minor',
  }),
  aPenalty({
    penaltyKinds: ['警告', '罚款', '没收违法所得', '责令停产停业'],
    confiscatedFen: 1,
    licence: '消防技术服务机构资质证书',
    effectiveUntil: '2024-09-05',
    remark: '备注',
  }),
  aPenaltyChange({
    penaltyKinds: ['没收违法所得', '限制从业'],
    fineFen: null,
    confiscatedFen: 12_345_678_901,
    effectiveUntil: '2024-09-05',
    severity: 'serious',
  }),
  aPenaltyWithdrawal({ withdrawalDocumentNumber: null }),
  aListEntry({ removalDue: null, legalRepresentative: null, registeredAddress: null }),
  aCommitment({ state: 'made', stateOn: '2024-08-01', falseDetail: null, serious: null }),
  aCommitment({ state: 'kept', stateOn: '2024-08-20', falseDetail: null, serious: null }),
  aCommitment({
    state: 'finding-withdrawn',
    stateOn: '2024-09-20',
    falseDetail: null,
    serious: null,
    withdrawalNumber: '廊消撤字〔2024〕第0001号',
    withdrawalReason: '核查有误',
  }),
  aSpotCheck({
    replaces: {
      checkedOn: '2024-03-15',
      result: '发现问题待后续处理',
      withdrawalNumber: '安消抽撤〔2024〕第0001号',
      withdrawnOn: '2024-04-03',
    },
  }),
];

const isUscc = (text: string): boolean => {
  try {
    return parseUscc(text) === text;
  } catch {
    return false;
  }
};
const isDay = (text: string, separator: string): boolean => {
  const iso = text.split(separator).join('-');
  return /^\d{4}-\d\d-\d\d$/.test(iso) && new Date(iso).toISOString().startsWith(iso);
};

const schemaOf = (path: string): object => JSON.parse(readFileSync(join(published, path), 'utf8')) as object;

function judgeOf(body: string): (kind: string) => ValidateFunction {
  const ajv = new Ajv({ allErrors: true, strictTypes: false });
  ajv.addFormat('uscc', isUscc);
  ajv.addFormat('date', (text: string) => isDay(text, '-'));
  ajv.addFormat('date-slash', (text: string) => isDay(text, '/'));
  const judges = new Map<string, ValidateFunction>();
  return (kind) => {
    const judge = judges.get(kind) ?? ajv.compile(schemaOf(`${body}/${kind}.schema.json`));
    judges.set(kind, judge);
    return judge;
  };
}

describe.each(Object.entries(bodies))('%s', (body, { saying, publicity, never }) => {
  const judge = judgeOf(body);
  const kinds = KINDS.filter((kind) => !never.includes(kind));
  const shown = (told: Told) =>
    publicity && ['penalty', 'penalty-change', 'penalty-correction', 'spot-check'].includes(told.kind)
      ? ({ ...told, document: { ...told.document, publicity } } as Told)
      : told;
  const complaints = (told: Told) => {
    const check = judge(told.kind);
    check(saying(aPushOf(shown(told), { endpoint: body })).fields);
    return check.errors ?? [];
  };
  const examples = aToldOfEach(publicity).filter(({ kind }) => kinds.includes(kind));

  it('has a contract for each kind that it is told, and for no other', () => {
    const files = readdirSync(join(published, body)).filter((name) => name.endsWith('.schema.json'));
    expect(files.sort()).toEqual(kinds.map((kind) => `${kind}.schema.json`).sort());
  });

  it.each(examples.map((told) => [told.kind, told] as const))('%s meets the contract', (_, told) => {
    expect(complaints(told)).toEqual([]);
  });

  it.each(variants.map((told) => [told.kind, told] as const))('%s meets it in other states, too', (_, told) => {
    expect(complaints(told)).toEqual([]);
  });

  it.each(examples.map((told) => [told.kind, told] as const))('the example of %s is what we say', (kind, told) => {
    const path = join(published, body, `${kind}.example.json`);
    const message = saying(aPushOf(told, { endpoint: body }));
    if (process.env.REWRITE === '1') writeFileSync(path, `${JSON.stringify(message, null, 2)}\n`);
    expect(existsSync(path) && JSON.parse(readFileSync(path, 'utf8'))).toEqual(message);
  });

  it('the example of each kind meets envelope and contract, and none is left over', () => {
    const envelope = new Ajv({ strictTypes: false }).compile(schemaOf('submission.schema.json'));
    const files = readdirSync(join(published, body)).filter((name) => name.endsWith('.example.json'));
    expect(files).toHaveLength(kinds.length);
    for (const file of files) {
      const message = schemaOf(`${body}/${file}`) as { readonly kind: string; readonly fields: object };
      expect([file, envelope(message), judge(message.kind)(message.fields)]).toEqual([file, true, true]);
    }
  });

  it('sends no paper of any person, nor what it has no field for', () => {
    const said = JSON.stringify(
      aToldOfEach(publicity).flatMap((told) => (kinds.includes(told.kind) ? [saying(aPushOf(told))] : [])),
    );
    expect(said.includes('郭军丽')).toBe(body === 'credit-hebei');
    expect(said).not.toMatch(/证件号|ZJHM/);
  });

  it('has no words for what it is never told', () => {
    const untold = aToldOfEach().filter(({ kind }) => never.includes(kind));
    expect(untold).toHaveLength(never.length);
    for (const told of untold) expect(() => saying(aPushOf(told))).toThrow(NoWordsFor);
  });
});

describe('what each site says of publicity', () => {
  const fieldsOf = (saying: Saying, told: Told) => saying(aPushOf(told)).fields;

  it('信用中国: first and last day', () => {
    const publicity = { from: '2024-03-05', until: '2025-03-05' };
    expect(fieldsOf(creditChinaHebeiMessage, aPenalty({ publicity }))).toMatchObject({
      publicFrom: '2024-03-05',
      publicUntil: '2025-03-05',
    });
    expect(fieldsOf(creditChinaHebeiMessage, aListEntry())).toMatchObject({
      publicFrom: '2024-05-20',
      publicUntil: '2027-05-20',
    });
    const open = fieldsOf(creditChinaHebeiMessage, aSpotCheck({ publicity: { from: '2024-03-15', until: null } }));
    expect(open).toMatchObject({ publicFrom: '2024-03-15' });
    expect(open).not.toHaveProperty('publicUntil');
  });

  it('公示系统: no end, until its receipt names the day of publication', () => {
    const said = fieldsOf(gsxtHebeiMessage, aPenalty({ publicity: { from: null, until: null } }));
    expect(Object.keys(said).filter((name) => /deadline|until|public/i.test(name))).toEqual([]);
  });

  it('公示系统: 抽查 is type 1; a commitment found false is 承诺不实情况, any other 信用承诺信息', () => {
    expect(fieldsOf(gsxtHebeiMessage, aSpotCheck())).toMatchObject({ insType: '1' });
    expect(fieldsOf(gsxtHebeiMessage, aCommitment())).toMatchObject({ infoType: '承诺不实情况' });
    expect(fieldsOf(gsxtHebeiMessage, aCommitment({ state: 'finding-withdrawn' }))).toMatchObject({
      infoType: '信用承诺信息',
    });
  });
});
