import { receiptIn } from './answers';

const said = { status: '记名成功', receiptNumber: 'R1', receivedAt: '2026-06-01T02:03:04Z' };
const receipt = { outcome: 'acknowledged', receiptNumber: 'R1', receivedAt: '2026-06-01T02:03:04.000Z' };

describe('a receipt', () => {
  it('is a number and an instant, and the day of publication where the body names it', () => {
    expect(receiptIn(said)).toEqual(receipt);
    expect(receiptIn({ ...said, publishedOn: '2026-06-02' })).toEqual({ ...receipt, publishedOn: '2026-06-02' });
  });

  it.each([undefined, null, ''])('names no day of publication where that is %j', (publishedOn) => {
    expect(receiptIn({ ...said, publishedOn })).toEqual(receipt);
  });

  it.each(['2026-02-30', '2026-6-2', '0026-06-02', 'soon', 20260602])(
    'that names %j as the day of publication cannot be read: the end would be another',
    (publishedOn) => {
      expect(receiptIn({ ...said, publishedOn })).toBeUndefined();
    },
  );
});
