export * from './subject-history.module';
export { subjectHistory } from './subject-history.projection';
