import { refusesInThisOrder } from '../../../../../test/support/paper';
import * as example from './blacklist-listing.examples';
import { type DefenceAnswerPaper, type DefencePaper, readDefence, readDefenceAnswer } from './defence-paper';

const today = '2026-11-23';

describe('the paper of a defence', () => {
  const good: DefencePaper = { ...example.defence, receivedOn: '２０２６-5-15' };
  const read = (paper: DefencePaper) => ({ listingId: example.listingId, ...readDefence(paper, today) });

  it('gives the day it was received, and what it says', () => {
    expect(read(good)).toEqual(example.defence);
  });

  refusesInThisOrder(read, good, [
    ['receivedOn', '无日期', 'date-invalid'],
    ['receivedOn', '2026-11-24', 'date-in-future'],
    ['summary', ' ', 'required'],
    ['summary', '申'.repeat(4_001), 'text-too-long'],
  ]);
});

describe('the paper of an answer to a defence', () => {
  const good: DefenceAnswerPaper = { ...example.defenceAnswer, documentNumber: '廊消复核字(2026)第0001号' };
  const read = (paper: DefenceAnswerPaper) => ({
    listingId: example.listingId,
    ...readDefenceAnswer(paper, today),
  });

  it('gives the answer, in one spelling', () => {
    expect(read(good)).toEqual(example.defenceAnswer);
  });

  refusesInThisOrder(read, good, [
    ['documentNumber', '', 'required'],
    ['documentNumber', '。', 'document-number-invalid'],
    ['answeredOn', '无日期', 'date-invalid'],
    ['answeredOn', '2026-11-24', 'date-in-future'],
    ['reasons', '', 'required'],
  ]);
});
