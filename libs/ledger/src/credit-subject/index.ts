export * from './credit-subject.module';
export * from './domain/credit-subject.events';
export { creditSubjectVersions } from './domain/credit-subject.versions';
export type { CreditSubjectPaper } from './domain/credit-subject-paper';
export { SUBJECT_KINDS, SUBJECT_TYPES, type SubjectKind, type SubjectType } from './domain/subject-type';
export { RegisterCreditSubject } from './register-credit-subject.command';
export { RenameCreditSubject } from './rename-credit-subject.command';
