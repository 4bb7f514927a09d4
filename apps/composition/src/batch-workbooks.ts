import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  DirectoryFolder,
  type FormPage,
  gsxtHebeiForms,
  lackingInResult,
  NoTable,
  RESULT_HEADINGS,
  type Table,
  WorkbookDesk,
  Workbooks,
} from '@app/endpoints';
import { type BatchWorkbooks, type BodyId, kindOf, openFile, Refusal } from '@app/ledger';
import type { BodySettings } from './body-settings';

/** The forms of the bodies that take workbooks. A further one is a line here. */
const forms: Readonly<Partial<Record<BodyId, readonly FormPage[]>>> = { 'gsxt-hebei': gsxtHebeiForms };

/** How batches of this body look as workbooks. @throws when it has no forms */
export function workbooksOf(id: BodyId): Workbooks {
  const pages = forms[id];
  if (!pages)
    throw new Error(`there are no forms of ${id}: in the mode workbook are reached ${Object.keys(forms).join(', ')}`);
  return new Workbooks({ body: id, forms: pages, readTable: oneByOne(readTable) });
}

/** The officers' side of each body that is told by workbooks. Those that nobody knows are refused by who tells them. */
export function batchWorkbooksOf(settings: readonly BodySettings[]): readonly BatchWorkbooks[] {
  return settings.flatMap(({ id, mode }) => {
    if (mode.mode !== 'workbook' || mode.folder === undefined) return [];
    const body = id as BodyId;
    const desk = new WorkbookDesk({ body, folder: new DirectoryFolder(mode.folder), packing: workbooksOf(body) });
    return [
      {
        body,
        resultHeadings: Object.values(RESULT_HEADINGS),
        lackingIn: lackingInResult,
        standing: () => desk.standing(),
        read: (batch) => desk.read(batch),
        take: (batch, table) => desk.take(batch, table),
      } satisfies BatchWorkbooks,
    ];
  });
}

/** Of all workbooks that are read at once in a process some are left to those that somebody waits for. */
function oneByOne(read: (bytes: Buffer) => Promise<Table>): (bytes: Buffer) => Promise<Table> {
  let before: Promise<unknown> = Promise.resolve();
  return (bytes) => {
    const next = before.then(() => unlessBusy(() => read(bytes)));
    before = next.catch(() => undefined); // told to who asked; the next one is read all the same
    return next;
  };
}

/** So often, and after so long, it is tried again while others have all the threads there are. */
const [busyTries, busyMs] = [100, 100];

async function unlessBusy<Read>(read: () => Promise<Read>): Promise<Read> {
  for (let tries = 1; ; tries++) {
    try {
      return await read();
    } catch (error) {
      if (!(error instanceof Refusal) || error.code !== 'workbooks-busy' || tries === busyTries) throw error;
      await sleep(busyMs);
    }
  }
}

/** A table as the ledger reads every other one. @throws `NoTable`; what only cannot be looked at now is thrown as it is */
async function readTable(bytes: Buffer): Promise<Table> {
  try {
    const file = await openFile(Readable.from([bytes]), lackingInResult);
    const rows: (readonly string[])[] = [];
    for await (const some of file.rows) rows.push(...some.map(({ cells }) => cells));
    return { headings: file.headings, rows };
  } catch (error) {
    if (error instanceof Refusal && kindOf(error) !== 'unavailable') throw new NoTable(error.code, { cause: error });
    throw error;
  }
}
