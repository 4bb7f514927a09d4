import type { BranchDeclaration } from './note/branch-note';

/** What the log says of restores. It is asked of the log, never of the tables that seals are kept in. */
export interface RestoreWatch {
  /** Whether what came back is being checked: nothing is signed meanwhile. */
  isOpen(): Promise<boolean>;
  /** Every declaration that the log goes on as another, the first one first. */
  branches(): Promise<readonly BranchDeclaration[]>;
}

/** For a log that was never put back, and for specs. */
export const neverRestored: RestoreWatch = {
  isOpen: () => Promise.resolve(false),
  branches: () => Promise.resolve([]),
};
