/**
 * How much of a workbook is read at all. A workbook is a zip of XML: small on the wire, and as large as its sender likes when it is
 * unpacked. All our choice.
 */
export const workbookLimits = {
  /** On the wire. */
  bytesMax: 32 * 1024 * 1024,
  /** Parts in the zip: sheets, pictures, notes. */
  partsMax: 2_000,
  /** All parts unpacked, by the directory of the zip; whatever it says, no part is unpacked beyond it. */
  unpackedBytesMax: 400 * 1024 * 1024,
  /** A part unpacked against packed. Tables come to 10 to 50; what is made to burst, to 1,000. Small parts are not looked at. */
  ratioMax: 250,
  ratioFromBytes: 1024 * 1024,
  /** Characters in all texts that cells refer to. */
  sharedCharactersMax: 48 * 1024 * 1024,
  /** Columns in which headings are looked for. */
  columnsMax: 256,
  /** Memory of the thread that reads. */
  memoryMb: 256,
  /** How long it may take to give the headings, or the next rows. */
  answerMsMax: 15_000,
  /** Workbooks open at once in this process. */
  openMax: 4,
} as const;

/** The part or the whole is larger than what is read. */
export class WorkbookTooLarge extends Error {}

/** No workbook, or one that was written wrongly. */
export class WorkbookUnreadable extends Error {}
