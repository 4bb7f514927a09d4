import { type ZipPart, zipOf } from '@app/workbook';
import { parse, printable, receiptIn, refusalIn } from '../answers';
import type { BodyMessage } from '../body-message';
import { partsOf, ZipRefused, ZipTorn } from '../zip';
import { type Digest, DIGESTS, digestOf, type FileOfManifest, whyNotAsSaid } from './manifest';
import { batchNameOf, type Packed, type Packing, type Receipt } from './packing';
import { csvOf, type Row } from './records-csv';
import { xmlOf } from './records-xml';

export const FILE_FORMATS = ['csv', 'xml'] as const;
export type FileFormat = (typeof FILE_FORMATS)[number];

export interface ExchangeFileOptions {
  /** The body's name; every batch begins with it. */
  readonly body: string;
  /** Our default: csv. */
  readonly format?: FileFormat | undefined;
  /** Our default: sha256. */
  readonly digest?: Digest | undefined;
}

const version = 1;
const manifestName = 'manifest.json';
const answersName = 'answers.json';

/** A batch as a zip with a manifest and one file for each kind; its receipt as a zip of answers: `docs/exchange/file.md`. */
export class ExchangeFiles implements Packing {
  readonly batchEnding = '.zip';
  readonly receiptEnding = '.receipt.zip';
  private readonly format: FileFormat;
  private readonly digest: Digest;

  constructor(private readonly options: ExchangeFileOptions) {
    this.format = options.format ?? 'csv';
    this.digest = options.digest ?? 'sha256';
  }

  async pack(messages: readonly BodyMessage[]): Promise<Packed> {
    const { digest } = this;
    const { body } = this.options;
    const files = [...byKind(messages)].map(([kind, rows]) => ({ kind, rows, ...this.fileOf(kind, rows) }));
    const content = {
      version,
      body,
      keys: messages.map(({ idempotencyKey }) => idempotencyKey),
      files: files.map(({ name, kind, rows, bytes }) => ({
        name,
        kind,
        records: rows.length,
        [digest]: digestOf(digest, bytes),
      })),
    };
    const batch = batchNameOf(body, messages, digestOf(digest, JSON.stringify(content)));
    const manifest = { batch, ...content };
    const parts = [{ name: manifestName, bytes: Buffer.from(JSON.stringify(manifest, undefined, 1)) }, ...files];
    return { batch, bytes: await zipOf(parts) };
  }

  async keysIn(bytes: Buffer): Promise<readonly string[]> {
    const keys = parse((await partsOf(bytes)).get(manifestName)?.toString('utf8') ?? '')?.keys;
    if (!Array.isArray(keys)) throw new Error('a batch without a manifest that can be read');
    return keys.filter((key) => typeof key === 'string');
  }

  async receiptIn(bytes: Buffer, batch: string): Promise<Receipt> {
    try {
      return receiptOf(await partsOf(bytes), batch);
    } catch (error) {
      if (error instanceof ZipTorn) return { says: 'torn', reason: error.message };
      if (error instanceof ZipRefused) return unreadable(error.message);
      throw error;
    }
  }

  private fileOf(kind: string, rows: readonly Row[]): ZipPart {
    const text = this.format === 'csv' ? csvOf(rows) : xmlOf(kind, rows);
    return { name: `${kind}.${this.format}`, bytes: Buffer.from(text, 'utf8') };
  }
}

/** Rows are counted over the whole batch, from 1, so that its order is not lost. */
function byKind(messages: readonly BodyMessage[]): ReadonlyMap<string, Row[]> {
  const kinds = new Map<string, Row[]>();
  for (const [at, message] of messages.entries()) {
    const rows = kinds.get(message.kind) ?? [];
    rows.push({ row: at + 1, message });
    kinds.set(message.kind, rows);
  }
  return kinds;
}

type Said = Readonly<Partial<Record<string, unknown>>>;

const unreadable = (reason: string): Receipt => ({ says: 'unreadable', reason });

function receiptOf(parts: ReadonlyMap<string, Buffer>, batch: string): Receipt {
  const manifest = parse(parts.get(manifestName)?.toString('utf8') ?? '');
  if (manifest?.version !== version) return unreadable('no manifest of version 1');
  if (manifest.batch !== batch) return unreadable('the receipt of another batch');
  const refused = objectIn(manifest.refused);
  if (refused) return { says: 'refused', reason: printable(`${String(refused.code)} ${String(refused.message)}`, 200) };
  const said = fileIn(manifest);
  if (!said) return unreadable(`the manifest names no ${answersName}`);
  const bytes = parts.get(said.name);
  const wrong = whyNotAsSaid(said, bytes);
  if (bytes === undefined || wrong !== undefined) return unreadable(wrong ?? 'missing');
  const answers = objectIn(parse(bytes.toString('utf8')))?.answers;
  if (!Array.isArray(answers)) return unreadable(`${answersName} holds no answers`);
  if (answers.length !== said.records) return unreadable(`${answers.length} answers, but ${said.records} are counted`);
  const entries = answers.map((entry: unknown) => answerOf(objectIn(entry) ?? {}));
  const byKey = new Map(entries);
  return byKey.size === entries.length
    ? { says: 'answers', answers: byKey, isWhole: true }
    : unreadable('two answers about one message');
}

function answerOf(said: Said) {
  const answer = receiptIn(said) ??
    refusalIn(said) ?? {
      outcome: 'unreadable' as const,
      reason: 'unreadable answer',
      answer: printable(JSON.stringify(said), 200),
    };
  return [String(said.idempotencyKey), answer] as const;
}

function fileIn({ files }: Said): FileOfManifest | undefined {
  const named = (Array.isArray(files) ? files : []).map((file: unknown) => objectIn(file) ?? {});
  const said = named.find(({ name }) => name === answersName);
  if (!said || typeof said.records !== 'number') return undefined;
  const hashes = DIGESTS.flatMap((digest) =>
    typeof said[digest] === 'string' ? [[digest, said[digest]] as const] : [],
  );
  return { name: answersName, records: said.records, ...Object.fromEntries(hashes) };
}

const objectIn = (value: unknown): Said | undefined =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined;
