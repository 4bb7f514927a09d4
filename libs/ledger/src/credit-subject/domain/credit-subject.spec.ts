import { specFor } from '../../../../../test/support/given-when-then';
import { creditSubject, type Registration, register, rename, type Renaming } from './credit-subject';
import type { CreditSubjectRegistered, CreditSubjectRenamed } from './credit-subject.events';

const { given } = specFor(creditSubject);

const subjectId = '92131023MAF3HKUX5M';
const registration: Registration = {
  subjectId,
  subjectName: '永清县瑞诚养老店',
  subjectType: '人员密集场所',
  subjectKind: 'UNIT_PERSON',
  legalRepresentative: '孙杰洋',
  areaCode: '131023',
  areaName: '永清县',
};
const registered: CreditSubjectRegistered = {
  type: 'CreditSubjectRegistered',
  data: { ...registration, registeredOn: '2026-05-06' },
};
const renamed: CreditSubjectRenamed = {
  type: 'CreditSubjectRenamed',
  data: {
    subjectId,
    subjectName: '永清县瑞诚养老服务中心',
    formerName: '永清县瑞诚养老店',
    documentNumber: '永市监变〔2026〕第31号',
    renamedOn: '2026-06-01',
  },
};
const renamedAgain: CreditSubjectRenamed = {
  type: 'CreditSubjectRenamed',
  data: {
    subjectId,
    subjectName: '永清县瑞康养老服务中心',
    formerName: '永清县瑞诚养老服务中心',
    documentNumber: '永市监变〔2026〕第58号',
    renamedOn: '2026-08-01',
  },
};

const registering = (change: Partial<Registration> = {}, today = '2026-05-06') =>
  register({ ...registration, ...change }, today);
const renaming = ({ data }: CreditSubjectRenamed, change: Partial<Renaming> = {}) => {
  const { subjectName, documentNumber, renamedOn } = data;
  return rename({ subjectId, subjectName, documentNumber, renamedOn, ...change });
};

describe('registering a credit subject', () => {
  it('registers it, as of the day the ledger took it in', () => {
    given().when(registering()).then(registered);
  });

  it('stays quiet when it stands in plain in the log, from before names were sealed', () => {
    const sealed = { ...registration, legalRepresentative: 'pd1.a-token' };
    given(registered)
      .when(register(sealed, '2026-06-01', registration))
      .thenNothing();
    given(registered, renamed)
      .when(register(sealed, '2026-06-01', registration))
      .thenNothing();
  });
  it('stays quiet when repeated, also on another day', () => {
    given(registered).when(registering()).thenNothing();
    given(registered).when(registering({}, '2026-09-30')).thenNothing();
  });

  it('stays quiet under any name it has borne', () => {
    for (const { subjectName } of [registered.data, renamed.data, renamedAgain.data]) {
      given(registered, renamed, renamedAgain).when(registering({ subjectName })).thenNothing();
    }
  });

  it('refuses a name it never had', () => {
    given(registered, renamed)
      .when(registering({ subjectName: '永清县瑞康养老服务中心' }))
      .thenRefused('exists-with-different-content', 'uscc');
  });

  it('refuses other particulars', () => {
    given(registered)
      .when(registering({ areaCode: '131024', areaName: '香河县' }))
      .thenRefused('exists-with-different-content', 'uscc');
    given(registered, renamed)
      .when(registering({ subjectName: renamed.data.subjectName, legalRepresentative: null }))
      .thenRefused('exists-with-different-content', 'uscc');
  });
});

describe('renaming a credit subject', () => {
  it('gives it the new name and keeps the former one', () => {
    given(registered).when(renaming(renamed)).then(renamed);
    given(registered, renamed).when(renaming(renamedAgain)).then(renamedAgain);
  });

  it('lets it return to a former name', () => {
    const back = { subjectName: registration.subjectName };
    given(registered, renamed)
      .when(renaming(renamedAgain, back))
      .then({ ...renamedAgain, data: { ...renamedAgain.data, ...back } });
  });

  it('stays quiet when repeated, also after a later renaming', () => {
    given(registered, renamed).when(renaming(renamed)).thenNothing();
    given(registered, renamed, renamedAgain).when(renaming(renamed)).thenNothing();
  });

  it('refuses a subject nobody registered', () => {
    given().when(renaming(renamed)).thenRefused('credit-subject-not-found');
  });

  it('refuses the same document with another name or day', () => {
    given(registered, renamed)
      .when(renaming(renamed, { subjectName: '永清县瑞康养老服务中心' }))
      .thenRefused('exists-with-different-content', 'documentNumber');
    given(registered, renamed)
      .when(renaming(renamed, { renamedOn: '2026-06-02' }))
      .thenRefused('exists-with-different-content', 'documentNumber');
  });

  it('refuses the name it has', () => {
    given(registered)
      .when(renaming(renamed, { subjectName: registration.subjectName }))
      .thenRefused('name-unchanged', 'newName');
    given(registered, renamed)
      .when(renaming(renamedAgain, { subjectName: renamed.data.subjectName }))
      .thenRefused('name-unchanged', 'newName');
  });

  it('refuses a day before the last renaming', () => {
    given(registered, renamed)
      .when(renaming(renamedAgain, { renamedOn: '2026-05-31' }))
      .thenRefused('renamed-before-last-renaming', 'renamedOn', { renamedOn: '2026-06-01' });
  });

  it('may name a day before the ledger knew the subject', () => {
    const earlier = { renamedOn: '2020-01-01' };
    given(registered)
      .when(renaming(renamed, earlier))
      .then({ ...renamed, data: { ...renamed.data, ...earlier } });
  });
});

describe('the day an event became true', () => {
  it('is the day of intake for a registration and the day on the paper for a renaming', () => {
    expect([registered, renamed].map(creditSubject.occurredOn)).toEqual(['2026-05-06', '2026-06-01']);
  });
});
