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

/** The role that fills read models anew, beside the live ones. */
export const RebuildRole = 'ledger_rebuild';

/**
 * The same login, working as `ledger_rebuild`, which finds the tables of the schema `beside` first.
 *
 * @param ownerUrl a PostgreSQL URL whose login is a member of `ledger_rebuild` (the owner is made one by `migrate`).
 */
export function rebuildUrl(ownerUrl: string): string {
  const rebuild = new URL(ownerUrl);
  rebuild.searchParams.set('options', `-c role=${RebuildRole} -c search_path=beside,public`);
  return rebuild.toString();
}
