import { specFor } from '../../../../../test/support/given-when-then';
import { ask, personQuestion, readPurpose } from './person-question';
import { examples } from './person-question.examples';
import { refusalOf } from '../../../../../test/support/given-when-then';

const { given } = specFor(personQuestion);
const question = examples.PersonStatusAsked;
const asked = { type: 'PersonStatusAsked', data: question } as const;

describe('a question about a person', () => {
  it('is written down', () => {
    given().when(ask(question)).then(asked);
  });
  it('is not written down again, though it is answered anew', () => {
    given(asked)
      .when(ask({ ...question, status: 'listed', position: 50, knownAt: '2026-11-29T02:00:00.000Z' }))
      .thenNothing();
  });
  it.each([{ personId: 'person-00000000000000000000000000000000' }, { purpose: '其他' }])(
    'is refused under the key of another: %j',
    (change) => {
      given(asked)
        .when(ask({ ...question, ...change }))
        .thenRefused('command-id-reused');
    },
  );

  it.each([
    ['required', ' '],
    ['citizen-number-in-text', '核对13100219000101001X'],
  ])('says why it is asked: %s', (code, purpose) => {
    expect(refusalOf(() => readPurpose({ purpose }, '2026-11-28'))).toMatchObject({ code, field: 'purpose' });
  });
});
