import { BadRequestException } from '@nestjs/common';
import type { FieldAtFault } from '../application';
import { Refusal } from '../shared';
import { biddersMax } from './check-bidders.command';
import { readBidder } from './domain/bidder';
import { readBidders } from './read-bidders';

const uscc = '91131002MA0CAA173X';

function refused(body: unknown): unknown {
  try {
    return readBidders(body);
  } catch (error) {
    if (error instanceof Refusal) return error;
    return ((error as BadRequestException).getResponse() as { fields: readonly FieldAtFault[] }).fields;
  }
}

describe('the bidders of a body', () => {
  it('have a code each, and a name or none', () => {
    const bidders = [{ uscc, name: '甲' }, { uscc }, { uscc, name: null }, { uscc: '' }];
    expect(readBidders({ bidders })).toEqual([{ uscc, name: '甲' }, { uscc }, { uscc }, { uscc: '' }]);
    expect(readBidders({ bidders: Array.from({ length: biddersMax }, () => ({ uscc })) })).toHaveLength(biddersMax);
  });

  it.each<[string, unknown, object]>([
    ['are none', { bidders: [] }, { code: 'bidders-missing', field: 'bidders' }],
    [
      'are too many',
      { bidders: Array.from({ length: biddersMax + 1 }, () => ({ uscc })) },
      { code: 'too-many-bidders', facts: { max: biddersMax } },
    ],
  ])('are refused when they %s', (_what, body, refusal) => {
    expect(refused(body)).toMatchObject(refusal);
  });

  it.each<[string, unknown, [field: string, code: string][]]>([
    ['nothing is said', undefined, [['bidders', 'required']]],
    ['null is said', { bidders: null }, [['bidders', 'required']]],
    ['they are no list', { bidders: { length: 1, 0: { uscc } } }, [['bidders', 'field-invalid']]],
    [
      'more is said beside',
      { bidders: 'x', Bidders: [] },
      [
        ['Bidders', 'field-unknown'],
        ['bidders', 'field-invalid'],
      ],
    ],
    ['one is a list', { bidders: [[{ uscc }]] }, [['bidders.0', 'field-invalid']]],
    ['one is null', { bidders: [{ uscc }, null] }, [['bidders.1', 'field-invalid']]],
    ['one is a text', { bidders: [uscc] }, [['bidders.0', 'field-invalid']]],
    ['one has no code', { bidders: [{ name: '甲' }] }, [['bidders.0.uscc', 'required']]],
    ['a code is a number', { bidders: [{ uscc: 9 }] }, [['bidders.0.uscc', 'field-invalid']]],
    ['a name is a list', { bidders: [{ uscc, name: ['甲'] }] }, [['bidders.0.name', 'field-invalid']]],
    ['a field is misspelt', { bidders: [{ uscc, Name: '甲' }] }, [['bidders.0.Name', 'field-unknown']]],
  ])('are at fault when %s', (_what, body, faults) => {
    expect((refused(body) as FieldAtFault[]).map(({ field, code }) => [field, code])).toEqual(faults);
  });

  it('have fifty faults at most, however many there are', () => {
    const many = Array.from({ length: biddersMax }, () => ({}));
    expect(refused({ bidders: many })).toHaveLength(50);
    const unknown = Object.fromEntries(Array.from({ length: 500 }, (_, index) => [`k${index}`, 1]));
    expect(refused({ bidders: [{ uscc, ...unknown }] })).toHaveLength(50);
  });
});

describe('a row that is too long', () => {
  it('is in error alone, and of its name only the beginning is kept', () => {
    const code = readBidder({ uscc: `${uscc}${'甲'.repeat(1_000)}`, name: '甲' });
    expect(code).toEqual({ uscc: '［不是信用代码，未保存］', nameGiven: '［未保存］', error: 'text-too-long' });
    const name = readBidder({ uscc, name: '甲'.repeat(100_000) });
    expect(name.error).toBe('text-too-long');
    expect(name.nameGiven?.length).toBeLessThan(410);
  });

  it('keeps no number of a person that stands at its edge', () => {
    const number = '131002199003108888';
    expect(readBidder({ uscc: `${'甲'.repeat(60)}${number}乙` }).uscc).toBe('［疑为证件号码，未保存］');
    expect(readBidder({ uscc: '9'.repeat(65) })).toEqual({
      uscc: '［疑为证件号码，未保存］',
      nameGiven: null,
      error: 'text-too-long',
    });
  });
});
