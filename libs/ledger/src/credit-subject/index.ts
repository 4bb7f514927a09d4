export * from './credit-subject.module';
export * from './domain/credit-subject.events';
export type { CreditSubjectPaper } from './domain/credit-subject-paper';
export { RegisterCreditSubject } from './register-credit-subject.command';
export { RenameCreditSubject } from './rename-credit-subject.command';
