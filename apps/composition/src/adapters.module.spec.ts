import { UpcastingEventLog } from '@app/event-store';
import { EVENT_LOG, STORED_LOG } from '@app/ledger';
import { Test, type TestingModule } from '@nestjs/testing';
import { AdaptersModule } from './adapters.module';

describe('the choice of adapters', () => {
  let module: TestingModule;
  beforeAll(async () => {
    const adapters = AdaptersModule.on('postgres://nobody@127.0.0.1:1/nowhere'); // connects when it is asked something
    module = await Test.createTestingModule({ imports: [adapters] }).compile();
  });
  afterAll(() => module.close());

  it('lets everybody read events in their present version, and only who asks for it as they are stored', () => {
    expect(module.get(EVENT_LOG)).toBeInstanceOf(UpcastingEventLog);
    expect(module.get(STORED_LOG)).not.toBeInstanceOf(UpcastingEventLog);
  });
});
