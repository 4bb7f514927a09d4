import { parentPort, workerData } from 'node:worker_threads';
import { WorkbookTooLarge, WorkbookUnreadable } from './limits';
import type { Answer, Question, RowsOfSheet, SheetWanted } from './messages';
import { Workbook } from './read-workbook';

/*
 * The thread that reads one workbook: it answers one question at a time, and reads no further than it was asked. It is given the file
 * as `workerData`, and ends when its owner ends it.
 */

let opened: Promise<Workbook> | undefined;
let rows: AsyncGenerator<RowsOfSheet, void, undefined> | undefined;

const workbook = (): Promise<Workbook> => (opened ??= Workbook.of(Buffer.from(workerData as Uint8Array)));

async function answer(question: Question): Promise<Answer> {
  switch (question.ask) {
    case 'first-rows': {
      const book = await workbook();
      const first = [];
      for (const sheet of book.sheets)
        first.push({ name: sheet.name, rows: await book.firstRows(sheet, question.count) });
      return { first };
    }
    case 'rows':
      rows = rowsOf(await workbook(), question.of);
      return more();
    case 'more':
      return more();
  }
}

async function more(): Promise<Answer> {
  const next = await rows?.next();
  return { rows: next?.value ?? null };
}

async function* rowsOf(book: Workbook, wanted: readonly SheetWanted[]): AsyncGenerator<RowsOfSheet, void, undefined> {
  for (const { at, after, columns } of wanted) {
    const sheet = book.sheets[at];
    if (!sheet) continue;
    for await (const some of book.rows(sheet, { after, columns, rowsMax: Infinity })) yield { at, rows: some };
  }
}

function said(error: unknown): Answer {
  if (error instanceof WorkbookTooLarge) return { refused: 'too-large' };
  if (error instanceof WorkbookUnreadable) return { refused: 'unreadable' };
  return { failed: error instanceof Error ? (error.stack ?? error.message) : String(error) };
}

parentPort?.on('message', (question: Question) => {
  void answer(question)
    .catch(said)
    .then((found) => parentPort?.postMessage(found));
});
