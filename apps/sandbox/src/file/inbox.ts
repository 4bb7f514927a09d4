import { mkdir, readdir, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { House } from '../houses';
import { type BatchRecord, FileRefused, recordsIn } from './batch-file';
import { placed, receiptOf, type Said } from './receipt-file';

const ending = '.zip';
const lookEveryMs = 500;
const leftoverMs = 24 * 3_600_000;

/**
 * The platform by files (`docs/exchange/file.md`): batches that senders put into `inbox/`, receipts that it puts into `receipts/`. A batch is
 * taken away after its receipt stands there: after a pulled plug it is judged again, and its records are known by their keys.
 */
export class Inbox {
  private readonly inbox: string;
  private readonly receipts: string;
  private timer: NodeJS.Timeout | undefined;
  private judging: Promise<unknown> = Promise.resolve();

  constructor(
    root: string,
    private readonly house: House,
  ) {
    this.inbox = join(root, 'inbox');
    this.receipts = join(root, 'receipts');
  }

  async onModuleInit(): Promise<void> {
    await mkdir(this.inbox, { recursive: true });
    await mkdir(this.receipts, { recursive: true });
    this.timer = setInterval(() => {
      if (this.house.reception.platform.later) return; // until somebody has them decided
      this.decide().catch((error: unknown) => {
        console.error(error);
      });
    }, lookEveryMs);
  }

  async onModuleDestroy(): Promise<void> {
    clearInterval(this.timer);
    await this.judging.catch(() => undefined); // told where it was asked for
  }

  /** Judges what stands there, one batch after the other. @returns how many there were */
  decide(): Promise<number> {
    const judged = this.judging.then(
      () => this.decideAll(),
      () => this.decideAll(),
    );
    this.judging = judged;
    return judged;
  }

  /** Takes everything away without a look at it, as one that was restored from yesterday. @returns how many there were */
  async forget(): Promise<number> {
    const names = await this.batches();
    await Promise.all(names.map((name) => rm(join(this.inbox, name), { force: true })));
    return names.length;
  }

  private async decideAll(): Promise<number> {
    const names = await this.batches();
    for (const name of names) {
      const batch = name.slice(0, -ending.length);
      const said = await this.judged(batch, await readFile(join(this.inbox, name)));
      await placed(join(this.receipts, `${batch}.receipt.zip`), await receiptOf(batch, said));
      await rm(join(this.inbox, name), { force: true });
    }
    await this.sweep();
    return names.length;
  }

  private async judged(batch: string, bytes: Buffer): Promise<Said> {
    try {
      const records = await recordsIn(batch, bytes);
      // Each is judged before the next, in the order of the rows; what waits for the disk waits together.
      return { answers: await Promise.all(records.map((record) => this.answerTo(record))) };
    } catch (error) {
      if (!(error instanceof FileRefused)) throw error;
      return { refused: { code: error.code, message: error.message } };
    }
  }

  private async answerTo({ row, message }: BatchRecord): Promise<object> {
    const refuses = this.house.faults.current()?.mode === 'refuse' && this.house.faults.next() !== undefined;
    const { body } = refuses
      ? await this.house.reception.sendBack(message.idempotencyKey, {
          code: '1001',
          message: '未查询到主体或查询到的主体信息不匹配',
          fields: [],
        })
      : await this.house.reception.receive(message);
    return { row, ...body, idempotencyKey: message.idempotencyKey };
  }

  /** In the order of their names, which is that of their sequences. */
  private async batches(): Promise<string[]> {
    return (await readdir(this.inbox)).filter((name) => !name.startsWith('.') && name.endsWith(ending)).sort();
  }

  /** What a sender began to write and never finished. */
  private async sweep(): Promise<void> {
    for (const name of (await readdir(this.inbox)).filter((one) => one.startsWith('.'))) {
      const { mtimeMs } = await stat(join(this.inbox, name));
      if (mtimeMs < Date.now() - leftoverMs) await rm(join(this.inbox, name), { force: true });
    }
  }
}
