import type { Answer, Endpoint, Fault, Holding, LaterAnswer, Push, SentPush } from '@app/outbox';
import { failure } from '../answers';
import type { BodyMessage, Checking, Saying } from '../body-message';
import { type Folder, type FolderEntry, NothingArrived } from './folder';
import { mayHold, type Packing, type Receipt } from './packing';

export interface FileOptions {
  /** The body's name; stands in the outbox and in recorded facts for good. */
  readonly name: string;
  readonly saying: Saying;
  /** What the body would refuse, where its rules are known. */
  readonly checking?: Checking | undefined;
  readonly folder: Folder;
  readonly packing: Packing;
  /** Messages in one file. Our default: 5,000. */
  readonly batch?: number | undefined;
  /** Instant (UTC) in milliseconds. */
  readonly now: () => number;
}

/** Sub-folders of the folder: there batches stand until they are answered, and there their receipts stand. */
export const INBOX = 'inbox';
export const RECEIPTS = 'receipts';

/** Of a file that is read. Our default. */
const fileBytesMax = 32 * 1024 * 1024;
/** A receipt of which a part is missing may still be on its way for so long. Our default. */
const tornMs = 10 * 60_000;
/** Files that are read at once. */
const readAtOnce = 8;

const unmentioned = { outcome: 'unreadable', reason: 'the receipt says nothing of it' } as const;

const lost = { outcome: 'lost', reason: 'the body has neither the file nor a receipt for it' } as const;

/**
 * A body that is told by files (`docs/exchange/file.md`): a batch is one file in `inbox/`, its receipt one in `receipts/`. The body takes a
 * batch away after its receipt stands there, so a receipt counts once its batch is gone, and what is in neither place never came.
 * Therefore `inbox/` is always looked at before `receipts/`. Nothing of the body's is ever removed here: its receipts prove what it holds.
 */
export class FileEndpoint implements Endpoint {
  readonly name: string;
  readonly batch: number;

  constructor(private readonly options: FileOptions) {
    this.name = options.name;
    this.batch = options.batch ?? 5_000;
  }

  /** The same messages are the same file: said twice, it replaces itself or is a repetition, which the body knows by their keys. */
  async send(pushes: readonly Push[], signal: AbortSignal): Promise<readonly Answer[]> {
    const said = pushes.map((push) => this.writable(push));
    const messages = said.filter((one): one is BodyMessage => !isFailed(one));
    const sent = await this.put(messages, signal);
    let row = 0;
    return said.map((one): Answer => {
      if (isFailed(one)) return one;
      row += 1;
      return isFailed(sent) ? sent : { outcome: 'sent', reference: `${sent.batch}/${row}` };
    });
  }

  /** @throws when the folder could not be looked at */
  async collect(sent: readonly SentPush[], signal: AbortSignal): Promise<readonly LaterAnswer[]> {
    const batches = byBatch(sent);
    const waiting = await this.standing(INBOX, this.options.packing.batchEnding, signal);
    const decided = [...batches].filter(([batch]) => !waiting.has(batch));
    if (decided.length === 0) return [];
    const receipts = await this.standing(RECEIPTS, this.options.packing.receiptEnding, signal);
    const answers = await inParts(decided, async ([batch, of]): Promise<LaterAnswer[]> => {
      const entry = receipts.get(batch);
      if (!entry) return of.map(({ push: { pushId } }) => ({ pushId, answer: lost }));
      const receipt = await this.receipt(batch, entry, signal);
      return of.flatMap(({ push: { pushId, key } }) => {
        const answer = answerIn(receipt, key);
        return answer ? [{ pushId, answer }] : [];
      });
    });
    return answers.flat();
  }

  /**
   * By the names of batches, which say the sequences in them, only files are read that may hold the message. A batch in `inbox/` is
   * `sent`; of several receipts an acknowledgement counts, and among refusals the newest.
   */
  async askByKey(pushes: readonly Push[], signal: AbortSignal): Promise<readonly Holding[]> {
    try {
      const { batchEnding, receiptEnding } = this.options.packing;
      const waiting = await this.standing(INBOX, batchEnding, signal);
      const receipts = await this.standing(RECEIPTS, receiptEnding, signal);
      const messages = pushes.map((push) => this.said(push));
      const asked = messages.filter((one): one is BodyMessage => !isFailed(one));
      const inInbox = await this.readSome(waiting, asked, async (_batch, entry) => {
        return this.options.packing.keysIn(await this.read(INBOX, entry, signal));
      });
      const told = await this.readSome(receipts, asked, (batch, entry) => this.receipt(batch, entry, signal));
      return messages.map((one) => {
        if (isFailed(one)) return one;
        const may = ({ batch }: { readonly batch: string }) => mayHold(this.name, batch, one.subjectSequence);
        return holdingOf(one.idempotencyKey, inInbox.filter(may), told.filter(may));
      });
    } catch (error) {
      return pushes.map(() => failure(error));
    }
  }

  /** What cannot be written, and what the body would refuse; what nobody has words for fails when it is sent, with the reason. */
  faultsOf(push: Push): readonly Fault[] {
    const { packing, checking } = this.options;
    const message = this.said(push);
    return isFailed(message) ? [] : [...(packing.faultsOf?.(message) ?? []), ...(checking?.(message) ?? [])];
  }

  /** Lets go of the folder. */
  close(): Promise<void> {
    return this.options.folder.close();
  }

  private said(push: Push): BodyMessage | Failure {
    try {
      return this.options.saying(push);
    } catch (error) {
      return failure(error);
    }
  }

  /** One that cannot be written holds up none of the others. */
  private writable(push: Push): BodyMessage | Failure {
    const message = this.said(push);
    const [fault] = isFailed(message) ? [] : (this.options.packing.faultsOf?.(message) ?? []);
    return fault ? { outcome: 'failed', reason: fault.sentence, arrived: 'no' } : message;
  }

  private async put(messages: readonly BodyMessage[], signal: AbortSignal) {
    const { folder, packing } = this.options;
    try {
      if (messages.length === 0) throw new Error('there is nothing to say');
      const { batch, bytes } = await packing.pack(messages);
      await folder.put(INBOX, `${batch}${packing.batchEnding}`, bytes, signal);
      return { batch };
    } catch (error) {
      return { ...failure(error), ...(error instanceof NothingArrived && { arrived: 'no' as const }) };
    }
  }

  /** What stands in a sub-folder, by the name of its batch. */
  private async standing(sub: string, ending: string, signal: AbortSignal): Promise<ReadonlyMap<string, FolderEntry>> {
    const entries = await this.options.folder.list(sub, signal);
    const ours = entries.filter(({ name }) => name.startsWith(`${this.name}-`) && name.endsWith(ending));
    return new Map(ours.map((entry) => [entry.name.slice(0, -ending.length), entry]));
  }

  private read(sub: string, { name }: FolderEntry, signal: AbortSignal): Promise<Buffer> {
    return this.options.folder.read(sub, name, fileBytesMax, signal);
  }

  private async receipt(batch: string, entry: FolderEntry, signal: AbortSignal): Promise<Receipt> {
    const receipt = await this.options.packing.receiptIn(await this.read(RECEIPTS, entry, signal), batch);
    const isOld = entry.changedAt < this.options.now() - tornMs;
    return receipt.says === 'torn' && isOld ? { says: 'unreadable', reason: receipt.reason } : receipt;
  }

  private async readSome<Content>(
    standing: ReadonlyMap<string, FolderEntry>,
    asked: readonly BodyMessage[],
    read: (batch: string, entry: FolderEntry) => Promise<Content>,
  ): Promise<readonly Standing<Content>[]> {
    const wanted = [...standing].filter(([batch]) =>
      asked.some(({ subjectSequence }) => mayHold(this.name, batch, subjectSequence)),
    );
    return inParts(wanted, async ([batch, entry]) => ({
      batch,
      changedAt: entry.changedAt,
      content: await read(batch, entry),
    }));
  }
}

interface Standing<Content> {
  readonly batch: string;
  readonly changedAt: number;
  readonly content: Content;
}

type Failure = ReturnType<typeof failure>;

const isFailed = (one: object): one is Failure => 'outcome' in one;

/** Undefined: not yet. */
function answerIn(receipt: Receipt, key: string): LaterAnswer['answer'] | undefined {
  switch (receipt.says) {
    case 'torn':
      return undefined;
    case 'refused':
      return { outcome: 'lost', reason: `the body could not use the file: ${receipt.reason}` };
    case 'unreadable':
      return { outcome: 'unreadable', reason: receipt.reason };
    case 'answers':
      return receipt.answers.get(key) ?? (receipt.isWhole ? unmentioned : undefined);
  }
}

function holdingOf(
  key: string,
  waiting: readonly Standing<readonly string[]>[],
  told: readonly Standing<Receipt>[],
): Holding {
  for (const { batch, content } of waiting) {
    const row = content.indexOf(key) + 1;
    if (row > 0) return { outcome: 'sent', reference: `${batch}/${row}` };
  }
  const newestFirst = told.toSorted((one, other) => other.changedAt - one.changedAt);
  const answers = newestFirst.flatMap(({ content }) =>
    content.says === 'answers' ? (content.answers.get(key) ?? []) : [],
  );
  const acknowledged = answers.find(({ outcome }) => outcome === 'acknowledged');
  if (acknowledged) return acknowledged;
  const unread = told.find(({ content: { says } }) => says === 'torn' || says === 'unreadable');
  if (unread) return { outcome: 'failed', reason: `the receipt of ${unread.batch} cannot be read` };
  return answers[0] ?? { outcome: 'absent' };
}

/** By the batch that a reference names: `<batch>/<row>`. */
function byBatch(sent: readonly SentPush[]): ReadonlyMap<string, readonly SentPush[]> {
  const batches = new Map<string, SentPush[]>();
  for (const one of sent) {
    const batch = one.reference.replace(/\/\d+$/, '');
    const of = batches.get(batch) ?? [];
    of.push(one);
    batches.set(batch, of);
  }
  return batches;
}

/** One after the other would take as many round trips as there are files; all at once as much memory. */
async function inParts<Item, Result>(
  items: readonly Item[],
  work: (item: Item) => Promise<Result>,
): Promise<readonly Result[]> {
  const results: Result[] = [];
  for (let from = 0; from < items.length; from += readAtOnce) {
    results.push(...(await Promise.all(items.slice(from, from + readAtOnce).map(work))));
  }
  return results;
}
