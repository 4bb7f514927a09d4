import { specFor } from '../../../../../test/support/given-when-then';
import { publishedRules } from '../../rule-set';
import { adoption, approveAdoption, askAdoption, completeAdoption, mayBeTold } from './adoption';
import { examples } from './adoption.examples';

const { given } = specFor(adoption, publishedRules);
const asked = { type: 'AdoptionAsked', data: examples.AdoptionAsked } as const;
const approved = { type: 'AdoptionApproved', data: examples.AdoptionApproved } as const;
const completed = { type: 'AdoptionCompleted', data: examples.AdoptionCompleted } as const;
/** What a person says: the event without what the decision adds. */
function ordered<Data extends { readonly subjectId: null }>({ subjectId: _, ...data }: Data) {
  return data;
}
const list = ordered(examples.AdoptionAsked);
const approval = ordered(examples.AdoptionApproved);
const done = ordered(examples.AdoptionCompleted);
const another = { ...list, listHash: 'another', matched: 40 };
const anotherAsked = { type: 'AdoptionAsked', data: { subjectId: null, ...another } } as const;

describe('what a body held before it was told anything', () => {
  it('is asked to be adopted, once for each list', () => {
    given().when(askAdoption(list)).then(asked);
    given(asked, approved).when(askAdoption(list)).thenNothing();
    given(asked, approved).when(askAdoption(another)).then(anotherAsked);
  });

  it('is not asked for any more once a list is adopted', () => {
    given(asked, approved, completed).when(askAdoption(another)).thenRefused('adoption-completed');
  });

  it('is released for the very list that was asked for', () => {
    given(asked).when(approveAdoption(approval)).then(approved);
    given(asked, approved).when(approveAdoption(approval)).thenNothing();
    given().when(approveAdoption(approval)).thenRefused('adoption-not-asked');
    given(asked, anotherAsked).when(approveAdoption(approval)).thenRefused('adoption-list-differs');
  });

  it('is adopted when it was released, and not when another list was asked for since', () => {
    given(asked, approved).when(completeAdoption(done)).then(completed);
    given(asked).when(completeAdoption(done)).thenNothing();
    given(asked, approved, anotherAsked).when(completeAdoption(done)).thenNothing();
    given(asked, approved, completed).when(completeAdoption(done)).thenNothing();
  });
});

describe('whether a body may be told anything', () => {
  const after = (...events: readonly Parameters<typeof adoption.evolve>[1][]) =>
    events.reduce(adoption.evolve, adoption.initial);
  it.each([
    ['for training', false, [true, false, false, true]],
    ['real', true, [false, false, false, true]],
  ] as const)('%s: at first, when it was asked, when it was released, when it is adopted', (_what, isReal, may) => {
    const states = [after(), after(asked), after(asked, approved), after(asked, approved, completed)];
    expect(states.map((state) => mayBeTold(state, isReal))).toEqual(may);
  });
});
