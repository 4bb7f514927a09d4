export * from './channels';
export type { ChannelName } from './channels.rules';
export * from './publicity';
export type { PublicityRules, PublicityTier } from './publicity.rules';
export * from './readings';
