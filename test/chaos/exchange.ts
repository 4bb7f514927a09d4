import { join } from 'node:path';
import pg from 'pg';
import { exchangeLogins, exchangePassword, makeExchangeTables } from '../support/exchange-tables';
import { projectRoot } from '../support/project-root';

/** Where the published pages lie, seen from what is compiled. */
const pages = join(projectRoot, 'docs/exchange');

/** An exchange database of its own, with the published tables: its addresses for administrator, ledger and receiver. */
export async function openExchangeDatabase(
  superuserUrl: string,
  name: string,
): Promise<{ readonly url: string; readonly ledger: string; readonly receiver: string }> {
  await openExchangeAt(superuserUrl, (client) => client.query(`CREATE DATABASE ${name}`));
  const url = Object.assign(new URL(superuserUrl), { pathname: `/${name}` }).href;
  await openExchangeAt(url, (client) => makeExchangeTables(client, pages));
  const [ledger, receiver] = exchangeLogins.map(
    (username) => Object.assign(new URL(url), { username, password: exchangePassword }).href,
  );
  return { url, ledger: ledger ?? '', receiver: receiver ?? '' };
}

/** Works on a database as its administrator, on a connection for this once. */
export async function openExchangeAt<Done>(url: string, work: (client: pg.Client) => Promise<Done>): Promise<Done> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined); // what was asked fails by itself
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
