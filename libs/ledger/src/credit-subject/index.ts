export * from './credit-subject.module';
