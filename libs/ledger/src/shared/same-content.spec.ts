import { refusalOf } from '../../../../test/support/given-when-then';
import { sameContent, saysTheSame } from './same-content';

describe('the same paper', () => {
  const wanted = { name: '廊坊示例丁商场', fine: 2_050_000, prose: ['一\n二', null] };

  it('is quiet', () => {
    expect(sameContent({ ...wanted }, wanted, 'number')).toEqual([]);
    expect(sameContent({ form: 1 }, wanted, 'number', { form: 1 })).toEqual([]);
  });

  it('is the same without the marks and line ends that were kept when it was recorded', () => {
    const recorded = { name: '廊坊示例丁\u200E商场', fine: 2_050_000, prose: ['一\r\n二\uFE0F', null] };
    expect(sameContent(recorded, wanted, 'number')).toEqual([]);
  });

  it.each([{ name: '廊坊\u202E示例丁商场' }, { name: '廊坊\uFFFD示例丁商场' }, { fine: 1 }, { prose: ['一\n二'] }])(
    'is another one with %j',
    (change) => {
      expect(saysTheSame({ ...wanted, ...change }, wanted)).toBe(false);
      expect(refusalOf(() => sameContent({ ...wanted, ...change }, wanted, 'number'))).toMatchObject({
        code: 'exists-with-different-content',
        field: 'number',
      });
    },
  );
});
