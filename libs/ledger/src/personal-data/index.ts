export * from './personal-data.module';
export { PersonalPapers } from './personal-papers';
