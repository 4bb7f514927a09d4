import { idInstead } from '../shared';
import { systemActor, systemContext } from './system-context';

const id = '0b8f5a7e-1111-5222-8333-444455556666';

describe('the context of a command that the ledger gives itself', () => {
  it('says who, on whose part, and because of what', () => {
    expect(systemContext('policy/listing-candidates-1', ['listing-candidates', id], 'event-1')).toEqual({
      actor: systemActor,
      commandId: '52fb1703-1017-5b70-973d-b3e7d3c4eb09',
      requestId: 'policy/listing-candidates-1',
      causeId: 'event-1',
      whenTaken: idInstead,
    });
    expect(systemContext('sweep/expired-listings', ['expired-listings', id]).causeId).toBeNull();
  });

  /** These ids stand in the log: the same order given again must meet its first answer. */
  it.each([
    ['listing-candidates', '52fb1703-1017-5b70-973d-b3e7d3c4eb09'],
    ['push-outcome', '86098aca-cb2c-5d80-8fb1-437957d669db'],
    ['expired-listings', '2e2d7312-37b9-5685-ba12-34295149b827'],
    ['overdue-hazards', 'b4eadeb2-20c4-57cb-81b3-462dc7d9b0b3'],
  ] as const)('has a command id that never changes: %s', (kind, commandId) => {
    expect(systemContext('x', [kind, id]).commandId).toBe(commandId);
  });
});
