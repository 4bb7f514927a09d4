import { specFor } from '../../../../../test/support/given-when-then';
import { publishedRules } from '../../rule-set';
import { derivedId } from '../../shared';
import { confirmRectification, majorFireHazard, type MajorFireHazardRecord, record } from './major-fire-hazard';
import type {
  MajorFireHazardFoundOverdue,
  MajorFireHazardJudged,
  MajorFireHazardListedForSupervision,
  MajorFireHazardRectified,
} from './major-fire-hazard.events';

const { given } = specFor(majorFireHazard, publishedRules);

const hazardId = '3b0f3a52-0000-5000-8000-000000000001';
const hazard = {
  hazardId,
  subjectId: '91131003MAX1MKP799',
  hazardNumber: '131003ZD20260002',
  recordingAuthority: null,
};
const judged: MajorFireHazardJudged = {
  type: 'MajorFireHazardJudged',
  data: {
    ...hazard,
    subjectName: '廊坊顺航桥娱乐有限责任公司',
    judgedOn: '2026-02-03',
    standardEdition: '2025',
    method: '直接判定',
    rectifyBy: '2026-06-16',
    ruleSetId: 'langfang-2023-05-01',
  },
};
const supervised: MajorFireHazardListedForSupervision = {
  type: 'MajorFireHazardListedForSupervision',
  data: { ...hazard, level: '县级', listedOn: '2026-02-03' },
};
const overdue: MajorFireHazardFoundOverdue = {
  type: 'MajorFireHazardFoundOverdue',
  data: {
    ...hazard,
    rectifyBy: '2026-06-16',
    overdueOn: '2026-06-17',
    severity: 'SERIOUS',
    ruleSetId: 'langfang-2023-05-01',
  },
};
const closedByPaper: MajorFireHazardRectified = {
  type: 'MajorFireHazardRectified',
  data: { ...hazard, closedOn: '2026-07-01', documentNumber: null },
};
const confirmed: MajorFireHazardRectified = {
  type: 'MajorFireHazardRectified',
  data: { ...hazard, closedOn: '2026-07-01', documentNumber: '廊消销〔2026〕第7号' },
};

const paper = (change: Partial<MajorFireHazardRecord> = {}): MajorFireHazardRecord => ({
  judged: judged.data,
  supervision: supervised.data,
  rectified: null,
  ...change,
});
const confirmation = (change: { closedOn?: string; documentNumber?: string } = {}) =>
  confirmRectification({ hazardId, closedOn: '2026-07-01', documentNumber: '廊消销〔2026〕第7号', ...change });

it('is found overdue in the name of the unit that recorded it', () => {
  const recordingAuthority = { name: '廊坊市消防救援支队', code: '1113100001YMGCE72W' };
  given({ ...judged, data: { ...judged.data, recordingAuthority } })
    .onDay('2026-06-17')
    .then({ ...overdue, data: { ...overdue.data, recordingAuthority } });
});

describe('recording a major fire hazard', () => {
  it('records the judgement and the supervision', () => {
    given().when(record(paper())).then(judged, supervised);
  });

  it('records one that is closed already', () => {
    given()
      .when(record(paper({ rectified: closedByPaper.data })))
      .then(judged, supervised, closedByPaper);
  });

  it('takes a later closing date as progress, overdue or not', () => {
    const closed = record(paper({ rectified: closedByPaper.data }));
    given(judged, supervised).when(closed).then(closedByPaper);
    given(judged, supervised, overdue).when(closed).then(closedByPaper);
  });

  it('stays quiet when the same paper comes again', () => {
    given(judged, supervised).when(record(paper())).thenNothing();
    given(judged, supervised, overdue).when(record(paper())).thenNothing();
    given(judged, supervised, closedByPaper)
      .when(record(paper({ rectified: closedByPaper.data })))
      .thenNothing();
  });

  it('stays quiet when a paper from before the closing comes late', () => {
    given(judged, supervised, closedByPaper).when(record(paper())).thenNothing();
  });

  it('stays quiet when the paper prints the day that a closing document gave', () => {
    given(judged, supervised, confirmed)
      .when(record(paper({ rectified: closedByPaper.data })))
      .thenNothing();
  });

  it('refuses another hazard, another deadline and another supervision under the same number', () => {
    given(judged, supervised)
      .when(record(paper({ judged: { ...judged.data, rectifyBy: '2026-08-16' } })))
      .thenRefused('exists-with-different-content', 'hazardNumber');
    given(judged, supervised)
      .when(record(paper({ supervision: { ...supervised.data, level: '市级' } })))
      .thenRefused('exists-with-different-content', 'hazardNumber');
  });

  it('refuses another closing date', () => {
    given(judged, supervised, confirmed)
      .when(record(paper({ rectified: { ...closedByPaper.data, closedOn: '2026-07-02' } })))
      .thenRefused('exists-with-different-content', 'closedOn');
  });
});

describe('confirming rectification', () => {
  it('closes the hazard, overdue or not', () => {
    given(judged, supervised).when(confirmation()).then(confirmed);
    given(judged, supervised, overdue).when(confirmation()).then(confirmed);
  });

  it('stays quiet when repeated', () => {
    given(judged, supervised, confirmed).when(confirmation()).thenNothing();
  });

  it('refuses a hazard nobody recorded', () => {
    given().when(confirmation()).thenRefused('hazard-not-found');
  });

  it('refuses a hazard that another paper closed', () => {
    given(judged, supervised, confirmed)
      .when(confirmation({ closedOn: '2026-07-02' }))
      .thenRefused('exists-with-different-content', 'documentNumber');
    given(judged, supervised, closedByPaper)
      .when(confirmation())
      .thenRefused('exists-with-different-content', 'documentNumber');
  });

  it('refuses a day before the judgement', () => {
    given(judged, supervised)
      .when(confirmation({ closedOn: '2026-02-02' }))
      .thenRefused('closed-before-judged', 'closedOn', { judgedOn: '2026-02-03' });
  });
});

describe('the day to rectify', () => {
  it('is waited for while the hazard is open', () => {
    given(judged, supervised).waitsFor({
      what: 'rectification',
      whose: 'officer',
      until: '2026-06-16',
      since: '2026-02-03',
      commandId: derivedId('overdue-hazards', hazardId),
    });
    given(judged, supervised, confirmed).waitsFor();
    given().waitsFor();
  });

  it('stays waited for when it has passed, but nothing more is written down of it', () => {
    given(judged, supervised, overdue).waitsFor({ until: '2026-06-16', commandId: null });
  });

  it('has passed on the day after: the hazard is overdue as of that day, whenever somebody looks', () => {
    given(judged, supervised).onDay('2026-06-17').then(overdue);
    given(judged, supervised).onDay('2026-09-30').then(overdue);
  });

  it('is itself still in time', () => {
    given(judged, supervised).onDay('2026-06-16').thenNothing();
  });

  it('stays quiet when it was found before, or the hazard is closed, or nobody recorded it', () => {
    given(judged, supervised, overdue).onDay('2026-06-18').thenNothing();
    given(judged, supervised, confirmed).onDay('2026-09-30').thenNothing();
    given(judged, supervised, overdue, confirmed).onDay('2026-09-30').thenNothing();
    given().onDay('2026-06-17').thenNothing();
  });

  it('is refused under rules that do not hold the rule set of the judgement', () => {
    given({ ...judged, data: { ...judged.data, ruleSetId: 'langfang-of-tomorrow' } })
      .onDay('2026-06-17')
      .thenRefused('rule-set-unknown', undefined, { ruleSetId: 'langfang-of-tomorrow' });
  });
});

describe('the day an event became true', () => {
  it('is the day on its paper; an overdue hazard is so from the day after its deadline', () => {
    expect([judged, supervised, overdue, confirmed].map(majorFireHazard.occurredOn)).toEqual([
      '2026-02-03',
      '2026-02-03',
      '2026-06-17',
      '2026-07-01',
    ]);
  });
});
