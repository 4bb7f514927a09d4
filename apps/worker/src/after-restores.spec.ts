import type { Endpoint, Push } from '@app/outbox';
import { aPush } from '../../../libs/outbox/src/push.examples';
import { EndpointAfterRestores } from './after-restores';

const past = [{ restoredPosition: 120, shiftAfter: 100, shift: 1_000 }];
const at = (position: number): Push => ({ ...aPush(), position });

/** An endpoint that remembers the positions it was told. */
function told(restorations: { readonly past: typeof past }) {
  const positions: number[] = [];
  const remember = (pushes: readonly Push[]) => positions.push(...pushes.map(({ position }) => position));
  const endpoint: Endpoint = {
    name: 'a-body',
    send: (pushes) => {
      remember(pushes);
      return Promise.resolve(pushes.map(() => ({ outcome: 'failed', reason: 'none' })));
    },
    collect: (sent) => {
      remember(sent.map(({ push }) => push));
      return Promise.resolve([]);
    },
    askByKey: (pushes) => {
      remember(pushes);
      return Promise.resolve(pushes.map(() => ({ outcome: 'absent' })));
    },
    faultsOf: (push) => {
      remember([push]);
      return [];
    },
  };
  return { positions, endpoint: new EndpointAfterRestores(endpoint, () => Promise.resolve(restorations)) };
}
const { signal } = new AbortController();

describe('a body after a restore', () => {
  it('is told sequences that never go back, whatever way it is asked', async () => {
    const { positions, endpoint } = told({ past });
    await endpoint.send([at(100), at(101)], signal);
    await endpoint.collect?.([{ push: at(102), reference: 'r' }], signal);
    await endpoint.askByKey?.([at(103)], signal);
    await endpoint.faultsOf?.(at(104));
    expect(positions).toEqual([100, 1_101, 1_102, 1_103, 1_104]);
  });

  it('is told positions where nothing was ever put back', async () => {
    const { positions, endpoint } = told({ past: [] });
    await endpoint.send([at(101)], signal);
    expect(positions).toEqual([101]);
  });

  it('is asked nothing that it could not be asked before', () => {
    const endpoint = new EndpointAfterRestores({ name: 'a', send: () => Promise.resolve([]) }, () =>
      Promise.resolve({ past }),
    );
    expect(endpoint).not.toHaveProperty('collect');
    expect(endpoint).not.toHaveProperty('askByKey');
    expect(endpoint).toMatchObject({ name: 'a', batch: 1 });
  });
});
