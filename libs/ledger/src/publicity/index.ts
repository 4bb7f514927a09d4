export * from './channels';
export type { ChannelName } from './channels.rules';
export * from './publicity';
export * from './readings';
