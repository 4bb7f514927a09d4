export * from './credit-hebei/client';
export * from './credit-hebei/fake';
