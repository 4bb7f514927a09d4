/** The role as which the application works. It may add to the log and read it; it can never change it. */
export const LedgerRole = 'ledger_app';

/**
 * The same login, working as `ledger_app`: every session starts in that role, whatever else the login may do.
 *
 * @param url a PostgreSQL URL whose login is a member of `ledger_app` (the owner is made one by `migrate`).
 */
export function applicationUrl(url: string): string {
  const application = new URL(url);
  application.searchParams.set('options', `-c role=${LedgerRole}`);
  return application.toString();
}
