export { type Differences, differ, type RowsAtFault } from './differences';
export { CannotFold, type FoldProgress } from './fold-log';
export { type Built, Rebuild, type RebuildConnections, type Switched } from './rebuild';
export { RebuildRefused, type RebuildRefusalCode } from './refusal';
