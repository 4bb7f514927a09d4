import { createHash } from 'node:crypto';
import * as fc from 'fast-check';
import type { Role } from '../../libs/ledger/src/access/access-table';
import { type Description, type Operation, operationsOf, roleOf, valid } from './described';
import { BODIES, MEDIA_TYPES, odd, oddKey, oddPart, QUERIES } from './nonsense';
import { aUscc } from './valid';

export interface FuzzRequest {
  /** Method and route. */
  readonly name: string;
  readonly method: string;
  readonly path: string;
  readonly role: Role;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
  /** What is odd about it, in a line. */
  readonly what: string;
}

/** What chance says of one request. */
interface Shape {
  readonly operation: Operation;
  /** 0 to 99: how odd, and where. */
  readonly how: number;
  readonly values: readonly unknown[];
  readonly picks: readonly number[];
  readonly body: string | Buffer;
  readonly mediaType: string;
  readonly parts: readonly string[];
  readonly query: string;
  readonly key: string;
}

/** The requests of a seed: always the same for the same description, seed and count. */
export function requestsOf(description: Description, seed: number, count: number): FuzzRequest[] {
  const shape = fc.record<Shape>({
    operation: fc.constantFrom(...operationsOf(description)),
    how: fc.nat({ max: 99 }),
    values: fc.array(odd, { minLength: 3, maxLength: 3 }),
    picks: fc.array(fc.nat(), { minLength: 4, maxLength: 4 }),
    body: fc.constantFrom(...BODIES),
    mediaType: fc.constantFrom(...MEDIA_TYPES),
    parts: fc.array(oddPart, { minLength: 2, maxLength: 2 }),
    query: fc.constantFrom(...QUERIES),
    key: oddKey,
  });
  const from = (seed % 1_000) * 100_000;
  return fc.sample(shape, { seed, numRuns: count }).map((one, index) => toRequest(description, one, from + index));
}

function toRequest(description: Description, shape: Shape, n: number): FuzzRequest {
  const { operation, how, key } = shape;
  const odd: string[] = [];
  const path = `${pathOf(shape, n, odd)}${queryOf(description, shape, n, odd)}`;
  const { headers, body }: Partial<Sent> & Pick<Sent, 'headers'> =
    operation.method === 'GET' ? { headers: {} } : bodyOf(description, shape, n, odd);
  return {
    name: `${operation.method} ${operation.path}`,
    method: operation.method,
    path,
    role: roleOf(operation),
    headers: how % 7 === 0 ? { ...headers, 'idempotency-key': key } : headers,
    ...(body !== undefined && { body }),
    what: odd.join(' '),
  };
}

function pathOf({ operation, how, parts }: Shape, n: number, odd: string[]): string {
  let place = 0;
  return operation.path.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    if (how % 3 !== 0) return name === 'uscc' ? aUscc(n % 500) : name === 'entry' ? String(n % 200) : anId(n % 300);
    const part = parts[place++ % parts.length] ?? '';
    odd.push(`${name}=${shown(part)}`);
    return escaped(part);
  });
}

function queryOf(
  description: Description,
  { operation, how, values, picks, query }: Shape,
  n: number,
  odd: string[],
): string {
  if (how % 5 === 0) {
    odd.push(`?${query.slice(0, 60)}`);
    return `?${query}`;
  }
  const given = (operation.described.parameters ?? [])
    .filter((parameter) => parameter.in === 'query')
    .filter((_, index) => ((picks[0] ?? 0) + index) % 2 === 0)
    .map(({ name, schema }, index) => {
      if (how % 2 !== 0) return `${name}=${escaped(String(valid(schema ?? {}, description, n, name)))}`;
      const value = values[index % values.length];
      const text = typeof value === 'string' ? value : JSON.stringify(value);
      odd.push(`${name}=${shown(text)}`);
      return `${name}=${escaped(text.slice(0, 3_000))}`;
    });
  return given.length === 0 ? '' : `?${given.join('&')}`;
}

interface Sent {
  readonly headers: Record<string, string>;
  readonly body: string | Buffer;
}

function bodyOf(description: Description, shape: Shape, n: number, odd: string[]): Sent {
  const { operation, how, mediaType } = shape;
  const schema = operation.described.requestBody?.content['application/json']?.schema;
  const json = { 'content-type': 'application/json' };
  if (how < 15 || schema === undefined) {
    odd.push(`body ${shown(shape.body.toString('latin1'))} as ${mediaType}`);
    return { headers: how % 2 === 0 || schema === undefined ? typed(mediaType) : json, body: shape.body };
  }
  const paper = { ...(valid(schema, description, n) as Record<string, unknown>) };
  if (how < 85) spoil(paper, shape, odd);
  return { headers: how === 84 ? typed(mediaType) : json, body: JSON.stringify(paper) };
}

/** Takes a field away, or puts something odd into one to three of them; now and then into one that nobody knows. */
function spoil(paper: Record<string, unknown>, { picks, values }: Shape, odd: string[]): void {
  const names = [...Object.keys(paper), 'unknownField', '__proto__x'];
  const [first = 0, times = 0, ...others] = picks;
  for (let index = 0; index < 1 + (times % 3); index++) {
    const name = names[(others[index % others.length] ?? 0) % names.length] ?? '';
    if (first % 11 === 0) Reflect.deleteProperty(paper, name);
    else paper[name] = values[index];
    odd.push(first % 11 === 0 ? `-${name}` : `${name}=${shown(JSON.stringify(values[index]))}`);
  }
}

const typed = (mediaType: string): Record<string, string> => (mediaType === '' ? {} : { 'content-type': mediaType });
const shown = (text: string): string => JSON.stringify(text.slice(0, 60));
/** Half of a surrogate pair cannot stand in an address: what UTF-8 makes of it does. */
const escaped = (text: string): string => encodeURIComponent(Buffer.from(text).toString());

function anId(n: number): string {
  const hex = createHash('sha256').update(String(n)).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-5${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
