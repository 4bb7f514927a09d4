import { refusesInThisOrder } from '../../../../../test/support/paper';
import { type ErasurePaper, isOrderedBy, readErasure } from './erasure-paper';

const personId = 'person-00112233445566778899aabbccddeeff';
const asked: unknown[] = [];
const read = (paper: ErasurePaper) =>
  readErasure(paper, '2026-11-23', (document) => {
    asked.push(document);
    return personId;
  });

const order = {
  ground: 'retention-expired',
  documentNumber: '廊消信删〔2026〕第1号',
  erasedOn: '2026-11-20',
  authorityName: '廊坊市消防救援支队',
  authorityCode: '1113100001YMGCE72W',
} as const;
const byDocument: ErasurePaper = {
  ...order,
  documentNumber: '廊消信删[2026]第1号',
  identityType: '身份证',
  identityNumber: '13100219000101001x',
};
const ofRepresentative: ErasurePaper = { ...order, subjectId: '92131003ma9anpjy55', representative: ' 孙超磊' };

describe('the paper of an erasure', () => {
  it('names a natural person by a document', () => {
    expect(read(byDocument)).toEqual({ whose: { kind: 'person', subjectId: personId }, order });
    expect(asked).toEqual([{ identityType: '身份证', identityNumber: '13100219000101001X' }]);
  });

  it('or by a subject id', () => {
    expect(read({ ...order, subjectId: personId }).whose).toEqual({ kind: 'person', subjectId: personId });
  });

  it("or a unit's representative by the unit's code and the name", () => {
    const whose = { kind: 'representative', subjectId: '92131003MA9ANPJY55', name: '孙超磊' };
    expect(read(ofRepresentative).whose).toEqual(whose);
  });

  it.each(['documentNumber', 'authorityCode'] as const)('is another paper with another %s', (field) => {
    const erasure = { ...order, keyId: 'key-1', subjectId: personId, whose: 'person' } as const;
    expect(isOrderedBy(order, { ...erasure, ground: 'other-law' })).toBe(true);
    expect(isOrderedBy(order, { ...erasure, [field]: 'another' })).toBe(false);
  });

  describe('by document', () => {
    refusesInThisOrder(read, byDocument, [
      ['identityType', '', 'required'],
      ['identityType', '学生证', 'identity-type-unknown'],
      ['identityNumber', '', 'required'],
      ['documentNumber', '', 'required'],
      ['erasedOn', '无日期', 'date-invalid'],
      ['erasedOn', '2026-11-24', 'date-in-future'],
      ['authorityName', '', 'required'],
      ['authorityCode', '', 'required'],
    ]);
  });

  describe('by subject', () => {
    refusesInThisOrder(read, ofRepresentative, [
      ['subjectId', '92131003MA9ANPJY50', 'uscc-check-character'],
      ['representative', '', 'required'],
      ['documentNumber', '。', 'document-number-invalid'],
    ]);
  });
});
