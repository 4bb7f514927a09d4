import { endpointContract } from '../endpoint.contract';
import { FakeCreditHebei } from './fake';

endpointContract('the fake', () => {
  const fake = new FakeCreditHebei();
  return Promise.resolve({
    endpoint: fake,
    failNext: () => {
      fake.misbehave('fails');
      return Promise.resolve();
    },
    loseNextAnswer: () => {
      fake.misbehave('loses-answer');
      return Promise.resolve();
    },
    refuseNext: () => {
      fake.misbehave('refuses');
      return Promise.resolve();
    },
    stored: () =>
      Promise.resolve(
        fake.stored().map(({ idempotencyKey }) => ({ idempotencyKey, arrivals: fake.arrivals(idempotencyKey) })),
      ),
    close: () => Promise.resolve(),
  });
});
