import type { Role } from '../../libs/ledger/src/access/access-table';
import { ACCESS, type Permission } from '../../libs/ledger/src/access/access-table';
import { aUscc } from './valid';

/** As much of a schema as a request is made from. */
export interface Schema {
  readonly $ref?: string;
  readonly type?: string;
  readonly enum?: readonly unknown[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
}

export interface Described {
  readonly 'x-permission'?: Permission;
  readonly parameters?: readonly { readonly name: string; readonly in: string; readonly schema?: Schema }[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: Schema }>> };
}

export interface Description {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Described>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
}

export interface Operation {
  readonly method: string;
  readonly path: string;
  readonly described: Described;
}

export function operationsOf({ paths }: Description): Operation[] {
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, described]) => ({ method: method.toUpperCase(), path, described })),
  );
}

/** A role that may do it. */
export function roleOf({ described }: Operation): Role {
  const permission = described['x-permission'];
  return permission === undefined ? 'officer' : ACCESS[permission][0];
}

/** What the fields of papers must say to be taken in; all others say their own name. */
function known(name: string, n: number): unknown {
  const values: Readonly<Record<string, unknown>> = {
    uscc: aUscc(n),
    subjectId: aUscc(n),
    documentNumber: `廊消行罚决字〔2026〕第${n}号`,
    violationType: '占用、堵塞、封闭消防车通道',
    penaltyKinds: '罚款',
    fineWan: '2.05',
    confiscatedWan: '1',
    areaCode: '131003',
    standard: 'GB 35181-2017',
    measures: ['BID_RESTRICT'],
    bidders: [{ uscc: aUscc(n), name: '某单位' }],
    judgedOn: '2024-05-06',
    rectifyBy: '2027-01-01',
    knownAt: '2026-05-06T00:00:00Z',
    minPosition: 1,
  };
  if (name in values) return values[name];
  if (name.endsWith('Code')) return '1113100001YMGCE72W';
  return /(On|By|Until|At)$/.test(name) ? '2026-05-06' : undefined;
}

/** Something that this schema describes: the nth. */
export function valid(schema: Schema, description: Description, n: number, name = ''): unknown {
  if (schema.$ref !== undefined) {
    const named = description.components.schemas[schema.$ref.split('/').at(-1) ?? ''];
    return named && valid(named, description, n, name);
  }
  const value = known(name, n);
  if (value !== undefined) return value;
  if (schema.enum) return schema.enum[n % schema.enum.length];
  if (schema.properties) {
    const fields = Object.entries(schema.properties).filter(
      ([field], index) => schema.required?.includes(field) === true || (n + index) % 2 === 0,
    );
    return Object.fromEntries(fields.map(([field, one]) => [field, valid(one, description, n, field)]));
  }
  if (schema.type === 'array') return [valid(schema.items ?? {}, description, n, name)];
  if (schema.type === 'number' || schema.type === 'integer') return n % 50;
  return schema.type === 'boolean' ? n % 2 === 0 : `${name}${n}`;
}
