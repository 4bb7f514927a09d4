import { parsePenaltyKinds, PENALTY_KINDS } from './penalty-kind';
import { Refusal } from './refusal';

describe('penalty kinds', () => {
  it.each([
    ['罚款', ['罚款']],
    ['罚款;责令停产停业', ['罚款', '责令停产停业']],
    ['责令停产停业；罚款', ['罚款', '责令停产停业']],
    [' 警告 、 罚款;', ['警告', '罚款']],
    ['罚款;罚款', ['罚款']],
    ['停止使用', ['责令停止使用']],
    ['停产停业', ['责令停产停业']],
  ])('%s', (written, kinds) => {
    expect(parsePenaltyKinds(written)).toEqual(kinds);
  });

  it('reads every kind by its own name', () => {
    expect(parsePenaltyKinds(PENALTY_KINDS.join(';'))).toEqual(PENALTY_KINDS);
  });

  it.each([
    ['口头批评', '口头批评'],
    ['罚款;口头批评', '口头批评'],
    ['罚款,警告', '罚款,警告'],
  ])('%s is refused', (written, unknown) => {
    expect(() => parsePenaltyKinds(written)).toThrow(new Refusal('code-unknown', { unknown }));
  });

  it.each(['', ';；、 '])('%j is missing', (nothing) => {
    expect(() => parsePenaltyKinds(nothing)).toThrow(new Refusal('required'));
  });
});
