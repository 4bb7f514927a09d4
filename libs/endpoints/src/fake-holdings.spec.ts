import type { HeldRow } from '@app/outbox';
import { aPenalty } from '../../exchange/src/told.examples';
import { FakeHoldings } from './fake-holdings';
import { holdingsContract } from './holdings.contract';
import { aPushOf } from './push.examples';

holdingsContract('a body in memory', () => {
  const rows: HeldRow[] = [];
  const holdings = new FakeHoldings('credit-hebei', () => rows);
  return Promise.resolve({
    holdings,
    message: (n) => aPushOf(aPenalty({ documentNumber: `廊消行罚决字〔2024〕第${n}号` }), { position: n }),
    tell: (push) => {
      const receiptNumber = `R-${rows.length + 1}`;
      const { key, kind } = push;
      rows.push({ key, kind, fingerprint: holdings.fingerprintOf(push), state: 'shown', receiptNumber });
      return Promise.resolve(receiptNumber);
    },
    close: () => Promise.resolve(),
  });
});
