/** The server could not be brought up or down. The message says what was seen and what a person can do about it. */
export class EmbeddedPostgresError extends Error {
  constructor(
    /** Stable, kebab-case: `binaries-missing`, `initdb-failed`, … */
    readonly code: EmbeddedPostgresErrorCode,
    message: string,
  ) {
    super(message);
    this.name = 'EmbeddedPostgresError';
  }
}

export type EmbeddedPostgresErrorCode =
  | 'platform-not-supported'
  | 'binaries-missing'
  | 'binaries-do-not-run'
  | 'server-user-missing'
  | 'data-folder-is-a-copy'
  | 'initdb-failed'
  | 'server-did-not-start'
  | 'server-runs-without-durability'
  | 'server-did-not-stop';
