import { askedByKeyContract, endpointContract, type EndpointUnderTest } from '../endpoint.contract';
import { aNthPenalty, creditHebeiContract } from './credit-hebei.contract';
import { FakeCreditHebei, type FakeFault } from './fake';

const open = (): Promise<EndpointUnderTest> => {
  const fake = new FakeCreditHebei();
  const misbehave = (fault: FakeFault) => () => {
    fake.misbehave(fault);
    return Promise.resolve();
  };
  return Promise.resolve({
    endpoint: fake,
    message: aNthPenalty,
    failNext: misbehave('fails'),
    loseNextAnswer: misbehave('loses-answer'),
    rejectNext: misbehave('refuses'),
    stored: () =>
      Promise.resolve(fake.stored().map(({ idempotencyKey: key }) => ({ key, arrivals: fake.arrivals(key) }))),
    close: () => Promise.resolve(),
  });
};

endpointContract('the fake', open);
askedByKeyContract('the fake', open);
creditHebeiContract('the fake', open);
