import type { Permission } from '@app/ledger';
import type { OpenAPIObject } from '@nestjs/swagger';

/** What is known of a route before its request is read. */
export interface RouteRule {
  /** Undefined: the route names none, and its guard says whether it is open. */
  readonly permission: Permission | undefined;
  /** Media types that it reads; none: any that can be read at all. */
  readonly mediaTypes: readonly string[];
}

type Operation = NonNullable<OpenAPIObject['paths'][string]['get']> & { readonly 'x-permission'?: Permission };

/** The routes, from the api's own description of itself: method and address as the server spells them -> rule. */
export function routeTable({ paths }: OpenAPIObject): ReadonlyMap<string, RouteRule> {
  const table = new Map<string, RouteRule>();
  for (const [path, operations] of Object.entries(paths)) {
    for (const method of ['get', 'post', 'put', 'patch', 'delete'] as const) {
      const operation: Operation | undefined = operations[method];
      if (!operation) continue;
      const body = operation.requestBody && 'content' in operation.requestBody ? operation.requestBody.content : {};
      table.set(keyOf(method, path.replaceAll(/\{(\w+)\}/g, ':$1')), {
        permission: operation['x-permission'],
        mediaTypes: Object.keys(body),
      });
    }
  }
  return table;
}

/** HEAD is GET without the answer. */
export function keyOf(method: string, url: string): string {
  const name = method.toUpperCase();
  return `${name === 'HEAD' ? 'GET' : name} ${url}`;
}

/** A route as the description spells it: `GET /subjects/{uscc}/status`. */
export const describedRoute = (method: string, url: string): string => keyOf(method, url).replaceAll(/:(\w+)/g, '{$1}');
