import { specFor } from '../../../../../test/support/given-when-then';
import { introduce, sealKeys } from './seal-keys';
import { examples } from './seal-keys.examples';

const { given } = specFor(sealKeys);
const { SealKeyIntroduced: data } = examples;
const event = { type: 'SealKeyIntroduced', data } as const;
const another = { ...data, vkey: 'ledger.example/fire-credit+00000000+AAAA' };

describe('taking up a key', () => {
  it('introduces the first one', () => {
    given().when(introduce(data)).then(event);
  });

  it('stays quiet while it is the same', () => {
    given(event).when(introduce(data)).thenNothing();
  });

  it('introduces another after it, and the first one again after that', () => {
    given(event)
      .when(introduce(another))
      .then({ ...event, data: another });
    given(event, { ...event, data: another })
      .when(introduce(data))
      .then(event);
  });
});
