import {
  askedByKeyContract,
  endpointContract,
  type EndpointUnderTest,
  laterAnswersContract,
} from '../../libs/endpoints/src/endpoint.contract';
import { aPushOf } from '../../libs/endpoints/src/push.examples';
import { aPenalty } from '../../libs/exchange/src/told.examples';
import { Bulletin } from '../support/bulletin/bulletin';

const now = (work: () => void) => () => {
  work();
  return Promise.resolve();
};

const open = (): Promise<Required<EndpointUnderTest>> => {
  const bulletin = new Bulletin(false);
  return Promise.resolve({
    endpoint: bulletin,
    message: (n: number) =>
      aPushOf(aPenalty({ documentNumber: `廊消行罚决字〔2024〕第${n}号` }), { position: n, endpoint: 'bulletin' }),
    failNext: now(() => {
      bulletin.misbehave('fails');
    }),
    loseNextAnswer: now(() => {
      bulletin.misbehave('loses-answer');
    }),
    rejectNext: now(() => {
      bulletin.misbehave('rejects');
    }),
    answerAll: now(() => {
      bulletin.answerAll();
    }),
    forgetUnanswered: now(() => {
      bulletin.forgetUnanswered();
    }),
    stored: () => Promise.resolve(bulletin.stored()),
    close: () => Promise.resolve(),
  });
};

endpointContract('a body that answers later, in batches', open);
askedByKeyContract('a body that answers later, in batches', open);
laterAnswersContract('a body that answers later, in batches', open);
