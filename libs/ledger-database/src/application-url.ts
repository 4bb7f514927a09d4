import { readableUrl } from '@app/postgres-hosts';

/** The role that may work as each of `WORKING_ROLES`. It may add to the log and read it; it can never change it. */
export const LedgerRole = 'ledger_app';

/** Who works on the database, each with the rights that its work needs and no more (`sql/role_grants.sql`). */
export const WORKING_ROLES = ['ledger_api', 'ledger_worker', 'ledger_sealer', 'ledger_checker'] as const;
export type WorkingRole = (typeof WORKING_ROLES)[number];

/**
 * The same login, working as one role: every session starts in it, whatever else the login may do.
 *
 * @param url a PostgreSQL URL whose login is a member of the role, or of `ledger_app`.
 */
export const workingUrl = (url: string, role: WorkingRole): string => inRole(url, role);

/**
 * The same login, working as `ledger_app`.
 *
 * @param url a PostgreSQL URL whose login is a member of `ledger_app` (the owner is made one by `migrate`).
 */
export const applicationUrl = (url: string): string => inRole(url, LedgerRole);

/**
 * What a session reads and writes by, whatever database, login or server say: how days, instants and bytes look as text, and what a
 * transaction sees.
 */
const sessionSettings = [
  'datestyle=ISO,MDY',
  'intervalstyle=postgres',
  'timezone=UTC',
  'bytea_output=hex',
  'extra_float_digits=1',
  'standard_conforming_strings=on',
  'default_transaction_isolation=read\\ committed',
  'default_transaction_deferrable=off',
]
  .map((setting) => `-c ${setting}`)
  .join(' ');

function inRole(url: string, role: string): string {
  const working = new URL(readableUrl(url));
  working.searchParams.set('options', `-c role=${role} ${sessionSettings}`);
  return working.toString();
}

/** The role that fills read models anew, beside the live ones. */
export const RebuildRole = 'ledger_rebuild';

/**
 * The same login, working as `ledger_rebuild`, which finds the tables of the schema `beside` first.
 *
 * @param ownerUrl a PostgreSQL URL whose login is a member of `ledger_rebuild` (the owner is made one by `migrate`).
 */
export function rebuildUrl(ownerUrl: string): string {
  const rebuild = new URL(readableUrl(ownerUrl));
  rebuild.searchParams.set('options', `-c role=${RebuildRole} -c search_path=beside,public ${sessionSettings}`);
  return rebuild.toString();
}
