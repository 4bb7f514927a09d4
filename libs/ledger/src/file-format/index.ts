export * from './format';
export { personalIn, subjectNamed } from './personal-in';
