/** A line longer than this is no line of a sheet; what comes after so many bytes is not kept. */
export const lineBytesMax = 1024 * 1024;

/** `quotation`: a quotation mark that was not escaped began or ended in it. */
export type LineFault = 'not-decodable' | 'too-long' | 'quotation';

/** One line of a file of text. */
export interface Line {
  /** Without its end. What could not be decoded stands as U+FFFD; of a line that is too long, the beginning. */
  readonly text: string;
  /** `\n`, `\r\n` or `\r`; nothing where the file ends without. */
  readonly end: string;
  /** What is wrong with the line; null when nothing is. */
  readonly fault: LineFault | null;
}
