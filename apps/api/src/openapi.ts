import { type FactKind, kindOf, REFUSAL_CODES, type RefusalCode, REFUSALS } from '@app/ledger';
import { type INestApplication } from '@nestjs/common';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { statusOf } from './problem.filter';
import refusalsByRoute from './refusals-by-route.json';

type Schema = NonNullable<NonNullable<OpenAPIObject['components']>['schemas']>[string];
type Response = Extract<Operation['responses'][string], { description: string }>;
type Operation = NonNullable<OpenAPIObject['paths'][string]['get']>;

/** The API's description, from its routes: written down in docs/openapi.json, which a test compares with it, and read from there at each start. */
export function openApiOf(app: INestApplication): OpenAPIObject {
  const config = new DocumentBuilder()
    .setTitle('消防安全信用与失信联合惩戒名单台账')
    .setDescription(
      '记录处罚、承诺和重大火灾隐患，计算信用分，办理失信联合惩戒名单，向信用平台推送，并回答“这家单位的信用状态”。',
    )
    .setVersion('0.1.0')
    .addBearerAuth()
    .build();
  return withRefusals(withSealed(SwaggerModule.createDocument(app, config)));
}

/** Whatever is answered with a receipt can be waited for until it is sealed (`sealed.interceptor.ts`). */
function withSealed(document: OpenAPIObject): OpenAPIObject {
  for (const { post } of Object.values(document.paths)) {
    if (post && JSON.stringify(post.responses).includes('"#/components/schemas/Receipt"'))
      post.parameters = [...(post.parameters ?? []), sealedParameter];
  }
  return document;
}

const sealedParameter: NonNullable<Operation['parameters']>[number] = {
  name: 'sealed',
  in: 'query',
  required: false,
  description: 'true：等到签名检查点包含这条记录再答复（至多十秒）',
  schema: { type: 'string', enum: ['true', 'false'] },
};

/** Says of every route what it may refuse, and of every refusal its sentence and its facts. */
function withRefusals(document: OpenAPIObject): OpenAPIObject {
  for (const path of Object.values(document.paths)) {
    for (const operation of [path.get, path.post, path.put, path.patch, path.delete]) {
      if (operation) addRefusals(operation);
    }
  }
  const schemas = { ...document.components?.schemas, Problem: problem };
  for (const code of REFUSAL_CODES) Object.assign(schemas, { [nameOf(code)]: schemaOf(code) });
  const responses = { ...document.components?.responses };
  for (const [status, codes] of byStatus(ofChannel)) Object.assign(responses, { [`Refused.${status}`]: saying(codes) });
  document.components = { ...document.components, schemas, responses };
  return document;
}

function addRefusals(operation: Operation): void {
  for (const [status, codes] of byStatus(codesOf(operation))) {
    const before = operation.responses[status];
    const told = before && 'description' in before ? before : undefined;
    const common =
      told === undefined && codes.every((code) => ofChannel.includes(code)) && !codes.includes('request-malformed');
    operation.responses[status] = common ? { $ref: `#/components/responses/Refused.${status}` } : saying(codes, told);
  }
}

function byStatus(codes: readonly RefusalCode[]): [status: number, codes: RefusalCode[]][] {
  const found = new Map<number, RefusalCode[]>();
  for (const code of codes) {
    const status = statusOf[kindOf({ code })];
    found.set(status, [...(found.get(status) ?? []), code]);
  }
  return [...found];
}

/** An answer that is one of these refusals, beside what the status means otherwise. */
function saying(codes: readonly RefusalCode[], told?: Response): Response {
  const said = codes.map((code) => `- \`${code}\`：${REFUSALS[code].say}`).join('\n');
  const oneOf = codes.map((code) => ({ $ref: `#/components/schemas/${nameOf(code)}` }));
  const schema = { allOf: [{ $ref: '#/components/schemas/Problem' }, { oneOf }] };
  return {
    description: told?.description ? `${told.description}\n\n${said}` : said,
    content: { ...told?.content, 'application/problem+json': { schema } },
  };
}

const ofEverybody: readonly RefusalCode[] = [
  'too-many-requests',
  'ledger-unavailable',
  'ledger-stopping',
  'event-not-understood',
  'event-unreadable',
  'internal-error',
];
const ofKeys: readonly RefusalCode[] = ['key-missing', 'key-unknown', 'not-allowed'];
/** Of whatever shows a subject: who reads it goes on record first. */
const ofRecorded: readonly RefusalCode[] = ['cannot-record-access'];
const ofParameters: readonly RefusalCode[] = ['request-malformed'];
const ofSealed: readonly RefusalCode[] = ['sealed-invalid', 'seal-key-missing'];
/** Of an id in the address: every such parameter is named so. */
const ofIds: readonly RefusalCode[] = ['id-invalid'];
const ofBodies: readonly RefusalCode[] = [
  'request-malformed',
  'request-timed-out',
  'body-too-large',
  'media-type-unsupported',
  'content-encoding-unsupported',
];
const ofJson: readonly RefusalCode[] = [
  'body-not-utf8',
  'json-invalid',
  'body-not-object',
  'body-too-deep',
  'too-many-values',
  'field-repeated',
  'field-unknown',
  'charset-unsupported',
];

/** What is not the route's own: who asks, and what the program cannot do. Said once, and referred to. */
const ofChannel: readonly RefusalCode[] = [...new Set([...ofKeys, ...ofBodies, ...ofJson, ...ofEverybody])];

/** What the route's own code refuses (`test/refusals-by-route.spec.ts`), and what the channel does: in the order of the page. */
function codesOf(operation: Operation): RefusalCode[] {
  const own: readonly string[] =
    (refusalsByRoute as Readonly<Record<string, readonly string[]>>)[operation.operationId ?? ''] ?? [];
  const all = new Set<string>([
    ...own,
    ...ofEverybody,
    ...(operation.security ? ofKeys : []),
    ...('x-reading-recorded' in operation && operation['x-reading-recorded'] === 'yes' ? ofRecorded : []),
    ...(operation.parameters?.length ? ofParameters : []),
    ...(operation.parameters?.some((one) => 'name' in one && one.in === 'path' && one.name.endsWith('Id'))
      ? ofIds
      : []),
    ...(operation.parameters?.includes(sealedParameter) ? ofSealed : []),
    ...(operation.requestBody ? ofBodies : []),
    ...(operation.requestBody &&
    'content' in operation.requestBody &&
    'application/json' in operation.requestBody.content
      ? ofJson
      : []),
  ]);
  return REFUSAL_CODES.filter((code) => all.has(code));
}

const nameOf = (code: RefusalCode): string => `Problem.${code}`;

const factSchemas = {
  text: { type: 'string' },
  texts: { type: 'array', items: { type: 'string' } },
  number: { type: 'number' },
  day: { type: 'string', format: 'date' },
  id: { type: 'string' },
} as const satisfies Record<string, Schema>;

function schemaOf(code: RefusalCode): Schema {
  const facts = Object.entries<FactKind>(REFUSALS[code].facts ?? {});
  const required = facts.filter(([, kind]) => !kind.endsWith('?')).map(([fact]) => fact);
  const factsOfCode: Schema = {
    type: 'object',
    properties: Object.fromEntries(
      facts.map(([fact, kind]) => [fact, factSchemas[kind.replace('?', '') as keyof typeof factSchemas]]),
    ),
    ...(required.length > 0 && { required }),
  };
  return {
    type: 'object',
    description: REFUSALS[code].say,
    properties: { code: { type: 'string', enum: [code] }, ...(facts.length > 0 && { facts: factsOfCode }) },
    required: ['code'],
  };
}

const fieldAtFault: Schema = {
  type: 'object',
  properties: {
    field: { type: 'string', description: '字段名' },
    code: { type: 'string', description: '代码，长期不变' },
    message: { type: 'string', description: '一句话说明' },
  },
  required: ['field', 'code', 'message'],
};

/** RFC 9457. */
const problem: Schema = {
  type: 'object',
  description: '拒绝或者不能办理的答复（RFC 9457）',
  properties: {
    type: { type: 'string', description: 'urn:fire-credit-ledger:problem:代码' },
    title: { type: 'string', description: '一句话说明' },
    status: { type: 'number', description: 'HTTP 状态' },
    code: { type: 'string', description: '代码，长期不变' },
    detail: { type: 'string', description: '一句话说明，前有所涉字段' },
    instance: { type: 'string', description: '所请求的地址' },
    requestId: { type: 'string', description: '请求编号' },
    fields: { type: 'array', items: fieldAtFault, description: '所涉字段' },
    facts: { type: 'object', description: '依据的事实，因代码而异' },
  },
  required: ['type', 'title', 'status', 'code', 'detail', 'instance', 'requestId', 'fields'],
};
