import { refusalOf, specFor } from '../../../../../test/support/given-when-then';
import { publishedRules as rules } from '../../rule-set';
import { missingCommitment, recordMissing } from './missing-commitment';
import type { CommitmentMissing } from './missing-commitment.events';
import { type MissingCommitmentPaper, readMissingCommitmentPaper } from './missing-commitment-paper';

const today = '2026-11-23';
const aPaper = (change: Partial<MissingCommitmentPaper> = {}): MissingCommitmentPaper => ({
  subjectName: '广阳区鑫桥阳酒店店',
  uscc: '92131003MA9ANPJY55',
  documentNumber: '广消责改〔2026〕第12号',
  foundOn: '2026-05-06',
  detail: '',
  authorityName: '广阳区消防救援大队',
  authorityCode: '1113100358CBJ3JHX9',
  ...change,
});
const finding = (change: Partial<MissingCommitmentPaper> = {}) =>
  readMissingCommitmentPaper(rules, aPaper(change), today);
const missing: CommitmentMissing = {
  type: 'CommitmentMissing',
  data: {
    findingId: 'ce8685ca-d7de-51f6-a1a2-48d83e4fbb3d',
    subjectId: '92131003MA9ANPJY55',
    subjectName: '广阳区鑫桥阳酒店店',
    documentNumber: '广消责改〔2026〕第12号',
    foundOn: '2026-05-06',
    detail: null,
    authorityName: '广阳区消防救援大队',
    authorityCode: '1113100358CBJ3JHX9',
    severity: 'GENERAL',
    ruleSetId: 'langfang-2026-04-01',
  },
};

const { given } = specFor(missingCommitment);

describe('recording that no commitment was made', () => {
  it('records it, judged by the rule set of its day', () => {
    given().when(recordMissing(finding())).then(missing);
    expect(missingCommitment.occurredOn(missing)).toBe('2026-05-06');
  });

  it('stays quiet when the same paper comes again, however it is spelled', () => {
    const spelled = finding({ documentNumber: '广消责改[２０２６] 第12号', uscc: '92131003ma9anpjy55' });
    given(missing).when(recordMissing(spelled)).thenNothing();
  });

  it('refuses the same paper with other content', () => {
    given(missing)
      .when(recordMissing(finding({ foundOn: '2026-05-07' })))
      .thenRefused('exists-with-different-content', 'documentNumber');
  });

  const refusals: readonly (readonly [string, string, Partial<MissingCommitmentPaper>])[] = [
    ['required', 'subjectName', { subjectName: '' }],
    ['natural-person-not-accepted', 'uscc', { uscc: '13100219000101001X' }],
    ['uscc-length', 'uscc', { uscc: '92131003' }],
    ['required', 'documentNumber', { documentNumber: '' }],
    ['document-number-invalid', 'documentNumber', { documentNumber: '〔〕' }],
    ['date-invalid', 'foundOn', { foundOn: '2026-13-01' }],
    ['date-in-future', 'foundOn', { foundOn: '2026-11-24' }],
    ['text-too-long', 'detail', { detail: '长'.repeat(4_001) }],
    ['required', 'authorityName', { authorityName: '' }],
    ['uscc-check-character', 'authorityCode', { authorityCode: '1113100358CBJ3JHX8' }],
  ];
  it.each(refusals)('refuses %s of %s', (code, field, change) => {
    expect(refusalOf(() => finding(change))).toMatchObject({ code, field });
  });
});
