import { specFor } from '../../../../../test/support/given-when-then';
import { Refusal } from '../../shared';
import { erase, erasure, streamOf } from './erasure';
import type { PersonalDataErased } from './erasure.events';

const { given } = specFor(erasure);

const wanted: PersonalDataErased['data'] = {
  keyId: '0a0b0c0d-1111-4222-8333-444455556666',
  subjectId: 'person-00112233445566778899aabbccddeeff',
  whose: 'person',
  ground: 'retention-expired',
  documentNumber: '廊消信删〔2026〕第1号',
  erasedOn: '2026-11-23',
  authorityName: '廊坊市消防救援支队',
  authorityCode: '1113100001YMGCE72W',
};
const erased: PersonalDataErased = { type: 'PersonalDataErased', data: wanted };
const listed = new Refusal('erasure-while-listed', { listedUntil: '2027-01-01' });

describe('erasing', () => {
  it('records it', () => {
    given().when(erase(wanted, undefined)).then(erased);
  });
  it('stays quiet when repeated', () => {
    given(erased).when(erase(wanted, undefined)).thenNothing();
  });
  it('stays quiet when repeated, whatever stands in its way by now', () => {
    given(erased).when(erase(wanted, listed)).thenNothing();
  });
  it('refuses another paper for what is erased', () => {
    const other = { ...wanted, documentNumber: '廊消信删〔2026〕第2号' };
    given(erased).when(erase(other, undefined)).thenRefused('exists-with-different-content', 'documentNumber');
  });
  it('is refused by what stands in its way', () => {
    given().when(erase(wanted, listed)).thenRefused('erasure-while-listed');
  });
  it('has a stream that is named by the key and by nobody', () => {
    expect(streamOf(wanted.keyId)).toBe('personalData-0a0b0c0d-1111-4222-8333-444455556666');
    expect(erasure.occurredOn(erased)).toBe('2026-11-23');
  });
});
