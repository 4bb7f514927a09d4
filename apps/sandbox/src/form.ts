import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv, ErrorObject, ValidateFunction } from 'ajv';
import { Complaint, Kind, Submission } from './platform';
import { hasCheckCharacter } from './uscc';

/** The published contracts: the envelope of all bodies, and a folder for each. */
const contracts = join(__dirname, '../../../docs/exchange');

interface Schema {
  readonly properties: Readonly<Record<string, { readonly title: string }>>;
}

interface Form {
  /** Compiled when the first message of the kind comes: all of them take longer than all else of a start. */
  readonly check: () => ValidateFunction;
  readonly titles: Readonly<Record<string, string>>;
}

/**
 * The form of what is sent to a body, by its published schemas: what is missing (1002), what is malformed (1003). Whether it is true is the
 * platform's business.
 */
export class Forms {
  private static readonly known = new Map<string, Forms>();

  private readonly envelope: () => ValidateFunction<Submission>;
  private readonly forms: ReadonlyMap<string, Form>;

  private constructor(envelope: () => ValidateFunction<Submission>, forms: ReadonlyMap<string, Form>) {
    this.envelope = envelope;
    this.forms = forms;
  }

  /** Read once in a process. @throws when a schema of the body cannot be read */
  static of(body: string): Forms {
    const forms = Forms.known.get(body) ?? Forms.read(body);
    Forms.known.set(body, forms);
    return forms;
  }

  private static read(body: string): Forms {
    const ajv = new Ajv({ allErrors: true, strictTypes: false });
    ajv.addFormat('uscc', hasCheckCharacter);
    ajv.addFormat('date', (text: string) => isDay(text, '-'));
    ajv.addFormat('date-slash', (text: string) => isDay(text, '/'));
    const folder = join(contracts, body);
    const files = readdirSync(folder).filter((name) => name.endsWith(schemaEnding));
    const forms = files.map((name): [string, Form] => {
      const schema = read(join(folder, name));
      const titles = Object.fromEntries(Object.entries(schema.properties).map(([field, { title }]) => [field, title]));
      return [name.slice(0, -schemaEnding.length), { check: once(() => ajv.compile(schema)), titles }];
    });
    const submission = read(join(contracts, 'submission.schema.json'));
    return new Forms(
      once(() => ajv.compile<Submission>(submission)),
      new Map(forms),
    );
  }

  /** Does the body take this kind at all? */
  takes(kind: Kind): boolean {
    return this.forms.has(kind);
  }

  /** Reads the envelope of a message; what it carries is looked at by `checkFields`. */
  readSubmission(body: unknown): Submission | Complaint {
    const envelope = this.envelope();
    if (!envelope(body)) return misread(namesIn(envelope.errors));
    return this.takes(body.kind) ? body : misread(['kind']);
  }

  /** The first complaint about the fields, missing ones before malformed ones; undefined when the form is met. */
  checkFields({ kind, fields }: Submission): Complaint | undefined {
    const form = this.forms.get(kind);
    if (!form) return misread(['kind']);
    const { titles } = form;
    const check = form.check();
    if (check(fields)) return undefined;
    const errors = (check.errors ?? []).filter((error) => error.keyword !== 'if');
    const missing = errors.filter((error) => error.keyword === 'required' || error.keyword === 'minLength');
    const code = missing.length > 0 ? '1002' : '1003';
    const names = namesIn(missing.length > 0 ? missing : errors);
    const labels = names.map((name) => `${titles[name] ?? '未定义字段'}(${name})`).join('、');
    return { code, message: `${code === '1002' ? '缺少必填字段' : '格式错误'}：${labels}`, fields: names };
  }
}

function once<Value>(make: () => Value): () => Value {
  let made: { readonly value: Value } | undefined;
  return () => (made ??= { value: make() }).value;
}

const schemaEnding = '.schema.json';

const misread = (fields: readonly string[]): Complaint => ({ code: '1000', message: '报文格式错误', fields });

const read = (path: string): Schema => JSON.parse(readFileSync(path, 'utf8')) as Schema;

function namesIn(errors: ErrorObject[] | null | undefined): string[] {
  return [...new Set((errors ?? []).map(nameIn))];
}

/** The top-level field an error is about. */
function nameIn({ instancePath, params }: ErrorObject): string {
  const { missingProperty, additionalProperty } = params as Partial<Record<string, string>>;
  return instancePath.split('/')[1] ?? missingProperty ?? additionalProperty ?? '';
}

function isDay(text: string, separator: string): boolean {
  const [year, month, day, ...rest] = text.split(separator);
  const iso = `${year ?? ''}-${month ?? ''}-${day ?? ''}`;
  if (rest.length > 0 || !/^\d{4}-\d{2}-\d{2}$/.test(iso)) return false;
  const instant = new Date(`${iso}T00:00:00Z`);
  return !Number.isNaN(instant.getTime()) && instant.toISOString().startsWith(iso);
}
