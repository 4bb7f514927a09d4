import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { eventCatalogue } from '@app/ledger';
import Ajv from 'ajv';
import { checkedIn } from './support/checked-in';
import { fixturesIn, readFixtureFolder } from './support/event-fixtures';
import { type DeclaredEvent, eventsDeclaredIn, type JsonSchema, NotSpelledOut } from './support/event-schemas';
import { programOf, programOfText } from './support/typescript-program';

const root = join(__dirname, '..');
const docs = join(root, 'docs/events');

const files = readdirSync(join(root, 'libs/ledger/src'), { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.events.ts'))
  .sort()
  .map((file) => `libs/ledger/src/${file}`);
const program = programOf(files);
const declared = files.flatMap((file) =>
  eventsDeclaredIn(program, join(root, file)).map((event) => ({ ...event, capability: file.split('/')[3] ?? '' })),
);

const versions = new Map(Object.entries(eventCatalogue).map(([type, { present }]) => [type, present]));
const fileOf = (type: string, version: number): string => `${type}.v${version}.schema.json`;
const textOf = ({ type, says, schema }: DeclaredEvent): string => {
  const { type: kind, ...rest } = schema;
  const title = `${type}, version ${versions.get(type)}`;
  const whole: JsonSchema = {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title,
    description: says,
    type: kind,
    ...rest,
  };
  return `${JSON.stringify(whole, null, 2)}\n`;
};

/** What an event is called in Chinese: the words its comment begins with. */
const chineseNameIn = (says: string): string => /^[\p{Script=Han}、]+/u.exec(says)?.[0] ?? '';

const shortOf = ({ type, anyOf, enum: values, items }: JsonSchema): string =>
  anyOf?.map(shortOf).join(' | ') ?? (items ? `${shortOf(items)}[]` : values ? 'code' : [type].flat().join(' | '));
const fieldsOf = ({ properties = {} }: JsonSchema): string =>
  Object.entries(properties)
    .map(([name, field]) => `\`${name}\` ${shortOf(field).replaceAll('|', '\\|')}`)
    .join(', ');

/** `REWRITE=1 npx jest --selectProjects unit -- test/event-schemas` writes `docs/events` anew: look at the diff, run it again. */
describe('docs/events', () => {
  it('knows every event that the ledger writes, each declared once', () => {
    expect(declared.map(({ type }) => type).sort()).toEqual([...versions.keys()].sort());
  });

  it.each(declared.map((event) => [event.type, event] as const))(
    'describes %s as it is written today',
    (type, event) => {
      expect(checkedIn(join(docs, fileOf(type, versions.get(type) ?? 0)), textOf(event))).toBe(textOf(event));
    },
  );

  it('has an index', () => {
    const rows = declared.map(({ type, says, capability, schema }) => {
      const version = versions.get(type) ?? 0;
      const older = Array.from({ length: version - 1 }, (_, at) => fileOf(type, at + 1))
        .filter((name) => existsSync(join(docs, name)))
        .map((name) => ` ([v${name.split('.v')[1]?.split('.')[0]}](${name}))`);
      const link = `[${type}](${fileOf(type, version)})${older.join('')}`;
      return `| ${link} | ${chineseNameIn(says)} | ${capability} | ${version} | ${fieldsOf(schema)} |`;
    });
    const page = `# Events

Every event of the ledger and the JSON Schema of its data, generated from the types in \`libs/ledger/src\` (\`test/event-schemas.spec.ts\`).
The schema of a version that is no longer written stays as it was. How a version comes to be: \`docs/decisions/0021-event-versions.md\`.

<!-- prettier-ignore -->
| Type | 中文 | Capability | Version | Fields |
| --- | --- | --- | --- | --- |
${rows.join('\n')}
`;
    expect(checkedIn(join(docs, 'README.md'), page)).toBe(page);
  });

  it('has nothing that no event has', () => {
    const possible = new Set(
      [...versions].flatMap(([type, present]) => Array.from({ length: present }, (_, at) => fileOf(type, at + 1))),
    );
    expect(readdirSync(docs).filter((name) => name !== 'README.md' && !possible.has(name))).toEqual([]);
  });
});

describe('every stored form', () => {
  const ajv = new Ajv({ allowUnionTypes: true });
  const schemaIn = (name: string): object => JSON.parse(readFileSync(join(docs, name), 'utf8')) as object;
  const folder = readFixtureFolder(join(__dirname, 'data/events'));
  const forms = fixturesIn(folder).flatMap(({ file, type, version, bytes }) => {
    const present = folder.files.get(file.replace(/json$/, 'present.json'));
    return [
      { file, schema: fileOf(type, version), bytes },
      ...(present
        ? [{ file: `${file}, read today`, schema: fileOf(type, versions.get(type) ?? 0), bytes: present }]
        : []),
    ].filter(({ schema }) => existsSync(join(docs, schema)));
  });

  it.each(forms.map((form) => [form.file, form] as const))('%s is what its schema says', (_file, { schema, bytes }) => {
    const validate = ajv.compile(schemaIn(schema));
    expect(validate(JSON.parse(bytes.toString('utf8'))) ? [] : validate.errors).toEqual([]);
  });

  it('of a version that is written today has a schema', () => {
    expect(forms.length).toBeGreaterThanOrEqual(versions.size);
  });
});

describe('the schema of an event', () => {
  const schemaOf = (data: string, others = ''): JsonSchema => {
    const planted = programOfText(
      `${others}\nexport type Planted = { readonly type: 'Planted'; readonly data: ${data} };`,
    );
    return eventsDeclaredIn(planted.program, planted.file)[0]?.schema ?? {};
  };

  it('spells lists, codes, what may be missing, and objects in objects', () => {
    const data = `{ id: string; kind: 'a' | 'b' | null; sums: readonly number[]; until: string | null; paper: { on: string } }`;
    expect(schemaOf(data)).toEqual({
      type: 'object',
      properties: {
        id: { type: 'string' },
        kind: { type: ['string', 'null'], enum: ['a', 'b', null] },
        sums: { type: 'array', items: { type: 'number' } },
        until: { type: ['string', 'null'] },
        paper: {
          type: 'object',
          properties: { on: { type: 'string' } },
          required: ['on'],
          additionalProperties: false,
        },
      },
      required: ['id', 'kind', 'sums', 'until', 'paper'],
      additionalProperties: false,
    });
  });

  it.each([
    ['an object of whatever shape', '{ rows: readonly object[] }', ''],
    ['something unknown', '{ rows: { answer: unknown } }', ''],
    ['anything', '{ rows: any }', ''],
    ['whatever names', '{ rows: { [name: string]: string } }', ''],
    ['a record of whatever names', '{ rows: Record<string, string> }', ''],
    ['nothing', '{ rows: {} }', ''],
    ['what comes and goes', '{ rows?: string }', ''],
    [
      'something unknown in a type of another place',
      '{ rows: readonly Row[] }',
      'interface Row { readonly answer: unknown }',
    ],
    ['one thing or something unknown', '{ rows: string | object }', ''],
  ])('is refused for %s', (_what, data, others) => {
    expect(() => schemaOf(data, others)).toThrow(NotSpelledOut);
  });
});
