export * from './credit-subject.module';
export { creditSubject, otherNameIn } from './domain/credit-subject';
