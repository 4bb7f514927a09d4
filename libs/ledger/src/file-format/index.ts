export * from './format';
export { normaliseHeading } from './headings';
export { personalIn, subjectNamed } from './personal-in';
