import { Ajv, ErrorObject, ValidateFunction } from 'ajv';
import listEntry from '../schema/list-entry.schema.json';
import listRemoval from '../schema/list-removal.schema.json';
import penaltyChange from '../schema/penalty-change.schema.json';
import penaltyUnlawful from '../schema/penalty-unlawful.schema.json';
import penaltyVoid from '../schema/penalty-void.schema.json';
import listCorrection from '../schema/list-correction.schema.json';
import commitment from '../schema/commitment.schema.json';
import spotCheck from '../schema/spot-check.schema.json';
import spotCheckWithdrawal from '../schema/spot-check-withdrawal.schema.json';
import penaltyWithdrawal from '../schema/penalty-withdrawal.schema.json';
import repairResult from '../schema/repair-result.schema.json';
import repairRevocation from '../schema/repair-revocation.schema.json';
import penalty from '../schema/penalty.schema.json';
import submission from '../schema/submission.schema.json';
import { Complaint, Kind, Submission } from './platform';
import { hasCheckCharacter } from './uscc';

/**
 * The form of what is sent, by the published schemas (`../schema`): what is missing (1002), what is malformed (1003).
 * Whether it is true is the platform's business.
 */

const ajv = new Ajv({ allErrors: true, strictTypes: false });
ajv.addFormat('uscc', hasCheckCharacter);
ajv.addFormat('date', (text: string) => isDay(text, '-'));
ajv.addFormat('date-slash', (text: string) => isDay(text, '/'));

const checkSubmission = ajv.compile<Submission>(submission);

const forms: Record<Kind, Form> = {
  penalty: form(penalty),
  'penalty-withdrawal': form(penaltyWithdrawal),
  'list-entry': form(listEntry),
  'list-removal': form(listRemoval),
  'repair-result': form(repairResult),
  'repair-revocation': form(repairRevocation),
  'penalty-change': form(penaltyChange),
  'penalty-unlawful': form(penaltyUnlawful),
  'penalty-void': form(penaltyVoid),
  'list-correction': form(listCorrection),
  commitment: form(commitment),
  'spot-check': form(spotCheck),
  'spot-check-withdrawal': form(spotCheckWithdrawal),
};

interface Form {
  readonly check: ValidateFunction;
  readonly titles: Readonly<Record<string, string>>;
}

/** Reads the envelope of a message; what it carries is looked at by `checkFields`. */
export function readSubmission(body: unknown): Submission | Complaint {
  if (checkSubmission(body)) return body;
  return { code: '1000', message: '报文格式错误', fields: namesIn(checkSubmission.errors) };
}

/** The first complaint about the fields, missing ones before malformed ones; undefined when the form is met. */
export function checkFields({ kind, fields }: Submission): Complaint | undefined {
  const { check, titles } = forms[kind];
  if (check(fields)) return undefined;
  const errors = (check.errors ?? []).filter((error) => error.keyword !== 'if');
  const missing = errors.filter((error) => error.keyword === 'required' || error.keyword === 'minLength');
  const code = missing.length > 0 ? '1002' : '1003';
  const names = namesIn(missing.length > 0 ? missing : errors);
  const labels = names.map((name) => `${titles[name] ?? '未定义字段'}(${name})`).join('、');
  return { code, message: `${code === '1002' ? '缺少必填字段' : '格式错误'}：${labels}`, fields: names };
}

function form(schema: { properties: Record<string, { title: string }> }): Form {
  const titles = Object.fromEntries(Object.entries(schema.properties).map(([name, { title }]) => [name, title]));
  return { check: ajv.compile(schema), titles };
}

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
