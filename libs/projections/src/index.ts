export type { SubjectStopped } from './apply-apart';
export * from './decode-once';
export * from './projection';
export * from './projection-runner';
export * from './projection-runners';
export * from './read-model';
export * from './replay';
export { type Resumed, resumeSubject } from './resume';
export { NotTheEventsFault } from './whose-fault';
