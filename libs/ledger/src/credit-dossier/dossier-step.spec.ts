import type { StoredEvent } from '@app/event-store';
import * as event from '../../../../test/support/ledger-events';
import { capabilities } from '../capabilities';
import { tellingOf } from './capability';
import { asKnownAt, type CreditDossier, formerNames, presentName } from './domain';
import { dossierStep } from './dossier-step';

const step = dossierStep(tellingOf(capabilities));
const toDossier = (dossier: CreditDossier | undefined, one: StoredEvent): CreditDossier | undefined => {
  const stepped = step(dossier, one);
  if (!stepped) return dossier;
  const facts = dossier?.facts ?? [];
  return { ...stepped.head, facts: stepped.fact ? [...facts, stepped.fact] : facts };
};

/** The dossier after these events, each at its own place in the log and a minute after the one before. */
const after = (...events: StoredEvent[]): CreditDossier | undefined => inOrder(events).reduce(toDossier, undefined);
const inOrder = (events: readonly StoredEvent[]): StoredEvent[] =>
  events.map((one, index) => ({ ...one, position: index + 1, recordedAt: minute(index + 1) }));
const minute = (number: number) => `2026-06-01T02:${String(number).padStart(2, '0')}:00.000Z`;
const names = (dossier: CreditDossier | undefined) => dossier?.names.map(({ name }) => name);

const every: StoredEvent[] = [
  event.aRegistration(),
  event.aPenaltyDecision(),
  event.aPenaltyRevocation(),
  event.aCommitmentMade(),
  event.aCommitmentVerified(),
  event.aFalseCommitmentFound(),
  event.aFindingWithdrawal(),
  event.aMissingCommitment(),
  event.aHazardJudged(),
  event.aHazardUnderSupervision(),
  event.anOverdueHazard(),
  event.aHazardRectified(),
  event.aRenaming(),
  event.aSpotCheck(),
  event.aCandidate(),
  event.aNotice(),
  event.aDefence(),
  event.aDefenceAnswer(),
  event.aListing(),
  event.aRemoval(),
  event.aPushDelivered(),
];

describe('a dossier', () => {
  it('begins with the first event about a subject, whatever its type', () => {
    for (const one of every) {
      expect(after(one)).toMatchObject({ subjectId: event.subjectId, knownSince: minute(1), position: 1 });
    }
  });

  it('keeps every fact in log order', () => {
    expect(after(...every)?.facts.map(({ type, position }) => `${position} ${type}`)).toEqual([
      '2 penalty-decision',
      '3 penalty-revoked',
      '4 commitment-made',
      '5 commitment-verified',
      '6 false-commitment',
      '7 false-commitment-withdrawn',
      '8 no-commitment',
      '9 hazard-judged',
      '12 hazard-rectified',
      '19 listed',
      '20 removed',
    ]);
  });

  it.each(inOrder(every))('is not changed by an event it has seen: $type', (seen) => {
    const dossier = after(...every);
    expect(toDossier(dossier, seen)).toBe(dossier);
  });

  it('stands at the newest event, also one that says nothing of interest', () => {
    expect(after(event.aPenaltyDecision(), event.aPushDelivered())).toMatchObject({
      position: 2,
      facts: [{ position: 1 }],
    });
  });

  it('does not begin with an event about nobody', () => {
    expect(after(event.aBidderCheck())).toBeUndefined();
  });

  it('does not begin with an erasure: nothing is known of whom nothing was recorded', () => {
    expect(after(event.anErasure())).toBeUndefined();
    expect(after(event.anErasure(), event.aPenaltyDecision())).toMatchObject({ knownSince: minute(2), position: 2 });
    expect(after(event.aPenaltyDecision(), event.anErasure())).toMatchObject({ knownSince: minute(1), position: 2 });
  });
});

describe('the names in a dossier', () => {
  it('count from the day on the paper that gave them', () => {
    expect(after(event.aRegistration(), event.aRenaming())?.names).toEqual([
      { name: '广阳区鑫桥阳酒店店', since: '2026-04-01', source: 'registered', recordedAt: minute(1) },
      { name: '广阳区新桥阳酒店', since: '2026-06-10', source: 'registered', recordedAt: minute(2) },
    ]);
  });

  const other = { subjectName: '鑫桥阳酒店' };

  it('are kept once, however many papers print the same', () => {
    expect(names(after(event.aPenaltyDecision(), event.aSpotCheck(), event.aHazardJudged()))).toEqual([
      '广阳区鑫桥阳酒店店',
    ]);
  });

  it('keep what papers print apart from what is registered, the present one being the registered one', () => {
    const dossier = after(event.aRegistration(), event.aSpotCheck(other), event.aPenaltyDecision(other));
    expect(dossier?.names.map(({ name, source }) => `${source} ${name}`)).toEqual([
      'registered 广阳区鑫桥阳酒店店',
      'paper 鑫桥阳酒店',
    ]);
    expect(presentName(dossier?.names ?? [])).toBe('广阳区鑫桥阳酒店店');
  });

  it('end with the last one a paper printed while nobody registered the subject', () => {
    const dossier = after(event.aSpotCheck(other), event.aPenaltyDecision());
    expect(presentName(dossier?.names ?? [])).toBe('广阳区鑫桥阳酒店店');
  });

  it('keep the former name when the subject is renamed, and when it goes back to it', () => {
    const back = event.aRenaming({ subjectName: event.subjectName });
    expect(names(after(event.aRegistration(), event.aRenaming(), back))).toEqual([
      '广阳区鑫桥阳酒店店',
      '广阳区新桥阳酒店',
      '广阳区鑫桥阳酒店店',
    ]);
  });

  it('are none while nothing names the subject', () => {
    const unnamed = after(event.anOverdueHazard(), event.aListing({ subjectName: '' }));
    expect(presentName(unnamed?.names ?? [])).toBeNull();
  });

  it('begin with that of a case, until a paper or a registration gives another', () => {
    const listed = after(event.aListing({ subjectName: '案中名称' }));
    expect(listed?.names).toMatchObject([{ name: '案中名称', source: 'case' }]);
    expect(presentName(listed?.names ?? [])).toBe('案中名称');
    const printed = after(event.aListing({ subjectName: '案中名称' }), event.aSpotCheck());
    expect(presentName(printed?.names ?? [])).toBe('广阳区鑫桥阳酒店店');
    expect(names(after(event.aSpotCheck(), event.aListing({ subjectName: '案中名称' })))).toEqual([
      '广阳区鑫桥阳酒店店',
    ]);
  });

  it('are former by a renaming only: neither the name of a case nor another one on a paper ever was the subject’s', () => {
    const all = [
      event.aListing({ subjectName: '案中名称' }),
      event.aSpotCheck({ subjectName: '另一家店' }),
      event.aRegistration(),
      event.aPenaltyDecision({ subjectName: '又一家店' }),
    ];
    expect(formerNames(after(...all)?.names ?? [])).toEqual([]);
    expect(presentName(after(...all)?.names ?? [])).toBe('广阳区鑫桥阳酒店店');
    expect(formerNames(after(...all, event.aRenaming())?.names ?? [])).toEqual(['广阳区鑫桥阳酒店店']);
  });
});

describe('a dossier as it was known', () => {
  const dossier = after(event.aRegistration(), event.aPenaltyDecision(), event.aRenaming(), event.aListing());
  const knownAt = (instant: string) => {
    const found = dossier && asKnownAt(dossier, instant, '2026-06-02T00:00:00.000Z');
    if (found === 'recorded-ahead') throw new Error(found);
    return found;
  };

  it('is unknown before the first event', () => {
    expect(knownAt('2026-06-01T02:00:59.999Z')).toBeUndefined();
  });

  it('holds what had been written at that instant, and nothing later', () => {
    expect(knownAt(minute(1))).toMatchObject({ facts: [], names: [{ name: '广阳区鑫桥阳酒店店' }] });
    expect(knownAt(minute(3))?.facts.map(({ type }) => type)).toEqual(['penalty-decision']);
    expect(names(knownAt(minute(2)))).toEqual(['广阳区鑫桥阳酒店店', '广阳区鑫桥阳酒店店']);
    expect(names(knownAt(minute(4)))?.at(-1)).toBe('广阳区新桥阳酒店');
  });
});

describe('a dossier with recordings whose instant has not come', () => {
  const askedAt = '2026-06-02T00:00:00.000Z';
  const recordedAt = '2027-06-01T02:00:00.000Z';
  const registered = after(event.aRegistration());
  if (!registered) throw new Error('a registration begins a dossier');
  const [name] = registered.names;
  if (!name) throw new Error('a registration gives a name');
  const mixed = {
    ...registered,
    newestAt: recordedAt,
    names: [name, { ...name, name: '后来的名称', recordedAt }],
  };
  const onlyAhead = { ...mixed, knownSince: recordedAt, names: [{ ...name, recordedAt }] };
  const namesKnown = (dossier: typeof mixed, knownAt: string) => {
    const found = asKnownAt(dossier, knownAt, askedAt);
    return found === 'recorded-ahead' ? found : found?.names.map((one) => one.name);
  };

  it('holds them for who asks about now: within the last minute', () => {
    expect(namesKnown(mixed, '2026-06-01T23:59:00.000Z')).toEqual([name.name, '后来的名称']);
    expect(namesKnown(onlyAhead, '2026-06-01T23:59:59.000Z')).toEqual([name.name]);
  });

  it('did not hold them before the newest recording whose instant has come', () => {
    expect(namesKnown(mixed, '2020-01-01T00:00:00.000Z')).toBeUndefined();
  });

  it('cannot be told of in between: they were recorded at some time since', () => {
    expect(namesKnown(mixed, '2026-06-01T12:00:00.000Z')).toBe('recorded-ahead');
    expect(namesKnown(onlyAhead, '2026-06-01T12:00:00.000Z')).toBe('recorded-ahead');
  });

  it('is as any other when the clocks merely differ', () => {
    const soon = { ...mixed, newestAt: '2026-06-02T00:00:29.000Z' };
    expect(asKnownAt(soon, '2026-06-01T12:00:00.000Z', askedAt)).not.toBe('recorded-ahead');
  });
});
