import { withoutPerson } from './without-person';

describe('the step to a version that says whose document it is', () => {
  it('says null for what was recorded of units only', () => {
    expect(withoutPerson({ subjectId: '91131002MA0EXAM4X5' })).toEqual({
      subjectId: '91131002MA0EXAM4X5',
      person: null,
    });
  });

  it('keeps a document that was recorded before the version was declared', () => {
    const person = { identityType: '护照', identityNumber: 'pd1.a-token' };
    expect(withoutPerson({ subjectId: 'person-1', person })).toEqual({ subjectId: 'person-1', person });
  });
});
