export { type Differences, differ, type RowsAtFault } from './differences';
export { type RebuildConnections } from './alone';
export { type BuildOptions, buildTogether, type Built } from './build';
export { type FoldProgress } from './fold-log';
export { CannotFold } from './model-fold';
export { Rebuild, type Switched } from './rebuild';
export { RebuildRefused, type RebuildRefusalCode } from './refusal';
