import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Permission } from '../../libs/ledger/src/access/access-table';
import { projectRoot } from './project-root';

/** A route of the api as its own description tells it. */
export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly path: string;
  /** `<Controller>_<method>`. */
  readonly operationId: string;
  /** Null: open to everybody. */
  readonly permission: Permission | null;
  /** The refusal codes of each status. */
  readonly refusals: Readonly<Record<string, readonly string[]>>;
}

interface Response {
  readonly $ref?: string;
  readonly content?: Readonly<Record<string, { readonly schema: { readonly allOf?: readonly { oneOf?: Ref[] }[] } }>>;
}
interface Ref {
  readonly $ref: string;
}
interface Description {
  readonly paths: Readonly<
    Record<
      string,
      Readonly<
        Record<
          string,
          {
            readonly operationId: string;
            readonly 'x-permission'?: Permission;
            readonly responses: Readonly<Record<string, Response>>;
          }
        >
      >
    >
  >;
  readonly components: { readonly responses: Readonly<Record<string, Response>> };
}

/** Every route in `docs/openapi.json`, which a test compares with what the api serves. */
export function routesOfTheApi(): Route[] {
  const text = readFileSync(join(projectRoot, 'docs/openapi.json'), 'utf8');
  const { paths, components } = JSON.parse(text) as Description;
  const codesIn = ({ $ref, content }: Response): string[] => {
    const common = $ref === undefined ? undefined : components.responses[nameIn($ref)];
    if (common) return codesIn(common);
    const refs = content?.['application/problem+json']?.schema.allOf?.flatMap(({ oneOf }) => oneOf ?? []) ?? [];
    return refs.map((ref) => nameIn(ref.$ref).replace('Problem.', ''));
  };
  return Object.entries(paths).flatMap(([path, operations]) =>
    Object.entries(operations).map(([method, operation]): Route => ({
      method: method.toUpperCase() as Route['method'],
      path,
      operationId: operation.operationId,
      permission: operation['x-permission'] ?? null,
      refusals: Object.fromEntries(
        Object.entries(operation.responses)
          .map(([status, response]): [string, string[]] => [status, codesIn(response)])
          .filter(([, codes]) => codes.length > 0),
      ),
    })),
  );
}

const nameIn = (ref: string): string => ref.split('/').at(-1) ?? '';
