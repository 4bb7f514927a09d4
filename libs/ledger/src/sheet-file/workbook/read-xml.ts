import { parser as xmlParser } from 'sax';
import { WorkbookUnreadable } from './limits';

export interface XmlReader {
  readonly open?: (name: string, attribute: (name: string) => string | undefined) => void;
  readonly text?: (text: string) => void;
  readonly close?: (name: string) => void;
  /** Nothing more is wanted. */
  readonly isDone?: () => boolean;
}

/**
 * Reads XML piece by piece. Names come without their prefix: writers differ in those. A document type is refused: workbooks have
 * none, and entities would let a small file become a large one. Error: `WorkbookUnreadable`.
 */
export async function* readXml(
  pieces: AsyncIterable<string>,
  reader: XmlReader,
): AsyncGenerator<undefined, void, undefined> {
  const parser = xmlParser(true, { position: false });
  let failure: Error | undefined;
  const fail = (error: Error) => {
    failure ??= error;
    parser.error = null as unknown as Error; // else it throws at the next write, in words of its own
  };
  parser.onerror = fail;
  parser.ondoctype = () => {
    fail(new Error('a document type'));
  };
  parser.onopentag = ({ name, attributes }) => {
    reader.open?.(local(name), (wanted) => attributes[wanted] as string | undefined);
  };
  parser.ontext = (text) => reader.text?.(text);
  parser.oncdata = (text) => reader.text?.(text);
  parser.onclosetag = (name) => reader.close?.(local(name));
  for await (const piece of pieces) {
    parser.write(piece);
    if (failure !== undefined) throw new WorkbookUnreadable('XML', { cause: failure });
    yield;
    if (reader.isDone?.()) return;
  }
}

/** Reads a part that is wanted whole. */
export async function readXmlWhole(pieces: AsyncIterable<string>, reader: XmlReader): Promise<void> {
  for await (const _ of readXml(pieces, reader)); // to the end
}

function local(name: string): string {
  const colon = name.indexOf(':');
  return colon < 0 ? name : name.slice(colon + 1);
}
