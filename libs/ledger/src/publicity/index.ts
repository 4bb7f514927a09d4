export * from './publicity';
export type { PublicityRules, PublicityTier } from './publicity.rules';
