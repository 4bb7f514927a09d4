import type { World } from './world';

/**
 * An order of the operator. An order said again finds what was carried out.
 *
 * @returns undefined: no answer came. The api lets go of a connection on which nothing was asked for a while, also in the moment in which it
 *   is used again, and whether the order was heard is then unknown
 */
export function order(
  world: World,
  path: string,
  body: object,
  headers: Readonly<Record<string, string>> = {},
): Promise<Response | undefined> {
  return fetch(`${world.apiUrl}${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${world.key('operator')}`, 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(20_000),
  }).catch((error: unknown) => {
    console.error(`${path} was not answered: ${String(error)}`);
    return undefined;
  });
}
