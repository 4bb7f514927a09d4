import * as event from '../../../../../test/support/ledger-events';
import { refusesInThisOrder } from '../../../../../test/support/paper';
import { decodeOnce } from '@app/event-store';
import { type PenaltyCorrectionPaper, readPenaltyCorrection } from './correction-paper';
import { penaltyDecision, type PenaltyDecisionState } from './penalty-decision';
import type { PenaltyDecisionEvent } from './penalty-decision.events';

const stateOf = (subjectId: string, legalRepresentative: string | null = '孙超磊'): PenaltyDecisionState =>
  penaltyDecision.evolve(
    penaltyDecision.initial,
    decodeOnce(event.aPenaltyDecision({ subjectId, legalRepresentative })) as PenaltyDecisionEvent,
  );
const [company, shop] = ['91131002MABBQNQG8X', '92131003MA9ANPJY55'];
const reading = (state: PenaltyDecisionState) => (paper: PenaltyCorrectionPaper) => readPenaltyCorrection(paper, state);

const good: PenaltyCorrectionPaper = {
  reason: '录入有误',
  legalRepresentative: '王示例',
  facts: ' 检查发现 ',
  remark: '',
};

it('gives what is corrected, in one spelling, and null for what stands', () => {
  expect(reading(stateOf(company))(good)).toEqual({
    reason: '录入有误',
    subjectName: null,
    legalRepresentative: '王示例',
    violationType: null,
    facts: '检查发现',
    legalBasis: null,
    licence: null,
    authorityName: null,
    sourceName: null,
    remark: null,
  });
});

it('needs the representative once more where no register publishes the name, if there is one', () => {
  expect(reading(stateOf(company))({ reason: '录入有误', facts: '检查发现' })).toMatchObject({ facts: '检查发现' });
  expect(reading(stateOf(shop, null))({ reason: '录入有误', facts: '检查发现' })).toMatchObject({ facts: '检查发现' });
});

refusesInThisOrder(reading(stateOf(shop)), good, [
  ['reason', '', 'required'],
  ['licence', '证'.repeat(201), 'text-too-long'],
  ['legalRepresentative', '', 'required'],
  ['violationType', '王示例占用消防车通道', 'personal-data-in-plain-field'],
  ['legalBasis', '王示例', 'personal-data-in-plain-field'],
  ['authorityName', '王示例', 'personal-data-in-plain-field'],
  ['sourceName', '王示例', 'personal-data-in-plain-field'],
]);

it('names no other violation than the decision does: by that one it counts', () => {
  const correcting = (paper: object) => () => reading(stateOf(company))({ reason: '录入有误', ...paper });
  expect(correcting({ violationType: '占用、堵塞、封闭疏散通道、安全出口' })).toThrow('correction-changes-violation');
  expect(correcting({ remark: 'FPL-60-3' })).toThrow('correction-changes-violation');
  expect(correcting({ violationType: '损坏、挪用或者擅自停用消防设施、器材' })()).toMatchObject({
    violationType: '损坏、挪用或者擅自停用消防设施、器材',
  });
});

it('is of units only', () => {
  expect(() => reading(stateOf('person-00112233445566778899aabbccddeeff'))(good)).toThrow(
    'natural-person-not-accepted',
  );
});
