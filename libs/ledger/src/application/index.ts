export * from './optional-integer.decorator';
export * from './ports';
export * from './receipt';
export * from './system-clock';
export * from './polling';
export * from './system-actor';
export * from './rules';
export * from './desk';
