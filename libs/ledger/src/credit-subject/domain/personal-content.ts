import { isPerson, type PersonalContent, representativeIsPublic } from '../../shared';
import type { Registration } from './credit-subject';

type PersonalInRegistration = Pick<Registration, 'subjectId' | 'subjectName' | 'legalRepresentative' | 'person'>;

/** A natural person: name and document number. A unit: its representative, where no public register (国家企业信用信息公示系统) publishes the name. */
export const personalInRegistration: PersonalContent<PersonalInRegistration> = {
  whose: ({ subjectId, legalRepresentative: name }) => {
    if (isPerson(subjectId)) return { kind: 'person', subjectId };
    if (name === null || representativeIsPublic(subjectId)) return null;
    return { kind: 'representative', subjectId, name };
  },
  said: (registration, say) => {
    const { person, legalRepresentative } = registration;
    const representative = legalRepresentative === null ? null : say('representative', legalRepresentative);
    if (person === null) return { ...registration, legalRepresentative: representative };
    return {
      ...registration,
      subjectName: say('name', registration.subjectName),
      legalRepresentative: representative,
      person: { ...person, identityNumber: say('identity-number', person.identityNumber) },
    };
  },
};

/** Name and number of the person whose text it holds: no field that stays readable may hold them. */
export function namesIn({
  subjectId,
  subjectName,
  legalRepresentative,
  person,
}: PersonalInRegistration): readonly string[] {
  if (person !== null) return [subjectName, person.identityNumber];
  return legalRepresentative === null || representativeIsPublic(subjectId) ? [] : [legalRepresentative];
}
