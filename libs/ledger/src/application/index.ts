export * from './fields';
export * from './ports';
export * from './receipt';
export * from './system-clock';
export * from './polling';
export * from './system-context';
export * from './rules';
export * from './desk';
