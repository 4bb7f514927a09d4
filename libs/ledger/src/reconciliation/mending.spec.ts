import type { ToldMessage, ToldPush } from '@app/outbox';
import { mendingOf } from './mending';

const today = '2026-06-09';
const message = (key: string, effect: ToldMessage['effect'], fields: ToldMessage['fields'] = {}): ToldMessage => ({
  key,
  kind: 'penalty',
  effect,
  acknowledged: true,
  stream: 'penaltyDecision-1',
  revision: 0,
  publishedOn: null,
  fields,
});
/** The pushes of one lane, as the outbox has them. */
const lane = (...story: readonly ToldMessage[]): readonly ToldPush[] =>
  story.map(({ key, kind }) => ({
    push: { pushId: `push of ${key}`, endpoint: 'body', subjectId: 'U', lane: 'L', kind, key, document: {} },
    receiptNumber: 'R',
    story,
    isToBeRestored: false,
  }));
const found = (difference: 'lost' | 'still-shown' | 'surplus' | 'altered', key: string) => ({
  discrepancyId: `${difference} ${key}`,
  difference,
  key,
});
const mend = (rows: readonly ToldPush[], ...open: readonly ReturnType<typeof found>[]) => mendingOf(open, rows, today);

describe('how differences are mended', () => {
  it('a record that was lost is sent again', () => {
    expect(mend(lane(message('p', 'states')), found('lost', 'p'))).toEqual({
      pushIds: ['push of p'],
      sentAgain: ['lost p'],
      left: [],
      byHand: [],
    });
  });

  it('one that has ended is left, with what ended it', () => {
    const rows = lane(message('p', 'states'), message('w', 'withdraws'));
    expect(mend(rows, found('lost', 'p'), found('lost', 'w'))).toMatchObject({
      pushIds: [],
      left: ['lost p', 'lost w'],
    });
  });

  it('one that has ended and is to be restored is sent again with all that was lost of it', () => {
    const rows = lane(message('p', 'states'), message('n', 'notes'), message('w', 'withdraws')).map((row) => ({
      ...row,
      isToBeRestored: true,
    }));
    expect(mend(rows, found('lost', 'p'), found('lost', 'n'), found('lost', 'w'))).toMatchObject({
      pushIds: ['push of p', 'push of n', 'push of w'],
      left: [],
    });
  });

  it('what was lost of a record is sent again in the order in which it was told, whatever the order of the keys', () => {
    const rows = [...lane(message('z', 'states'), message('b', 'amends'), message('a', 'amends'))].reverse();
    expect(mend(rows, found('lost', 'a'), found('lost', 'b'), found('lost', 'z')).pushIds).toEqual([
      'push of z',
      'push of b',
      'push of a',
    ]);
  });

  it('a lost ending is sent again, once, when the record is still shown', () => {
    const rows = lane(message('p', 'states'), message('w', 'withdraws'));
    expect(mend(rows, found('still-shown', 'p'), found('lost', 'w'))).toMatchObject({ pushIds: ['push of w'] });
  });

  it('what is shown though another took its place: the other is sent again', () => {
    const rows = lane(message('p', 'states'), message('q', 'states'));
    expect(mend(rows, found('still-shown', 'p'))).toMatchObject({ pushIds: ['push of q'] });
  });

  it('what is said beside a record is sent again while the record stands', () => {
    const change = [message('p', 'states'), message('a', 'amends')];
    expect(mend(lane(...change), found('lost', 'a'))).toMatchObject({ pushIds: ['push of a'] });
    expect(mend(lane(...change, message('e', 'ends')), found('lost', 'a'))).toMatchObject({ left: ['lost a'] });
  });

  it('what is shown past its last day, was never told or says something else, is for people', () => {
    const rows = lane(message('p', 'states', { publicUntil: '2026-01-01' }));
    const open = [found('still-shown', 'p'), found('surplus', 'x'), found('altered', 'p')];
    expect(mend(rows, ...open)).toEqual({
      pushIds: [],
      sentAgain: [],
      left: [],
      byHand: ['still-shown p', 'surplus x', 'altered p'],
    });
  });
});
