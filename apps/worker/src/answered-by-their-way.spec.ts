import type { Endpoint } from '@app/outbox';
import { settleFormerWays } from './answered-by-their-way';

const endpoint: Endpoint = { name: 'gsxt-hebei', send: () => Promise.resolve([]) };
const body = { id: 'gsxt-hebei', endpoint, mode: 'service' } as const;

/** An outbox in which this is owed by other ways. */
function owing(...ways: readonly { readonly way: string; readonly count: number }[]) {
  const asked: string[] = [];
  return {
    asked,
    owedOtherwise: () => Promise.resolve(ways),
    askOtherwise: (id: string, way: string) => {
      asked.push(`${id} ${way}`);
      return Promise.resolve();
    },
  };
}

it('nothing is done where nothing is owed by another mode', async () => {
  const outbox = owing();
  await settleFormerWays(outbox, [body]);
  expect(outbox.asked).toEqual([]);
});

it('the worker does not start while a body owes answers by another mode, and says how to go on', async () => {
  const outbox = owing({ way: 'workbook', count: 12 });
  await expect(settleFormerWays(outbox, [body])).rejects.toThrow(
    /gsxt-hebei 有12条已以 workbook 方式送出.*pause gsxt-hebei.*GSXT_HEBEI_FORMER_MODE_GONE=yes/,
  );
  expect(outbox.asked).toEqual([]);
});

it('what is owed by a mode that is gone for good is asked for by key', async () => {
  const outbox = owing({ way: 'workbook', count: 12 });
  await settleFormerWays(outbox, [{ ...body, isFormerModeGone: true }]);
  expect(outbox.asked).toEqual(['gsxt-hebei service']);
});

it('nothing is changed for one body while another one may not start', async () => {
  const outbox = owing({ way: 'file', count: 1 });
  await expect(
    settleFormerWays(outbox, [
      { ...body, isFormerModeGone: true },
      { ...body, id: 'credit-hebei' },
    ]),
  ).rejects.toThrow('credit-hebei');
  expect(outbox.asked).toEqual([]);
});

it('a body without an address is asked nothing, and may wait', async () => {
  const outbox = owing({ way: 'file', count: 1 });
  await settleFormerWays(outbox, [{ ...body, endpoint: undefined }]);
  expect(outbox.asked).toEqual([]);
});
