import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { Refusal } from '../../shared';
import { workbookLimits as limits } from './limits';
import type { Answer, Question } from './messages';

let open = 0;

/**
 * A workbook in a thread of its own, with so much memory and so much time: whatever is in the file, the rest of the process goes on.
 *
 * Refusals: `workbooks-busy` on opening; of every question `file-unreadable`, `workbook-too-large` (also when memory or time run out).
 */
export class WorkbookThread {
  private readonly worker: Worker;
  private waiting: ((answer: Answer) => void) | undefined;
  private ended: Answer | undefined;
  private isOpen = true;

  constructor(file: Uint8Array) {
    if (open >= limits.openMax) throw new Refusal('workbooks-busy');
    this.worker = new Worker(join(__dirname, 'workbook.worker.js'), {
      workerData: file,
      resourceLimits: { maxOldGenerationSizeMb: limits.memoryMb, maxYoungGenerationSizeMb: 32, stackSizeMb: 4 },
    });
    open++;
    this.worker.on('message', (answer: Answer) => {
      this.settle(answer);
    });
    // Out of memory, for the most part; and whatever else ends it before it has answered.
    this.worker.on('error', (error: NodeJS.ErrnoException) => {
      const isMemory = error.code === 'ERR_WORKER_OUT_OF_MEMORY';
      this.end(isMemory ? { refused: 'too-large' } : { failed: error.stack ?? error.message });
    });
    this.worker.on('exit', () => {
      this.end({ failed: 'the thread that read a workbook has ended' });
      this.letGo();
    });
  }

  async ask(question: Question): Promise<Exclude<Answer, { refused: unknown } | { failed: unknown }>> {
    const answer = await this.answerTo(question);
    if ('failed' in answer) throw new Error(answer.failed);
    if (!('refused' in answer)) return answer;
    await this.close();
    throw new Refusal(answer.refused === 'too-large' ? 'workbook-too-large' : 'file-unreadable');
  }

  /** Ends the thread. Does no harm when it has ended. */
  async close(): Promise<void> {
    await this.worker.terminate();
    this.letGo();
  }

  private answerTo(question: Question): Promise<Answer> {
    if (this.ended) return Promise.resolve(this.ended);
    return new Promise((resolve) => {
      const late = setTimeout(() => {
        this.end({ refused: 'too-large' });
      }, limits.answerMsMax);
      this.waiting = (answer) => {
        clearTimeout(late);
        resolve(answer);
      };
      this.worker.postMessage(question);
    });
  }

  private settle(answer: Answer): void {
    const { waiting } = this;
    this.waiting = undefined;
    waiting?.(answer);
  }

  private end(answer: Answer): void {
    this.ended ??= answer;
    this.settle(this.ended);
  }

  private letGo(): void {
    if (this.isOpen) open--;
    this.isOpen = false;
  }
}
