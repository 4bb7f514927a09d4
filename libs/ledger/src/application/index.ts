export * from './ports';
export * from './receipt';
export * from './system-clock';
